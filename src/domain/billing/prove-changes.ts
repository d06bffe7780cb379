// Whether a fact that is said to change an answer does: the changed question is judged, and what does not come out is
// not told. Knows no rule of its own.
import type { Verdict, WouldChange } from './charge-answer.ts';

/** Promises in words, with conditions that no single fact of the question holds. */
const IN_WORDS = /^98016, |^care of one /;

/** `judge`: the verdict with one fact changed. A service that no question has is told as it stands. */
export function proveChanges(
  changes: readonly WouldChange[],
  judge: (change: WouldChange) => Verdict,
): WouldChange[] {
  return changes.flatMap((change) => {
    const { to, gives } = change;
    if (IN_WORDS.test(gives) || IN_WORDS.test(String(to))) return [change];
    const verdict = judge(change);
    const isWay = change.fact === 'modality';
    if (verdict.is !== 'proposal')
      return isWay && verdict.is === 'needs-review' ? [{ ...change, gives: verdict.is }] : [];
    const [code, units = '1'] = gives.split(' × ');
    const isLine = verdict.lines.some((line) => line.code === code && line.units === Number(units));
    return isLine || isWay ? [change] : [];
  });
}
