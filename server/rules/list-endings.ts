// What runs out soon: rows that end within so many days, gathered by pack and day for the operations page
// and the warning of the tests. Changes no answer.
import { addDays, type RulePacks, type RuleRow } from '#domain/rules';

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
  const ending = listLast(packs).filter(({ to }) => to !== null && to >= today && to <= until);
  return [...Map.groupBy(ending, ({ pack, to }) => `${to} ${pack.pack}`)]
    .map(([, rows]) => ({
      pack: rows[0]?.pack.pack ?? '',
      on: rows[0]?.to ?? '',
      rows: rows.map(({ id }) => id),
    }))
    .sort((a, b) => a.on.localeCompare(b.on) || a.pack.localeCompare(b.pack));
}

/** Rows that ran out before today with none of their key to go on from: what asks them needs review. */
export function listEnded(packs: RulePacks, today: string): RuleRow[] {
  return listLast(packs).filter(({ to }) => to !== null && to < today);
}

/** Of each key the row that stands longest. */
function listLast(packs: RulePacks): RuleRow[] {
  return [...packs.rows.values()].map((rows) =>
    rows.reduce((best, row) => ((row.to ?? '9999') > (best.to ?? '9999') ? row : best)),
  );
}
