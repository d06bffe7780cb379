// The minutes a clinician entered in a visit's note as their own: for the charge, as what its form begins with. What was
// measured is not among them, and nobody else's minutes are.
import type { Database, Db } from '#server/db';
import { findDraft, type OfVisit } from './draft-store.ts';
import { listSigned } from './signed-store.ts';
import { findCurrent } from './standings.ts';

/**
 * Of the note that stands, where this person signed it; before that of the draft, where they saved it last. Null: none
 * entered, or by somebody else.
 */
export async function findOwnMinutes(
  on: { database: Database; tx: Db },
  of: OfVisit,
  personKey: string,
): Promise<number | null> {
  const current = findCurrent(await listSigned(on, of));
  if (current) return current.personKey === personKey ? (current.frozen.content?.minutes ?? null) : null;
  const draft = await findDraft(on, of);
  return draft?.savedBy === personKey ? draft.content.minutes : null;
}
