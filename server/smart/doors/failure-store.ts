// SQL and sealing of door failures.
import { eq, lt } from 'drizzle-orm';
import { type Database, placeOf } from '#server/db';
import { doorFailures } from './door-tables.ts';

export interface EhrSays {
  description: string | null;
  moreUrl: string | null;
}

type Failure = typeof doorFailures.$inferSelect;
const place = (row: { id: string; tenantId: string }) =>
  placeOf(doorFailures, doorFailures.ehrSays, row.id, row.tenantId);

export async function insertFailure(
  database: Database,
  failure: Omit<Failure, 'ehrSays'>,
  says: EhrSays | null,
): Promise<void> {
  const ehrSays = says ? await database.vault.seal(place(failure), JSON.stringify(says)) : null;
  await database.db.insert(doorFailures).values({ ...failure, ehrSays });
}

export async function findFailure(
  database: Database,
  id: string,
): Promise<{ failure: Failure; says: EhrSays | null } | undefined> {
  const [failure] = await database.db.select().from(doorFailures).where(eq(doorFailures.id, id));
  if (!failure) return undefined;
  const says = failure.ehrSays
    ? (JSON.parse(await database.vault.open(place(failure), failure.ehrSays)) as EhrSays)
    : null;
  return { failure, says };
}

export async function deleteOldFailures(database: Database, before: Date): Promise<void> {
  await database.db.delete(doorFailures).where(lt(doorFailures.expiresAt, before));
}
