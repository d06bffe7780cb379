// Whether somebody who had come to a visit was removed from it, and when. For areas that hold a door of their own.
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '#server/db';
import { visitPeople } from './visit-tables.ts';

/** Null: nobody of this tenant who was removed, or one who never came by their invitation. */
export async function findRemoval(
  { db }: Database,
  tenantId: string,
  participantId: string,
): Promise<{ visitId: string; at: Date } | null> {
  const { id, state, stateSince, visitId, personKey } = visitPeople;
  const [found] = await db
    .select({ visitId, at: stateSince })
    .from(visitPeople)
    .where(
      and(
        eq(id, participantId),
        eq(visitPeople.tenantId, tenantId),
        eq(state, 'removed'),
        isNotNull(personKey),
      ),
    );
  return found ?? null;
}
