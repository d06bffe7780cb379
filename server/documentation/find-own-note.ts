// What of a clinician's own note the charge begins with: the minutes they entered as theirs, and which entries of the
// chart they put into it. What was measured is not among it, nothing of another person's note, and no word they wrote.
import { listNoteEntries, type NoteContent, type NoteEntry } from '#domain/documentation';
import type { Database, Db } from '#server/db';
import { findDraft, type OfVisit } from './draft-store.ts';
import { listKeptFacts } from './fact-store.ts';
import { listSigned } from './signed-store.ts';
import { findCurrent } from './standings.ts';

export interface OwnNote {
  /** As they entered them; null: they did not. */
  readonly minutes: number | null;
  readonly entries: readonly NoteEntry[];
}

const NONE: OwnNote = { minutes: null, entries: [] };

/** Of the note that stands, where this person signed it; before that of the draft, where they saved it last. */
export async function findOwnNote(
  on: { database: Database; tx: Db },
  of: OfVisit,
  personKey: string,
): Promise<OwnNote> {
  const content = await findOwnContent(on, of, personKey);
  if (!content) return NONE;
  return { minutes: content.minutes, entries: listNoteEntries(content, await listKeptFacts(on, of)) };
}

async function findOwnContent(
  on: { database: Database; tx: Db },
  of: OfVisit,
  personKey: string,
): Promise<NoteContent | null> {
  const current = findCurrent(await listSigned(on, of));
  if (current) return current.personKey === personKey ? current.frozen.content : null;
  const draft = await findDraft(on, of);
  return draft?.savedBy === personKey ? draft.content : null;
}
