// How many different tests some results are, at the least: results of one day may be one panel, and the same measure on
// two days is one test looked at twice.
import type { FactMark } from '#domain/documentation';

type Result = Pick<FactMark, 'reference' | 'measure' | 'date'>;

/** Results that could be of one test are counted as one, through however many others they hang together. */
export function countTests(results: readonly Result[]): number {
  return results.reduce<Result[][]>((groups, result) => {
    const joined = groups.filter((group) => group.some((one) => couldBeOne(one, result)));
    const others = groups.filter((group) => !joined.includes(group));
    return [...others, [...joined.flat(), result]];
  }, []).length;
}

/** Without a day, or without a measure, nothing tells it from the others. */
function couldBeOne(one: Result, other: Result): boolean {
  const [day, otherDay] = [dayOf(one), dayOf(other)];
  if (one.measure === null || other.measure === null || day === null || otherDay === null) return true;
  // Told to the month alone it could be any day of it.
  return one.measure === other.measure || day.startsWith(otherDay) || otherDay.startsWith(day);
}

const dayOf = ({ date }: Result): string | null => date?.slice(0, 10) ?? null;
