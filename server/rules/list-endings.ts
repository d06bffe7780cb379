// What runs out soon: rows that end within so many days, gathered by pack and day for the operations page
// and the warning of the tests. Changes no answer.
import { addDays, type RulePacks } from '#domain/rules';

export interface PackEnding {
  readonly pack: string;
  /** Last day the rows stand. */
  readonly on: string;
  /** `kind/key`. */
  readonly rows: readonly string[];
}

/** A row that another row of its key goes on from is no ending. Sorted by day. */
export function listEndings(packs: RulePacks, today: string, withinDays: number): PackEnding[] {
  const until = addDays(today, withinDays);
  const ending = [...packs.rows.values()].flatMap((rows) => {
    const last = rows.reduce((best, row) => ((row.to ?? '9999') > (best.to ?? '9999') ? row : best));
    return last.to !== null && last.to >= today && last.to <= until ? [last] : [];
  });
  return [...Map.groupBy(ending, ({ pack, to }) => `${to} ${pack.pack}`)]
    .map(([, rows]) => ({
      pack: rows[0]?.pack.pack ?? '',
      on: rows[0]?.to ?? '',
      rows: rows.map(({ id }) => id),
    }))
    .sort((a, b) => a.on.localeCompare(b.on) || a.pack.localeCompare(b.pack));
}
