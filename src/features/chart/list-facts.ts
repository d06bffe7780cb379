// What of the chart can be pointed at, each entry with what tells it from others of its name.
import type { AnyRow, ChartListName, ObservationRow } from '#domain/chart';
import type { Say } from '#ui/text';
import type { ChartLines } from './chart-queries.ts';
import { writeDated, writeRange, writeValue } from './record-texts.ts';
import { listRowFacts } from './row-texts.ts';

export interface ChartFact {
  readonly list: ChartListName;
  readonly listName: string;
  readonly entryId: string;
  readonly text: string;
  readonly more: string;
}

/** In the order in which a note asks for them; who pays is nothing to quote. */
const LISTS = [
  'problems',
  'medications',
  'allergies',
  'vitals',
  'labs',
  'immunizations',
  'procedures',
  'documents',
  'encounters',
  'appointments',
] as const;

export function listFacts(lines: ChartLines, say: Say): ChartFact[] {
  return LISTS.flatMap((list) => {
    const line = lines[list];
    if (line?.state !== 'ready') return [];
    const rows: readonly AnyRow[] = line.rows;
    return rows.map((row) => ({
      list,
      listName: say(`chart.list.${list}`),
      entryId: row.id,
      text: row.text ?? say('chart.nameless'),
      more: [...tellRow(list, row, say), writeDated(row, say)].filter(Boolean).join(' · '),
    }));
  });
}

function tellRow(list: (typeof LISTS)[number], row: AnyRow, say: Say): string[] {
  if (list !== 'vitals' && list !== 'labs') return listRowFacts(list, row, say);
  const { value, range, interpretation, components } = row as ObservationRow;
  const own = value === null && components.length > 0 ? '' : writeValue(value, say);
  const parts = components.map((one) => [one.text, writeValue(one.value, say)].filter(Boolean).join(' '));
  return [own, ...parts, interpretation ?? '', writeRange(range)].filter((part) => part !== '');
}
