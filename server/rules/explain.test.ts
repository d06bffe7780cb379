// What the command says in words. Literal lines, as a biller reads them.
import { expect, it } from 'vitest';
import { answerLine } from './answer-line.ts';
import { explain } from './explain.ts';
import { loadPacks } from './load-packs.ts';
import { CONDITION_WORDS, ROW_WORDS } from './row-words.ts';

const { packs } = loadPacks();
const say = (topic: Parameters<typeof answerLine>[0], facts: object): string =>
  explain(answerLine(topic, JSON.stringify({ id: 'v', ...facts }), packs).answer);
const visit = {
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b' },
  service: 'psychotherapy',
  modality: 'video',
  patientPlace: 'home',
  totalMinutes: 45,
};
const drug = {
  at: '2026-11-20T12:00:00-05:00',
  patientState: 'NY',
  modality: 'audio',
  schedule: 'II',
  deaRegisteredIn: ['NY'],
};

it('a doubt names what the row would say', () => {
  expect(say('billing', visit)).toContain(
    '  - The row is recalled and was not verified: the minutes of this code. [recalled-row]',
  );
  expect(say('billing', { ...visit, patientPlace: 'work' })).toContain(
    '  - No loaded pack speaks of this: how this payer wants the service claimed. [no-row]',
  );
});

it('a payer nobody knows wants nothing', () => {
  const acme = say('billing', { ...visit, payer: { kind: 'commercial', name: 'Acme' } });
  expect(acme).toContain(
    '  - No payer’s wish: ordinary codes with 95 or 93, as the product does where no row speaks. [payer-rule]',
  );
  expect(acme).not.toContain('The payer wants');
});

it('the office is no place where the patient was', () => {
  const month = { ...visit, service: 'rpm-month', modality: 'none', deviceDays: 16 };
  expect(say('billing', month)).toContain(
    '  - This is no telehealth visit: the clinician’s usual place of service. [place-of-service]',
  );
});

it('conditions are sentences, and those of a block what would lift it', () => {
  expect(say('prescribing', drug)).toContain(
    [
      'Conditions',
      '  - the prescription monitoring programme is asked first [pdmp-check]',
      '  - signed and sent by a certified prescribing module [epcs-module]',
    ].join('\n'),
  );
  const later = { ...drug, at: '2027-01-01T12:00:00-05:00', inPersonEvaluationOn: null };
  expect(say('prescribing', later)).toContain(
    'What would lift it\n  - the prescriber sees the patient in person, or an exception is on record [in-person-evaluation]',
  );
});

it('a consent that lacks says how', () => {
  const given = { kind: 'telehealth', version: '2', givenAt: '2026-11-01T12:00:00Z' };
  const asked = {
    ...{ at: '2026-11-20T12:00:00-05:00', patientState: 'NY', modality: 'video' },
    ...{ wants: { recording: false, aiListening: false }, currentVersions: { telehealth: '3' } },
    participants: [{ ref: 'p', role: 'patient', state: 'NY', ageYears: 40, consents: [given] }],
  };
  expect(say('consent', asked)).toContain('Missing\n  - telehealth of p: given to an older text');
});

it('every condition and every kind of row that may be doubted has its words', () => {
  const paths = [...packs.rows.values()].flat().filter(({ kind }) => kind === 'prescribing-path');
  const conditions = paths.flatMap(({ value }) => (value as { conditions: string[] }).conditions);
  expect(conditions.filter((one) => !(one in CONDITION_WORDS))).toEqual([]);
  const silent = ['recording-bar', 'deleted-code', 'law-lapse', 'modifier', 'denial', 'rate'];
  const kinds = new Set([...packs.rows.values()].flat().map(({ kind }) => kind));
  expect([...kinds].filter((kind) => !(kind in ROW_WORDS) && !/flag|crisis/.test(kind)).sort()).toEqual(
    silent.sort(),
  );
});
