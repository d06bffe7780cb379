// All fifty states and the District of Columbia: a licence there, none there, the Nurse Licensure Compact
// from Texas, consent by the default text, recording when everybody agreed.
import { describe, expect, it } from 'vitest';
import { ask, SHIPPED } from './ask.ts';

const NLC =
  'AL AZ AR CO CT DE FL GA ID IN IA KS KY LA ME MD MS MO MT NE NH NJ NM NC ND OH OK PA RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );
const OTHERS = 'AK CA DC HI IL MA MI MN NV NY OR'.split(' ');
const ALL = [...NLC, ...OTHERS];
const at = '2026-11-20T12:00:00-05:00';
const credential = {
  kind: 'licence',
  status: 'active',
  from: '2020-01-01',
  to: '2028-01-01',
  verifiedOn: '2026-01-01',
  source: 'primary',
};
const yes = { version: '1', givenAt: at };
const all = ['telehealth', 'recording', 'ai-listening'].map((kind) => ({ kind, ...yes }));

it('they are fifty-one, and each has its two rows on consent', () => {
  expect(new Set(ALL).size).toBe(51);
  for (const state of ALL)
    for (const kind of ['telehealth-consent', 'recording-law'])
      expect(SHIPPED.packs.rows.get(`${kind}/${state}`), `${kind}/${state}`).toHaveLength(1);
});

describe.each(ALL)('%s', (state) => {
  it('is treated with its own verified licence, and not with another', () => {
    const doctor = { at, profession: 'physician', patientState: state };
    expect(ask('licensure', { ...doctor, credentials: [{ ...credential, state }] }).outcome).toBe('allow');
    const other = state === 'NY' ? 'NJ' : 'NY';
    expect(ask('licensure', { ...doctor, credentials: [{ ...credential, state: other }] }).outcome).toBe(
      'block',
    );
  });

  it('is reached by a multistate licence of Texas where the compact is live there', () => {
    const held = {
      ...credential,
      kind: 'multistate-licence',
      compact: 'NLC',
      state: 'TX',
      residenceState: true,
    };
    const answer = ask('licensure', { at, profession: 'nurse', patientState: state, credentials: [held] });
    expect(answer.outcome).toBe(NLC.includes(state) ? 'allow' : 'block');
  });

  it('has visits by the default consent, and recording only where it is not barred', () => {
    const person = { state, consents: all };
    const answer = ask('consent', {
      at,
      patientState: state,
      modality: 'video',
      wants: { recording: true, aiListening: true },
      currentVersions: { telehealth: '1', recording: '1', aiListening: '1' },
      participants: [
        { ref: 'p', role: 'patient', ageYears: 30, ...person },
        { ref: 'c', role: 'clinician', ...person },
      ],
    });
    const side = { outcome: state === 'VT' ? 'block' : 'allow' };
    expect(answer).toMatchObject({ outcome: 'allow', recording: side, aiListening: side });
  });

  it('has the same Medicare claim, and a schedule of its own for Medicaid', () => {
    const visit = {
      serviceDate: '2026-11-20',
      service: 'office-visit',
      patientIsNew: false,
      modality: 'video',
      patientPlace: 'home',
      patientState: state,
      totalMinutes: 30,
    };
    expect(ask('billing', { ...visit, payer: { kind: 'medicare-b' } }).outcome).toBe('propose');
    expect(ask('billing', { ...visit, payer: { kind: 'medicaid', state } }).reasons[0]).toMatchObject({
      code: 'state-schedule-not-loaded',
      rule: `payer-rule/medicaid/${state}`,
    });
  });
});
