// An entry of the chart in words, for a note: as recorded, with its unit, its date and its standing. It adds nothing
// and leaves out nothing that turns the meaning round (inactive, unconfirmed, high, low).
import type { EntryRow, ObservationRow, ReadyLine, RowsOf, ValueRow } from '#domain/chart';
import { printOneLine } from './one-line.ts';
import { printRecordedDay } from './print-moment.ts';

type Row<Name extends ReadyLine['list']> = RowsOf<Name>[number];

/** Null: the line has no such entry, or it is of a kind that is nothing to quote (the patient, who pays). */
export function describeChartFact(
  line: ReadyLine,
  entryId: string,
): { text: string; reference: string } | null {
  if (line.list === 'patient' || line.list === 'coverage') return null;
  const row = (line.rows as EntryRow[]).find(({ id }) => id === entryId);
  if (!row) return null;
  const parts = [...wordsOf(line, row), row.date && `${row.dateIs} ${printRecordedDay(row.date)}`];
  const text = parts.filter(Boolean).map((one) => printOneLine(one as string));
  return { text: text.join(', '), reference: `${row.resourceType}/${row.id}` };
}

function wordsOf({ list }: ReadyLine, row: EntryRow): (string | null)[] {
  const name = row.text ?? 'unnamed entry';
  switch (list) {
    case 'vitals':
    case 'labs':
      return [describeObservation(row as ObservationRow)];
    case 'medications': {
      const { dosage, isReported } = row as Row<'medications'>;
      return [name, dosage, isReported ? 'as reported, not ordered' : null, ...describeStatus(row)];
    }
    case 'allergies': {
      const { reactions, criticality, verification, saysNoneKnown } = row as Row<'allergies'>;
      const seen = reactions.flatMap(({ text, severity }) =>
        text || severity ? [`${text ?? 'not named'}${severity ? ` (${severity})` : ''}`] : [],
      );
      if (saysNoneKnown) return [name, ...describeStatus(row)];
      return [
        `Allergy: ${name}`,
        seen.length > 0 ? `reaction: ${seen.join(', ')}` : null,
        criticality && `criticality ${criticality}`,
        verification,
        ...describeStatus(row),
      ];
    }
    case 'problems': {
      const { verification, severity, ended } = row as Row<'problems'>;
      return [
        name,
        severity,
        verification,
        ...describeStatus(row),
        ended && `ended ${printRecordedDay(ended)}`,
      ];
    }
    case 'documents':
      return [`Document: ${name}`, row.author && `by ${row.author}`, (row as Row<'documents'>).docStatus];
    case 'immunizations': {
      const { dose, reason } = row as Row<'immunizations'>;
      return [name, dose, reason, ...describeStatus(row)];
    }
    default:
      return [name, ...describeStatus(row)];
  }
}

/** Not current is said always; current by the record's own word. */
function describeStatus({ status, isCurrent }: EntryRow): string[] {
  if (status) return [`status ${status}`];
  return isCurrent ? [] : ['not current'];
}

function describeObservation({ text, value, interpretation, range, components }: ObservationRow): string {
  const own = describeValue(value, interpretation);
  const parts = components.map((one) =>
    [one.text, describeValue(one.value, one.interpretation)].filter(Boolean).join(' '),
  );
  const band =
    range && (range.text ?? ([range.low, range.high].every(Boolean) ? `${range.low}–${range.high}` : null));
  const measured = [own, parts.join('; ')].filter(Boolean).join('; ') || 'no value recorded';
  return `${text ?? 'Unnamed measure'}: ${measured}${band ? ` (reference ${band})` : ''}`;
}

function describeValue(value: ValueRow | null, interpretation: string | null): string | null {
  if (value === null) return null;
  if (value.kind === 'absent') return `no value${value.reason ? `: ${value.reason}` : ''}`;
  const said =
    value.kind === 'text'
      ? value.text
      : [`${value.comparator ?? ''}${value.text}`, value.unit].filter(Boolean).join(' ');
  return interpretation && interpretation !== 'N' ? `${said} [${interpretation}]` : said;
}
