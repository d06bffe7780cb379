// Against the shipped packs, for what they bar is the point; both sides of each edge, by name.
import { describe, expect, it } from 'vitest';
import { loadPacks } from '../../../server/rules/index.ts';
import type { Participant } from './consent-question.ts';
import { decideListening, type ListeningFacts } from './decide-listening.ts';
import type { ListeningPurpose } from './listening.ts';

const { packs } = loadPacks();
const AT = '2026-11-22T12:00:00-05:00';

interface Said {
  purpose?: ListeningPurpose;
  at?: string;
  givenAt?: string;
  withdrawnAt?: string;
  version?: string;
  modality?: 'video' | 'audio';
  /** Of the visit now. */
  by?: 'video' | 'audio';
  age?: number | undefined;
  as?: 'self' | 'parent' | 'guardian';
  patientIn?: Participant['state'];
  clinicianIn?: Participant['state'];
  guest?: Partial<Participant>;
  around?: Partial<ListeningFacts>;
}

function asked(said: Said = {}): ListeningFacts {
  const { purpose = 'recording', at = AT, givenAt = '2026-11-22T11:59:00-05:00', as = 'self' } = said;
  const { modality = 'video', by = 'video', version = '1', patientIn = 'NY', clinicianIn = 'NY' } = said;
  const yes = { kind: purpose, version, givenAt, modality };
  const age = 'age' in said ? said.age : 44;
  const patient: Participant = {
    ...{ ref: 'p', role: 'patient', state: patientIn, ...(age !== undefined && { ageYears: age }) },
    consents: [{ ...yes, by: as, ...(said.withdrawnAt && { withdrawnAt: said.withdrawnAt }) }],
  };
  const clinician: Participant = { ref: 'c', role: 'clinician', state: clinicianIn, consents: [yes] };
  const guest: Participant[] = said.guest
    ? [{ ref: 'g', role: 'interpreter', state: 'NY', consents: [yes], ...said.guest }]
    : [];
  return {
    ...{ purpose, isOffered: true, isAsked: true, isGoingOn: true, isGateOpen: true },
    question: {
      ...{ id: 'v', at, patientState: patientIn, modality: by, participants: [patient, clinician, ...guest] },
      currentVersions: { recording: '1', aiListening: '1' },
    },
    ...said.around,
  };
}

const outcomeOf = (said: Said) => decideListening(asked(said), packs).outcome;
const codesOf = (said: Said) => decideListening(asked(said), packs).reasons.map(({ code }) => code);

describe('what lets it be on', () => {
  it.each<[string, Said]>([
    ['everybody agreed', {}],
    ['everybody agreed that software listens', { purpose: 'ai-listening' }],
    ['the interpreter agreed as well', { guest: {} }],
    ['all-party states, everybody agreed', { patientIn: 'CA', clinicianIn: 'WA' }],
    ['a child, by a parent', { age: 9, as: 'parent' }],
    ['a grown person, by their guardian', { as: 'guardian' }],
    ['a year ago to the day', { givenAt: '2025-11-22T00:00:00-05:00' }],
    ['taken back a second from now', { withdrawnAt: '2026-11-22T12:00:01-05:00' }],
  ])('%s', (_name, said) => {
    expect(outcomeOf(said)).toBe('may-be-on');
  });
});

describe('what keeps it off', () => {
  it.each<[string, Said, string]>([
    ['the site uses nothing', { around: { isOffered: false } }, 'listening-not-offered'],
    ['nobody was asked', { around: { isAsked: false } }, 'not-asked-in-this-visit'],
    ['the visit has not begun', { around: { isGoingOn: false } }, 'visit-not-running'],
    ['consent to telehealth taken back: the gate', { around: { isGateOpen: false } }, 'gate-closed'],
    ['one guest has not answered', { guest: { consents: [] } }, 'not-everyone-agreed'],
    ['the guest’s place is not known', { guest: { state: null } }, 'missing-fact'],
    ['the patient’s place is not known', { patientIn: null }, 'missing-fact'],
    ['the clinician’s place is not known', { clinicianIn: null }, 'missing-fact'],
    ['a place nobody speaks of', { clinicianIn: 'PR' }, 'no-row'],
    ['another text', { version: '0' }, 'not-everyone-agreed'],
    ['the midnight after the year', { givenAt: '2025-11-21T23:59:59-05:00' }, 'not-everyone-agreed'],
    ['agreed for video, now audio alone', { by: 'audio' }, 'not-everyone-agreed'],
    ['taken back that second', { withdrawnAt: AT }, 'not-everyone-agreed'],
    ['a minor alone', { age: 17 }, 'not-everyone-agreed'],
    ['an age that nobody knows', { age: undefined }, 'not-everyone-agreed'],
    ['a parent for a grown person', { as: 'parent' }, 'not-everyone-agreed'],
  ])('%s', (_name, said, code) => {
    expect(outcomeOf(said)).toBe('must-be-off');
    expect(codesOf(said)).toContain(code);
  });

  it.each<[string, Said]>([
    ['the patient', { patientIn: 'VT' }],
    ['the clinician', { clinicianIn: 'VT' }],
    ['a guest', { guest: { state: 'VT' } }],
    ['a guest, where software listens', { guest: { state: 'VT' }, purpose: 'ai-listening' }],
    ['a guest, before anybody was asked', { guest: { state: 'VT' }, around: { isAsked: false } }],
  ])('%s in Vermont bars it for all', (_name, said) => {
    const answer = decideListening(asked(said), packs);
    expect([answer.outcome, answer.isBarred, answer.reasons[0]?.code]).toEqual([
      'must-be-off',
      true,
      'barred-here',
    ]);
  });

  it('the midnight of the year is the patient’s, not the server’s', () => {
    const said = { givenAt: '2025-12-31T23:59:59-10:00', patientIn: 'HI', clinicianIn: 'HI' } as const;
    expect(outcomeOf({ ...said, at: '2026-12-31T23:59:59-10:00' })).toBe('may-be-on');
    expect(outcomeOf({ ...said, at: '2027-01-01T00:00:00-10:00' })).toBe('must-be-off');
  });

  it.each<[string, Partial<ListeningFacts>, string[]]>([
    [
      'everything around it, each by its own name, before the law of the place',
      { isOffered: false, isGoingOn: false, isGateOpen: false, isAsked: false },
      [
        'listening-not-offered site.listening',
        'visit-not-running visit',
        'gate-closed gate',
        'not-asked-in-this-visit visit',
        'everyone-agreed consent-policy/everyone-present',
        'recalled-row recording-law/NY',
      ],
    ],
    [
      'nothing around it: the policy and the law of the place',
      {},
      ['everyone-agreed consent-policy/everyone-present', 'recalled-row recording-law/NY'],
    ],
  ])('says %s', (_name, around, reasons) => {
    const answer = decideListening(asked({ around }), packs);
    expect(answer.reasons.map(({ code, rule }) => `${code} ${rule}`)).toEqual(reasons);
    expect([answer.isBarred, answer.missing]).toEqual([false, []]);
    expect(answer.packs.map(({ pack }) => pack)).toEqual(packs.read.consent.map(({ pack }) => pack));
  });

  it('a bar is said before everything around it', () => {
    const around = { isOffered: false };
    const { reasons } = decideListening(asked({ patientIn: 'VT', around }), packs);
    expect(reasons.map(({ code }) => code)).toEqual(['barred-here', 'listening-not-offered']);
  });

  it('says whose consent it lacks, for this purpose alone', () => {
    const { missing } = decideListening(asked({ guest: { consents: [] } }), packs);
    expect(missing).toEqual([{ participant: 'g', why: 'not-given' }]);
  });
});
