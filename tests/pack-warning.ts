// The warning of `npm test`: which rows of the shipped packs run out within 90 days of today. Says, and
// never fails: what a rule answers depends on the question's own day.
import { type LoadedPacks, listEndings } from '../server/rules/index.ts';

const DAYS = 90;

/** Lines for people; empty where nothing ends soon. */
export function warnOfEndings({ packs }: LoadedPacks, today: string): string[] {
  const endings = listEndings(packs, today, DAYS);
  if (endings.length === 0) return [];
  return [
    `Rule packs: ends within ${DAYS} days of ${today}`,
    ...endings.map(({ pack, on, rows }) => {
      const [first = '', ...others] = rows;
      return `  ${on}  ${pack}: ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
    }),
  ];
}
