// What a biller is told would change an answer is tried: every fact named by the answer to any vignette is changed so,
// and the rule is asked again.
import { expect, it } from 'vitest';
import { ask, type Loose } from './ask.ts';
import { SETS } from './vignettes.ts';

type Change = { fact: string; to: string | number | boolean; gives: string };
/** What depends on more than the one fact says so in words after a comma. */
const DEPENDS = /^98016, /;

const tried = SETS.filter(([, topic]) => topic === 'billing').flatMap(([set, , vignettes]) =>
  vignettes.flatMap(([name, , facts]) =>
    (ask('billing', facts).wouldChange as Change[])
      .filter(({ gives, to }) => !DEPENDS.test(gives) && to !== 'care of one high-risk condition')
      .map((change) => ({ name: `${set}: ${name}: ${change.fact} ${change.to}`, facts, change })),
  ),
);

function comesOut({ lines, outcome }: Loose, gives: string): boolean {
  const place = /^place of service (\d\d)$/.exec(gives)?.[1];
  if (place) return lines.length > 0 && lines.every(({ pos }) => pos === place);
  if (gives === 'the same by video') return outcome.startsWith('propose');
  const [, code, units] = /^(\w{5})(?: × (\d+))?$/.exec(gives) ?? [];
  if (code === undefined) return outcome === gives;
  return lines.some((line) => line.code === code && line.units === Number(units ?? 1));
}

it.each(tried)('$name', ({ facts, change: { fact, to, gives } }) => {
  const answer = ask('billing', { ...facts, [fact]: to });
  expect(comesOut(answer, gives), `${gives}: ${answer.outcome} ${JSON.stringify(answer.lines)}`).toBe(true);
});

it('there is much to try', () => expect(tried.length).toBeGreaterThan(250));
