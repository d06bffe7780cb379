// Which row speaks on a day, and how far it may be trusted: the one place where certainty and dates turn
// into "decides" or into a named doubt. Never falls back to a row that does not stand.
import { buildReason, type RuleReason } from './reason.ts';
import type { RowKind } from './row-kinds.ts';
import type { RulePacks, RuleRow } from './rule-row.ts';

/** The same moment as a day, in the earliest and the latest zone of a state (equal nearly always). */
export interface Days {
  readonly first: string;
  readonly last: string;
}

export type Doubt =
  | 'recalled-row'
  | 'single-source-row'
  | 'disputed-row'
  | 'row-without-source'
  | 'overlapping-rows';

/** `missing` is the reason code for a row that does not stand: there is none, not yet, or no longer. */
export type Found<K extends RowKind> =
  | { readonly is: 'sure'; readonly row: RuleRow<K>; readonly reason: RuleReason }
  | { readonly is: 'doubtful'; readonly row: RuleRow<K>; readonly reason: RuleReason; readonly doubt: Doubt }
  | { readonly is: 'missing'; readonly row: null; readonly reason: RuleReason };

export const onDay = (day: string): Days => ({ first: day, last: day });

/** Inclusive on both sides, in every zone of the state. */
export function covers(span: { from: string | null; to: string | null }, { first, last }: Days): boolean {
  return (span.from === null || span.from <= first) && (span.to === null || last <= span.to);
}

/**
 * The row `kind/key` that stands on these days. A site's row goes before a shipped one. `code` names the
 * reason when the row is sure; a doubt or an absence names itself.
 */
export function findRow<K extends RowKind>(
  packs: RulePacks,
  kind: K,
  key: string,
  days: Days,
  code: string,
): Found<K> {
  const all = (packs.rows.get(`${kind}/${key}`) ?? []) as readonly RuleRow<K>[];
  const standing = all.filter((row) => covers(row, days));
  const row = standing[0];
  if (!row) return { is: 'missing', row: null, reason: buildAbsence(`${kind}/${key}`, all, days) };
  const rivals = standing.filter((one) => (one.verified === null) === (row.verified === null));
  const doubt = doubtOf(row, rivals.length > 1);
  if (doubt) return { is: 'doubtful', row, doubt, reason: buildReason(doubt, row) };
  return { is: 'sure', row, reason: buildReason(code, row) };
}

function doubtOf(row: RuleRow, overlaps: boolean): Doubt | null {
  if (row.source === null) return 'row-without-source';
  if (overlaps) return 'overlapping-rows';
  if (row.certainty === 'recalled') return 'recalled-row';
  if (row.certainty === 'single-source') return 'single-source-row';
  return row.certainty === 'disagree' ? 'disputed-row' : null;
}

function buildAbsence(id: string, all: readonly RuleRow[], days: Days): RuleReason {
  const ended = all.filter((row) => row.to !== null && row.to < days.last);
  const latest = ended.reduce<RuleRow | undefined>(
    (best, row) => (best?.to && row.to && best.to >= row.to ? best : row),
    undefined,
  );
  if (latest) return buildReason('row-ran-out', latest);
  const coming = all[0];
  if (coming) return buildReason('row-not-yet', coming);
  return { code: 'no-row', rule: id, source: 'no pack loaded', effectiveFrom: null, effectiveTo: null };
}

/** Rows of one key, in the order of the packs. */
export type SameRows<K extends RowKind = RowKind> = readonly [RuleRow<K>, ...RuleRow<K>[]];

const LISTED = new WeakMap<RulePacks, Map<RowKind, readonly SameRows[]>>();

/** All rows of a kind, those of one key together, in the order of the packs. Says nothing of days. */
export function listRows<K extends RowKind>(packs: RulePacks, kind: K): readonly SameRows<K>[] {
  let kinds = LISTED.get(packs);
  if (!kinds) {
    kinds = new Map();
    LISTED.set(packs, kinds);
  }
  let rows = kinds.get(kind);
  if (!rows) {
    rows = [...packs.rows.values()].filter((same): same is SameRows => same[0]?.kind === kind);
    kinds.set(kind, rows);
  }
  return rows as readonly SameRows<K>[];
}
