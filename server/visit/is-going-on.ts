// Is care being given in this visit now? For areas that keep something open as long as it is.
import { and, eq } from 'drizzle-orm';
import { isRunning } from '#domain/visit';
import type { Database } from '#server/db';
import { visits } from './visit-tables.ts';

/** False for a visit that does not exist in this tenant. */
export async function isGoingOn(
  { db }: Database,
  { tenantId, visitId }: { tenantId: string; visitId: string },
): Promise<boolean> {
  const [found] = await db
    .select({ state: visits.state })
    .from(visits)
    .where(and(eq(visits.id, visitId), eq(visits.tenantId, tenantId)));
  return found !== undefined && isRunning(found.state);
}
