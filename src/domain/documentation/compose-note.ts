// The text of a note, as it is signed and as it goes to the EHR: the records' lines, then what the clinician wrote,
// letter by letter as typed, then the facts pulled from the chart with their source, and the reference line by which
// it is found again. The same function on the screen and on the server: what was seen is what is signed.
import type { NoteContent, NoteKind } from './note-content.ts';
import { listSections, SECTION_HEADINGS, type Section } from './sections.ts';
import type { PulledFact, RecordLines } from './wire.ts';

export interface ComposeFacts {
  readonly kind: NoteKind;
  readonly records: RecordLines;
  readonly content: NoteContent;
  /** Those that `content.facts` names; one that is missing here leaves its line out, and `decideSignable` holds. */
  readonly facts: readonly PulledFact[];
  readonly reference: string;
}

export function composeNote({ kind, records, content, facts, reference }: ComposeFacts): string {
  const blocks = [
    [records.title.toUpperCase(), '', ...records.lines, ...writeMinutes(kind, content)].join('\n'),
    ...listSections(kind).flatMap((section) => writeSection(section, content, facts)),
    writeReference(reference),
  ];
  return blocks.join('\n\n');
}

/** The text that withdraws a signed note. */
export function composeWithdrawal(records: RecordLines, reason: string, reference: string): string {
  const head = [records.title.toUpperCase(), '', ...records.lines].join('\n');
  return [head, `REASON\n${reason}`, writeReference(reference)].join('\n\n');
}

/** The last line of everything signed here: what an EHR's list is searched for when an answer was lost. */
export function writeReference(reference: string): string {
  return `Ref ${reference}`;
}

function writeMinutes(kind: NoteKind, { minutes }: NoteContent): string[] {
  if (kind === 'addendum') return [];
  const said = minutes === null ? 'not recorded' : `${minutes} minutes, as entered by the clinician`;
  return [`Clinician’s time on the date of the visit: ${said}`];
}

/** A section without a word in it is left out: its heading would read like a finding of nothing. */
function writeSection(section: Section, content: NoteContent, facts: readonly PulledFact[]): string[] {
  const text = content.sections[section] ?? '';
  const pulled = content.facts
    .filter((one) => one.section === section)
    .flatMap(({ factId }) => facts.filter((one) => one.factId === factId))
    .map((one) => `- ${one.text} (${one.source})`);
  const parts = [
    ...(text.trim() === '' ? [] : [text]),
    ...(pulled.length > 0 ? [`From the chart:\n${pulled.join('\n')}`] : []),
  ];
  return parts.length === 0 ? [] : [`${SECTION_HEADINGS[section].toUpperCase()}\n${parts.join('\n')}`];
}
