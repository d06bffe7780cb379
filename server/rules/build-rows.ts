// From a written pack to rows with both their days. What is wrong with a row is told and never mended: a
// row that cannot be understood is left out, one without a source stays and decides nothing.
import {
  addMonths,
  type PackRead,
  ROW_KINDS,
  type RowKind,
  type RowValue,
  type RuleRow,
} from '#domain/rules';
import type { PackFile, PackRow } from './pack-file.ts';

export interface PackFault {
  readonly pack: string;
  /** `kind/key`, or the pack's own name. */
  readonly row: string;
  readonly code:
    | 'unknown-kind'
    | 'malformed-row'
    | 'missing-source'
    | 'missing-certainty'
    | 'unverified-override'
    | 'ends-before-it-begins'
    | 'overlapping-rows'
    | 'gap-between-rows'
    | 'unknown-code'
    | 'unknown-state';
  readonly words: string;
}

export interface BuiltRows {
  readonly rows: readonly RuleRow[];
  readonly faults: readonly PackFault[];
}

export function buildRows(file: PackFile, isSite: boolean): BuiltRows {
  const pack: PackRead = { pack: file.pack, version: file.version, asOf: file.asOf };
  const rows: RuleRow[] = [];
  const faults: PackFault[] = [];
  for (const section of file.sections) {
    const { rows: written, ...shared } = section;
    for (const one of written.flatMap(spread)) {
      const id = `${one.kind}/${one.key}`;
      const fault = (code: PackFault['code'], words: string): void =>
        void faults.push({ pack: file.pack, row: id, code, words });
      const { kind, key, source, asOf, certainty, from, to, verified, ...value } = { ...shared, ...one };
      const schema = Object.hasOwn(ROW_KINDS, kind) ? ROW_KINDS[kind as RowKind] : undefined;
      if (!schema) {
        fault('unknown-kind', `no rule reads rows of the kind ${kind}`);
        continue;
      }
      const read = schema.safeParse(value);
      if (!read.success) {
        fault('malformed-row', read.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; '));
        continue;
      }
      if (isSite && !verified) {
        fault('unverified-override', 'a site’s row says who verified what and when; left out');
        continue;
      }
      if (!certainty) {
        fault('missing-certainty', 'does not say how certain it is; left out');
        continue;
      }
      if (!source) fault('missing-source', 'names no source; it decides nothing');
      const days = daysOf({ asOf: asOf ?? file.asOf, from, to, certainty }, file.horizon);
      if (days.from && days.to && days.to < days.from)
        fault('ends-before-it-begins', `${days.from} … ${days.to}`);
      rows.push({
        ...{ id, kind: kind as RowKind, key, ...days, source: source || null, certainty, pack },
        verified: verified ?? null,
        value: read.data as RowValue<RowKind>,
      });
    }
  }
  return { rows, faults };
}

/** One row for each of its states. */
function spread({ states, ...row }: PackRow): PackRow[] {
  // Without a place for the state the row would stand for every state; it is left to be told as malformed.
  if (states && !row.key.includes('*')) return [{ ...row, states }];
  return states ? states.map((state) => ({ ...row, key: row.key.replace('*', state) })) : [row];
}

/**
 * Without `from`: 1 January of the year of its `asOf`. Without `to`: `asOf` and the pack's horizon.
 * A decision of the product is policy and has neither.
 */
function daysOf(
  row: { asOf: string; from?: string | undefined; to?: string | undefined; certainty: RuleRow['certainty'] },
  horizon: PackFile['horizon'],
): { from: string | null; to: string | null } {
  if (row.certainty === 'decision') return { from: row.from ?? null, to: row.to ?? null };
  const asOf = `${row.asOf}-01-01`.slice(0, 10);
  const year = asOf.slice(0, 4);
  const from = row.from ?? `${year}-01-01`;
  if (row.to) return { from, to: row.to };
  if (horizon === 'none') return { from, to: null };
  return { from, to: horizon === 'code-year' ? `${year}-12-31` : addMonths(asOf, horizon.months) };
}
