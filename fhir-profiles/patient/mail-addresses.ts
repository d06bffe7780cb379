// E-mail addresses of a Patient, as R4 writes them (ContactPoint): of those that hold at a moment, the best first.
// What is not shaped like one is left out: nothing is sent to a guess.
import { z } from 'zod';
import { Period } from '#profiles/elements';
import { isPast } from './is-past.ts';

const Point = z.object({
  system: z.literal('email'),
  value: z.email(),
  use: z.string().nullish(),
  rank: z.number().nullish(),
  period: Period.nullish(),
});

/** `old` ones and ones whose period is over are not offered; `rank` 1 comes first (R4 §2.24.0.15). */
export function readMailAddresses(patient: unknown, at: Date): string[] {
  const telecom = z.looseObject({ telecom: z.array(z.unknown()) }).safeParse(patient).data?.telecom ?? [];
  const points = telecom.flatMap((one) => Point.safeParse(one).data ?? []);
  const standing = points.filter(({ use, period }) => use !== 'old' && !isPast(period?.end, at));
  const sorted = standing.toSorted((one, other) => (one.rank ?? 99) - (other.rank ?? 99));
  return [...new Set(sorted.map(({ value }) => value))];
}
