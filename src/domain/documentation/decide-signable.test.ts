import { describe, expect, it } from 'vitest';
import { STATE_ROWS, VISIT_STATES } from '#domain/visit';
import { decideSignable, type SignFacts } from './decide-signable.ts';
import { NOTE_LIMIT_BYTES } from './judge-text.ts';

const CONTENT = { sections: { assessment: 'Cold.' }, minutes: null, facts: [] };
const GOOD: SignFacts = {
  ...{ kind: 'note', content: CONTENT, role: 'clinician', practitioner: 'Practitioner/1', isOfVisit: true },
  ...{ isOwnPatient: true, visitState: 'ended', others: 0, isOutdated: false, knownFacts: new Set() },
};

function codesOf(more: Partial<SignFacts>): string[] {
  const answer = decideSignable({ ...GOOD, ...more });
  return answer.ok ? [] : answer.reasons.map(({ code }) => code);
}
const withText = (sections: SignFacts['content']['sections']) => ({ content: { ...CONTENT, sections } });

it('nothing holds a note of an ended visit with an assessment by its own clinician', () => {
  expect(decideSignable(GOOD)).toEqual({ ok: true });
});

describe('who', () => {
  it.each(['nurse', 'supervisor', 'biller', 'patient', null])('%s does not sign', (role) => {
    expect(codesOf({ role })).toEqual(['not-a-clinician']);
  });
  it.each([null, 'Patient/1', 'PractitionerRole/1', 'Person/1'])(
    'a clinician named by %s does not',
    (practitioner) => {
      expect(codesOf({ practitioner })).toEqual(['no-practitioner']);
    },
  );
  it('a clinician of another visit does not', () => {
    expect(codesOf({ isOfVisit: false })).toEqual(['not-of-this-visit']);
  });
  it('nobody under another patient’s launch', () => {
    expect(codesOf({ isOwnPatient: false })).toEqual(['wrong-patient']);
  });
});

describe('the visit', () => {
  it.each(VISIT_STATES)('%s: only before and during it waits', (visitState) => {
    const { phase } = STATE_ROWS[visitState];
    const expected = { before: ['visit-not-begun'], running: ['visit-running'], after: [] }[phase];
    expect(codesOf({ visitState })).toEqual(expected);
  });
});

describe('the text', () => {
  it.each(['', ' ', '\n\u00a0\t'])('an assessment of %j is none', (assessment) => {
    expect(codesOf(withText({ assessment, plan: 'Rest.' }))).toEqual(['section-empty']);
  });
  it('no other section is demanded', () => {
    expect(codesOf(withText({ assessment: '.' }))).toEqual([]);
  });
  it('an addendum demands its own text and no assessment', () => {
    expect(codesOf({ kind: 'addendum', ...withText({ assessment: 'x' }) })).toEqual(['section-empty']);
    expect(codesOf({ kind: 'addendum', ...withText({ addendum: 'x' }) })).toEqual([]);
  });
  it.each([
    ['half-character', 'x\ud83d'],
    ['nul', 'x\0'],
    ['too-long', 'x'.repeat(NOTE_LIMIT_BYTES + 1)],
  ])('%s holds it', (problem, assessment) => {
    const answer = decideSignable({ ...GOOD, ...withText({ assessment }) });
    expect(answer).toEqual({ ok: false, reasons: [{ code: 'text', data: { problem } }] });
  });
  it('of just 200 kB does not', () => {
    expect(codesOf(withText({ assessment: 'x'.repeat(NOTE_LIMIT_BYTES - 3), plan: '\u20ac' }))).toEqual([]);
    expect(codesOf(withText({ assessment: 'x'.repeat(NOTE_LIMIT_BYTES - 2), plan: '\u20ac' }))).toEqual([
      'text',
    ]);
  });
});

it('another page’s text, a base that no longer stands and a fact nobody pulled hold it', () => {
  expect(codesOf({ others: 1 })).toEqual(['conflict']);
  expect(codesOf({ isOutdated: true })).toEqual(['outdated']);
  const content = { ...CONTENT, facts: [{ factId: 'f1', section: 'plan' as const }] };
  expect(codesOf({ content })).toEqual(['unknown-fact']);
  expect(codesOf({ content, knownFacts: new Set(['f1']) })).toEqual([]);
});

it('says everything at once', () => {
  const all = { isOwnPatient: false, role: 'nurse', others: 2, visitState: 'booked' } as const;
  expect(codesOf({ ...all, ...withText({}) })).toEqual([
    ...['wrong-patient', 'not-a-clinician', 'visit-not-begun', 'conflict', 'section-empty'],
  ]);
});
