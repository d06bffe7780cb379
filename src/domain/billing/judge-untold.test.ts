import { describe, expect, it } from 'vitest';
import { buildFactReason, buildMissingFact, type RuleReason } from '#domain/rules';
import { needsReview, refuse, type Verdict } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import type { PayerRule } from './find-payer-rule.ts';
import { judgeUntold } from './judge-untold.ts';

const FACTS: ChargeFacts = {
  ...{ id: 'x', serviceDate: '2026-11-20', payer: { kind: 'medicare-b' } },
  ...{ service: 'office-visit', modality: 'video' },
};
const PLACE = buildMissingFact('patientPlace');
const NEW = buildMissingFact('patientIsNew');
const ENDED = buildFactReason('row-ran-out', 'em-level/99213');
const row = (id: string, pos: string): PayerRule =>
  ({ row: { id, value: { pos } }, reason: ENDED, isSure: true }) as unknown as PayerRule;
const ONE = row('payer-rule/one', 'by-place');
const proposal = (pos: string): Verdict => ({
  ...{ is: 'proposal', lines: [{ code: '99213', modifiers: [], pos, units: 1 }] },
  ...{ reasons: [], reviews: [], alternatives: [], wouldChange: [] },
});
const ask = (
  [home, away]: readonly [Verdict, Verdict],
  [there, elsewhere]: readonly [PayerRule | RuleReason, PayerRule | RuleReason] = [ONE, ONE],
  facts = FACTS,
) => {
  const answer = judgeUntold(facts, [PLACE], ({ patientPlace }) =>
    patientPlace === 'home' ? { verdict: home, rule: there } : { verdict: away, rule: elsewhere },
  );
  return [answer.is, ...answer.reasons.map(({ code, rule }) => `${code} ${rule}`)];
};
const ASKED = 'missing-fact patientPlace';

describe('a place that nobody told', () => {
  it('is not asked for where it comes out alike', () => {
    expect(ask([refuse(ENDED), refuse(NEW)])).toEqual(['refuse', 'row-ran-out em-level/99213']);
    expect(ask([proposal('02'), proposal('02')])).toEqual(['proposal']);
  });
  it('is asked for where it does not', () => {
    expect(ask([proposal('10'), proposal('02')])).toEqual(['needs-review', ASKED]);
    expect(ask([proposal('10'), refuse(NEW)])).toEqual(['needs-review', ASKED]);
    expect(ask([needsReview(ENDED), refuse(ENDED)])).toEqual(['needs-review', ASKED]);
  });
  it('is asked for with what else is unknown at both, and not with what is so at one', () => {
    expect(ask([needsReview(NEW, ENDED), needsReview(NEW)])).toEqual([
      ...['needs-review', ASKED, 'missing-fact patientIsNew'],
    ]);
    expect(ask([needsReview(NEW), needsReview(buildMissingFact('mdm'))])).toEqual(['needs-review', ASKED]);
    expect(ask([needsReview(ENDED), needsReview({ ...ENDED, code: 'row-not-yet' })])).toEqual([
      ...['needs-review', ASKED],
    ]);
  });
  it('is not asked for where a row stands at neither, whatever else is unknown', () =>
    expect(ask([needsReview(NEW, ENDED), needsReview(NEW, ENDED)])).toEqual([
      ...['needs-review', 'missing-fact patientIsNew', 'row-ran-out em-level/99213'],
    ]));
  it('is not asked for by a payer with one place of service', () => {
    const both = [needsReview(NEW), needsReview(NEW)] as const;
    const fixed = row('payer-rule/one', '02');
    expect(ask(both, [fixed, fixed])).toEqual(['needs-review', 'missing-fact patientIsNew']);
    expect(ask(both, [fixed, row('payer-rule/two', '02')])).toContain(ASKED);
    expect(ask(both, [fixed, ENDED])).toContain(ASKED);
    expect(ask(both, [ENDED, fixed])).toContain(ASKED);
  });
  it('is never forgotten where nothing else is said', () => {
    const fixed = row('payer-rule/one', '02');
    expect(ask([needsReview(NEW), needsReview(ENDED)], [fixed, fixed])).toEqual(['needs-review', ASKED]);
  });
});

it('with a place told, what is missing is all there is to say', () =>
  expect(ask([proposal('02'), proposal('02')], [ONE, ONE], { ...FACTS, patientPlace: 'work' })).toEqual([
    ...['needs-review', ASKED],
  ]));
