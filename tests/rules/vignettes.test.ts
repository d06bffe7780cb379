// Hand-written cases with literal answers, each citing a row of a pack; the claim matrix row by row; all
// jurisdictions; and that every reason has words for people.
import { describe, expect, it } from 'vitest';
import { REASON_WORDS } from '../../server/rules/reason-words.ts';
import { ask, printLines, SHIPPED } from './ask.ts';
import { RED_FLAGS } from './red-flag-cases.ts';
import { SETS } from './vignettes.ts';

describe.each(SETS)('%s', (_, topic, vignettes) => {
  it.each(vignettes.map((one) => ({ name: one[0], one })))(
    '$name',
    ({ one: [, row, facts, outcome, more = {}] }) => {
      expect([...SHIPPED.packs.rows.keys()], 'the row it cites').toContain(row);
      const answer = ask(topic, facts);
      const { lines, codes, ...parts } = more;
      expect(answer.outcome, JSON.stringify(answer.reasons)).toBe(outcome);
      if (lines !== undefined) expect(printLines(answer.lines)).toBe(lines);
      expect(answer.reasons.map(({ code }) => code)).toEqual(expect.arrayContaining([...(codes ?? [])]));
      expect(answer).toMatchObject(parts);
      expect(answer.reasons.length).toBeGreaterThan(0);
      if (outcome === 'needs-review' && topic === 'billing') expect(answer.lines).toEqual([]);
      for (const { code } of answer.reasons) expect(REASON_WORDS, code).toHaveProperty([code]);
    },
  );
});

it('they are at least two hundred, each with a name of its own', () => {
  const names = SETS.flatMap(([set, , vignettes]) => vignettes.map(([name]) => `${set}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(200);
});

it('every sign that cannot wait is cited', () => {
  const cited = new Set(RED_FLAGS.map(([, row]) => row));
  const rows = [...SHIPPED.packs.rows.keys()].filter((id) => /^(red-flag|crisis-line)\//.test(id));
  expect(rows.filter((id) => !cited.has(id))).toEqual(
    ['red-flag/poisoning-or-overdose', 'crisis-line/988-veterans'].filter((id) => rows.includes(id)),
  );
});

it('every row of the payers’ table is cited', () => {
  const cited = new Set(SETS.flatMap(([, , vignettes]) => vignettes.map(([, row]) => row)));
  const rules = [...SHIPPED.packs.rows.keys()].filter((id) => id.startsWith('payer-rule/'));
  expect(rules.filter((id) => !cited.has(id))).toEqual([]);
});
