// What the contract names: these come out `propose` or `allow` with the packs that ship.
import { describe, expect, it } from 'vitest';
import { ask, printLines } from './ask.ts';

const visit = (more: object): object => ({
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b' },
  service: 'office-visit',
  modality: 'video',
  patientPlace: 'home',
  ...more,
});
const LEVELS: [isNew: boolean, minutes: number, code: string][] = [
  [true, 15, '99202'],
  [true, 30, '99203'],
  [true, 45, '99204'],
  [true, 60, '99205'],
  [false, 10, '99212'],
  [false, 20, '99213'],
  [false, 30, '99214'],
  [false, 40, '99215'],
];
const proposes = (facts: object, lines: string): void => {
  const answer = ask('billing', facts);
  expect(`${answer.outcome} ${printLines(answer.lines)}`).toBe(`propose ${lines}`);
};

describe.each(LEVELS)('Medicare, new %s, %s minutes, %s', (patientIsNew, totalMinutes, code) => {
  it('video at home', () => proposes(visit({ patientIsNew, totalMinutes }), `${code}@10`));
  it('video away', () =>
    proposes(visit({ patientIsNew, totalMinutes, patientPlace: 'school' }), `${code}@02`));
  it('audio at home with both facts', () =>
    proposes(
      visit({
        patientIsNew,
        totalMinutes,
        modality: 'audio',
        audioOnlyReason: 'patient-declines',
        clinicianVideoCapable: true,
      }),
      `${code}-93@10`,
    ));
});

describe('the others', () => {
  it('prolonged time', () => {
    proposes(visit({ patientIsNew: true, totalMinutes: 89 }), '99205@10 G2212@10');
    proposes(visit({ patientIsNew: false, totalMinutes: 69 }), '99215@10 G2212@10');
  });

  it('98016', () => {
    const open = { patientIsNew: false, patientInitiated: true, relatedVisitDaysAgo: null };
    const checkIn = { service: 'virtual-check-in', modality: 'audio', medicalDiscussionMinutes: 6 };
    proposes(visit({ ...open, ...checkIn, leadsToVisitWithin24h: false }), '98016@11');
  });

  it('a verified state licence, and the nurses’ compact with both states operational', () => {
    const held = {
      status: 'active',
      from: '2024-01-01',
      to: '2027-01-01',
      verifiedOn: '2026-10-01',
      source: 'primary',
    };
    const at = { at: '2026-11-20T15:00:00-05:00', patientState: 'PA' };
    const licence = { kind: 'licence', state: 'PA', ...held };
    expect(ask('licensure', { ...at, profession: 'physician', credentials: [licence] })).toMatchObject({
      outcome: 'allow',
      basis: { kind: 'licence', state: 'PA', to: '2027-01-01' },
      expiresAt: '2027-01-01T23:59:59-05:00',
    });
    const multistate = {
      kind: 'multistate-licence',
      state: 'TX',
      compact: 'NLC',
      residenceState: true,
      ...held,
    };
    expect(ask('licensure', { ...at, profession: 'nurse', credentials: [multistate] })).toMatchObject({
      outcome: 'allow',
      basis: { kind: 'multistate-licence', state: 'TX' },
    });
  });

  it('consent by the product’s default texts', () => {
    const consent = { kind: 'telehealth', version: '3', givenAt: '2026-11-20T14:55:00-05:00' };
    const answer = ask('consent', {
      at: '2026-11-20T15:00:00-05:00',
      patientState: 'CA',
      modality: 'video',
      wants: { recording: false, aiListening: false },
      currentVersions: { telehealth: '3', recording: '1', aiListening: '2' },
      participants: [
        { ref: 'p', role: 'patient', state: 'CA', ageYears: 61, consents: [consent] },
        { ref: 'c', role: 'clinician', state: 'CA', consents: [] },
      ],
    });
    expect(answer).toMatchObject({ outcome: 'allow', missing: [] });
  });
});
