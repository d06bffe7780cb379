// Facts of the record in words: dates as known, values as spelled, codes as words. Adds nothing to what
// the record says, and turns no recorded number through arithmetic.
import type { EntryRow, RangeRow, ValueRow } from '#domain/chart';
import { formatDate, formatInstant } from '#lib/dates';
import type { Say } from '#ui/text';

/** The day as it was recorded, where it was recorded: 21-Nov-2026, Mar 2019, 2019. */
export function writeDay(recorded: string): string {
  return formatDate(/^\d{4}-\d{2}-\d{2}T/.test(recorded) ? recorded.slice(0, 10) : recorded);
}

/** With the time and the reader's zone, where a time is recorded. */
export function writeMoment(recorded: string): string {
  return recorded.includes('T') ? formatInstant(recorded) : writeDay(recorded);
}

/** For drawing and sorting only; a partial date counts from its beginning. `null`: no date. */
export function instantOf(recorded: string | null): number | null {
  if (recorded === null) return null;
  const at = Date.parse(recorded);
  return Number.isNaN(at) ? null : at;
}

/** "since Mar 2019", "ordered 12-Oct-2026". */
export function writeDated({ date, dateIs }: Pick<EntryRow, 'date' | 'dateIs'>, say: Say): string {
  if (date === null) return say('chart.date.none');
  return say('chart.date', { kind: dateIs, date: dateIs === 'planned' ? writeMoment(date) : writeDay(date) });
}

/** A FHIR code as a word: `entered-in-error` → entered in error. */
export function writeCode(code: string): string {
  return code.replaceAll(/[-_]/g, ' ');
}

/** The value alone, in its recorded spelling with its unit. */
export function writeValue(value: ValueRow | null, say: Say): string {
  if (value === null) return say('chart.value.none');
  if (value.kind === 'text') return value.text;
  if (value.kind === 'absent') return value.reason ?? say('chart.value.absent');
  const number = `${value.comparator ?? ''}${value.text}`;
  return value.unit === null ? number : `${number} ${value.unit}`;
}

export function writeRange(range: RangeRow | null): string {
  if (range === null) return '';
  if (range.text !== null) return range.text;
  if (range.low !== null && range.high !== null) return `${range.low}–${range.high}`;
  if (range.low !== null) return `≥ ${range.low}`;
  return range.high === null ? '' : `≤ ${range.high}`;
}

/** kB as a person says it; the record's number of bytes. */
export function writeSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
