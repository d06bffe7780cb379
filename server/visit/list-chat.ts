// The chat of a visit, out of its journal.
import type { ChatMessage, JournalBody } from '#domain/visit';
import type { Db } from '#server/db';
import type { Journal } from '#server/realtime';

/** More than anybody writes in one visit; the line carries the rest. */
const MOST = 20_000;

/** Oldest first. */
export async function listChat(
  journal: Journal,
  tx: Db,
  visit: { tenantId: string; visitId: string },
): Promise<ChatMessage[]> {
  const entries = await journal.list(visit, 0, MOST, tx);
  const sent = entries.filter(({ kind }) => kind === 'chat.message');
  const read = await Promise.all(
    sent.map(async ({ sequence, at, body }) => {
      const said = (await body()) as JournalBody;
      if (said.kind !== 'chat.message') return [];
      const { kind: _, ...message } = said;
      return [{ ...message, sequence, at: at.toISOString() }];
    }),
  );
  return read.flat();
}
