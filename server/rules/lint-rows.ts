// What is wrong between rows: two that stand on the same day, days that none covers, codes and states
// nobody knows. A fault is told to whoever loads; the rules themselves stay careful whatever is found.
import { addDays, type RuleRow, STATE_CODES } from '#domain/rules';
import type { PackFault } from './build-rows.ts';

/** Kinds whose key is, or ends in, a state. */
const OF_STATES = ['compact-member', 'registration', 'telehealth-consent', 'recording-law', 'recording-bar'];

export function lintRows(rows: readonly RuleRow[]): PackFault[] {
  const codes = new Set(rows.filter(({ kind }) => NAMES_CODES.includes(kind)).map(({ key }) => key));
  return [...lintDays(rows), ...rows.flatMap((row) => [...lintState(row), ...lintCodes(row, codes)])];
}

const fault = (row: RuleRow, code: PackFault['code'], words: string): PackFault => ({
  pack: row.pack.pack,
  row: row.id,
  code,
  words,
});

function lintDays(rows: readonly RuleRow[]): PackFault[] {
  const faults: PackFault[] = [];
  // A site's row may lie over a shipped one: that is what it is for.
  for (const layer of [true, false]) {
    const own = rows.filter((row) => (row.verified !== null) === layer);
    for (const same of Map.groupBy(own, ({ id }) => id).values()) {
      const sorted = [...same].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
      for (const [at, row] of sorted.slice(1).entries()) {
        const before = sorted[at];
        if (!before) continue;
        const after = before.to === null ? null : addDays(before.to, 1);
        if (after === null || (row.from ?? '') < after)
          faults.push(fault(row, 'overlapping-rows', `two rows stand from ${row.from ?? 'ever'}`));
        else if ((row.from ?? '') > after)
          faults.push(fault(row, 'gap-between-rows', `none stands from ${after} until ${row.from}`));
      }
    }
  }
  return faults;
}

function lintState(row: RuleRow): PackFault[] {
  const isOwn = row.kind === 'exception' && row.key.includes('/');
  if (!OF_STATES.includes(row.kind) && !isOwn) return [];
  const state = row.key.split('/').at(-1) ?? '';
  if (STATE_CODES.some((one) => one === state)) return [];
  return [fault(row, 'unknown-state', `${state} is no USPS code`)];
}

const NAMES_CODES: readonly string[] = ['em-level', 'psychotherapy', 'care-code', 'rate', 'deleted-code'];

/** Every code a row speaks of has a row of its own. */
function lintCodes(row: RuleRow, known: ReadonlySet<string>): PackFault[] {
  const value = row.value as { excludes?: string[]; needs?: string };
  const spoken = [
    ...(value.excludes ?? []),
    value.needs ?? [],
    row.kind === 'prolonged' ? row.key.slice(-5) : [],
  ];
  return spoken
    .flat()
    .filter((code) => !known.has(code))
    .map((code) => fault(row, 'unknown-code', `speaks of ${code}, of which no row tells`));
}
