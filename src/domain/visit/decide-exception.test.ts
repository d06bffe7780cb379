import { describe, expect, it } from 'vitest';
import type { ExceptionRule } from '#domain/licensure';
import {
  type AttestationFacts,
  decideAttestation,
  type ExceptionEvent,
  findHeldException,
} from './decide-exception.ts';
import type { ExceptionView } from './exception.ts';

const RULE: ExceptionRule = {
  ...{ kind: 'follow-up', rule: 'exception/follow-up', isOfState: false, source: 'a law', doubt: null },
  ...{ certainty: 'read-primary', effectiveFrom: '2026-01-01', effectiveTo: '2027-06-30' },
  ...{ conditions: ['Seen before.'], pack: 'licensure-places', version: '1' },
};
const { isOfState: _, doubt: __, ...row } = RULE;
const signed = (exceptionId = 'x1', state = 'VT'): ExceptionView => ({
  ...{ ...row, conditions: ['Seen before.'], exceptionId, state, statement: 'Known since 2019.' },
  ...{ by: 'Helen Brooks', at: '2026-11-22T15:00:00Z' },
});
const place = (state: string | null, country = 'US'): ExceptionEvent => ({ is: 'place', state, country });
const attested = (exception = signed(), author: string | null = 'helen'): ExceptionEvent => ({
  ...{ is: 'attested', exception, author },
});
const takenBack = (exceptionId: string): ExceptionEvent => ({ is: 'taken-back', exceptionId });
const heldBy = (host: string | null, ...events: ExceptionEvent[]) =>
  findHeldException(events, host)?.exceptionId ?? null;

describe('findHeldException', () => {
  it.each<[string, string | null, string | null, ExceptionEvent[]]>([
    ['signed where the patient is', 'x1', 'helen', [place('VT'), attested()]],
    ['nothing signed', null, 'helen', [place('VT')]],
    ['moved within the state', 'x1', 'helen', [place('VT'), attested(), place('VT')]],
    ['crossed the state line', null, 'helen', [place('VT'), attested(), place('NH')]],
    ['came back: it is asked anew', null, 'helen', [place('VT'), attested(), place('NH'), place('VT')]],
    ['left the country', null, 'helen', [place('VT'), attested(), place('VT', 'CA')]],
    ['not known any more', null, 'helen', [place('VT'), attested(), place(null)]],
    ['signed for another state', null, 'helen', [place('NH'), attested(signed('x1', 'VT'))]],
    ['signed before anybody knew where', null, 'helen', [attested(), place('VT')]],
    ['another clinician’s', null, 'amara', [place('VT'), attested()]],
    ['nobody’s visit', null, null, [place('VT'), attested(signed(), null)]],
    ['taken back', null, 'helen', [place('VT'), attested(), takenBack('x1')]],
    ['another one taken back', 'x1', 'helen', [place('VT'), attested(), takenBack('x0')]],
    [
      'signed anew after it',
      'x2',
      'helen',
      [place('VT'), attested(), takenBack('x1'), attested(signed('x2'))],
    ],
    ['the younger of two', 'x2', 'helen', [place('VT'), attested(), attested(signed('x2'))]],
    [
      'the younger taken back does not raise the older',
      null,
      'helen',
      [place('VT'), attested(), attested(signed('x2')), takenBack('x2')],
    ],
  ])('%s', (_name, held, host, events) => expect(heldBy(host, ...events)).toBe(held));
});

const FACTS: AttestationFacts = {
  ...{ isHost: true, isOpen: true, place: { state: 'VT', country: 'US' }, hasBarredLicence: false },
  licensure: { verdict: 'block' },
};
const SAID = { kind: 'follow-up', rule: 'exception/follow-up', state: 'VT', statement: 'Known since 2019.' };
const ofNewHampshire: ExceptionRule = {
  ...RULE,
  rule: 'exception/border/NH',
  kind: 'border',
  isOfState: true,
};

describe('decideAttestation', () => {
  const ask = (facts: Partial<AttestationFacts>, said: Partial<typeof SAID> = {}) => {
    const answer = decideAttestation({ ...FACTS, ...facts }, { ...SAID, ...said }, [
      RULE,
      { ...RULE, rule: 'exception/border', kind: 'border' },
    ]);
    return answer.ok ? answer.rule.rule : answer.code;
  };

  it('takes the row as the packs hold it', () => expect(ask({})).toBe('exception/follow-up'));
  it('also where a person would have to review', () =>
    expect(ask({ licensure: { verdict: 'needs-review' } })).toBe('exception/follow-up'));

  it.each<[string, Partial<AttestationFacts>, Partial<typeof SAID>, string]>([
    ['somebody else’s visit', { isHost: false }, {}, 'not-yours'],
    ['a visit that is over', { isOpen: false }, {}, 'over'],
    ['a patient nobody asked', { place: null }, {}, 'place-unknown'],
    ['a patient in no known state', { place: { state: null, country: 'US' } }, {}, 'place-unknown'],
    ['a patient abroad', { place: { state: null, country: 'CA' } }, {}, 'outside-united-states'],
    ['a clinician licensed there', { licensure: { verdict: 'allow' } }, {}, 'not-needed'],
    ['an exception that holds', { licensure: { verdict: 'allow-by-exception' } }, {}, 'not-needed'],
    ['a license that was taken', { hasBarredLicence: true }, {}, 'barred-licence'],
    ['no rule', {}, { rule: ' ' }, 'blank-rule'],
    ['no words', {}, { statement: ' \n ' }, 'blank-statement'],
    ['a place that changed meanwhile', {}, { state: 'NH' }, 'place-changed'],
    ['a rule of another kind', {}, { rule: 'exception/border' }, 'rule-of-another-kind'],
    ['a rule of another state', {}, { rule: ofNewHampshire.rule, kind: 'border' }, 'rule-of-another-state'],
    ['a rule nobody knows', {}, { rule: 'exception/students' }, 'unknown-rule'],
  ])('refuses %s', (_name, facts, said, code) => expect(ask(facts, said)).toBe(code));
});
