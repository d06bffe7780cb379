// Keys to what a browser keeps of a draft as ciphertext, so that a tab that died or a network that was away loses
// nothing and a workstation keeps nothing readable (ASVS 14.3.3). One for each person and draft; handed out to who is
// signed in, gone at sign, at log-out and after a day.
import { randomBytes } from 'node:crypto';
import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import type { z } from 'zod';
import type { DraftKey, OfDraft } from '#domain/documentation';
import { placeOf } from '#server/db';
import type { Session } from '#server/http';
import { atOwnNote } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { findDraft, findNote } from './draft-store.ts';
import { newId } from './new-names.ts';
import { noteKeys } from './note-tables.ts';
import { demandDraft } from './write-draft.ts';

const DAY_MS = 24 * 3600_000;
/** AES-256. */
const KEY_BYTES = 32;

const placeOfRow = (row: { id: string; tenantId: string }) =>
  placeOf(noteKeys, noteKeys.secret, row.id, row.tenantId);

export async function openDraftKey(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, draftId }: z.infer<typeof OfDraft>,
): Promise<DraftKey> {
  const { vault } = needs.database;
  const at = await atOwnNote(needs, session, visitId);
  // Whoever logs out has their keys gone before anybody asks again, on whichever instance.
  await deleteKeys(needs, { draftId });
  return needs.database.transaction(async (tx) => {
    const on = { database: needs.database, tx };
    await findNote(on, at.of, 'lock');
    const draft = demandDraft(await findDraft(on, at.of), draftId);
    const { personKey, launchId } = session;
    const isOwn = and(eq(noteKeys.draftId, draft.id), eq(noteKeys.personKey, personKey));
    const [held] = await tx
      .update(noteKeys)
      .set({ launchId })
      .where(and(isOwn, gt(noteKeys.expiresAt, at.now)))
      .returning();
    if (held) {
      const key = await vault.open(placeOfRow(held), held.secret);
      return { keyId: held.id, key, expiresAt: held.expiresAt.toISOString() };
    }
    await tx.delete(noteKeys).where(isOwn);
    const row = { id: newId(), tenantId: at.of.tenantId };
    const key = randomBytes(KEY_BYTES).toString('base64url');
    const expiresAt = new Date(at.now.getTime() + DAY_MS);
    const secret = await vault.seal(placeOfRow(row), key);
    await tx.insert(noteKeys).values({ ...row, draftId: draft.id, personKey, launchId, secret, expiresAt });
    return { keyId: row.id, key, expiresAt: expiresAt.toISOString() };
  });
}

/**
 * Deletes what has run out and what a person left behind by logging out. A launch that merely ran out leaves its keys
 * for the next one. Not inside a transaction.
 */
export async function deleteKeys(
  needs: Pick<DocumentationNeeds, 'database' | 'now' | 'hasLoggedOut'>,
  of: { launchId?: string; draftId?: string },
): Promise<void> {
  const { db } = needs.database;
  await db.delete(noteKeys).where(lte(noteKeys.expiresAt, needs.now()));
  const { launchId, draftId } = of;
  const held = await db
    .selectDistinct({ launchId: noteKeys.launchId })
    .from(noteKeys)
    .where(
      and(
        ...(launchId === undefined ? [] : [eq(noteKeys.launchId, launchId)]),
        ...(draftId === undefined ? [] : [eq(noteKeys.draftId, draftId)]),
      ),
    );
  const over: string[] = [];
  for (const one of held) if (await needs.hasLoggedOut(one.launchId)) over.push(one.launchId);
  if (over.length > 0) await db.delete(noteKeys).where(inArray(noteKeys.launchId, over));
}
