// How an entry of the chart stood when it was put into a note, so that an area to the right can count it without
// reading the note. It concludes nothing from it.
import type { ChartListName, EntryRow, ReadyLine, RowsOf } from '#domain/chart';
import type { NoteContent } from './note-content.ts';
import type { Section } from './sections.ts';
import type { PulledFact } from './wire.ts';

/** As recorded; null where the record says nothing, or the list has no such thing. */
export interface FactMark {
  /** `Condition/…` */
  readonly reference: string;
  /** `system|code`, as recorded. */
  readonly codes: readonly string[];
  readonly date: string | null;
  readonly dateIs: EntryRow['dateIs'];
  readonly status: string | null;
  readonly isCurrent: boolean;
  /** FHIR id of the encounter the record hangs it on. */
  readonly encounterId: string | null;
  /** Of a problem: FHIR code. */
  readonly verification: string | null;
  /** Of a medication: FHIR code; and told by somebody else than the prescriber. */
  readonly intent: string | null;
  readonly isReported: boolean;
  /** Of a result: same measure, same key. */
  readonly measure: string | null;
}

/** One fact as it stands in a note. */
export interface NoteEntry {
  readonly list: ChartListName;
  readonly section: Section;
  /** In words, with where they come from. */
  readonly text: string;
  /** Null: it was put into the note before marks were kept. */
  readonly mark: FactMark | null;
}

/** A fact as it is kept: what the note shows, and how the entry stood. */
export interface KeptFact extends PulledFact {
  readonly mark?: FactMark;
}

/** Null: the line has no such entry. */
export function markChartFact(line: ReadyLine, entryId: string): FactMark | null {
  if (line.list === 'patient') return null;
  const row = (line.rows as EntryRow[]).find(({ id }) => id === entryId);
  if (!row) return null;
  const { verification = null } = row as Partial<RowsOf<'problems'>[number]>;
  const { intent = null, isReported = false } = row as Partial<RowsOf<'medications'>[number]>;
  const { measure = null } = row as Partial<RowsOf<'labs'>[number]>;
  return {
    reference: `${row.resourceType}/${row.id}`,
    codes: row.codes.map(({ system, code }) => `${system ?? ''}|${code}`),
    ...{ date: row.date, dateIs: row.dateIs, status: row.status, isCurrent: row.isCurrent },
    ...{ encounterId: row.encounterId, verification, intent, isReported, measure },
  };
}

/** What stands in this text, in its order; a fact that nobody pulled for this visit is none. */
export function listNoteEntries(
  { facts }: Pick<NoteContent, 'facts'>,
  kept: readonly KeptFact[],
): NoteEntry[] {
  return facts.flatMap(({ factId, section }) => {
    const fact = kept.find((one) => one.factId === factId);
    if (!fact) return [];
    const { list, text, source, mark = null } = fact;
    return [{ list, section, text: `${text} (${source})`, mark }];
  });
}
