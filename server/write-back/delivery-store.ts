// SQL of one delivery and of what is due. No decisions. Whoever changes one has its fence: it was read after the last change.
import { randomUUID } from 'node:crypto';
import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import {
  DELIVERY_STATES,
  type DeliveryEvent,
  type DeliveryState,
  type HandOverWhy,
  isUnderWay,
} from '#domain/write-back';
import type { Database, Db } from '#server/db';
import { type DeliveryFacts, openAnswer, sealIn } from './delivery-facts.ts';
import { type DeliveryRow, deliveries, deliveryMoves } from './write-back-tables.ts';

/** Whoever listens looks into the table; the payload says nothing. */
export const DELIVERY_CHANNEL = 'webside_deliveries';

export type NewDelivery = Pick<
  DeliveryRow,
  'tenantId' | 'visitId' | 'kind' | 'about' | 'madeAt' | 'reference' | 'launchId' | 'ownerKey' | 'buildsOn'
>;

export type Changes = Partial<
  Omit<DeliveryRow, 'id' | 'tenantId' | 'visitId' | 'kind' | 'about' | 'settlesAt' | 'leasedUntil' | 'fence'>
> & {
  /** From now, by the database's clock. */
  settlesIn?: number;
};

const TOLD = sql<string>`pg_notify(${DELIVERY_CHANNEL}, '')`;
const UNDER_WAY = DELIVERY_STATES.filter(isUnderWay);
const CLOCK = sql`clock_timestamp()`;
const secondsAhead = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;

const newId = () => randomUUID().replaceAll('-', '');
/** False when it is there already: a fact told twice plans once. Workers hear of it with the commit. */
export async function insertDelivery(
  { database, tx }: { database: Database; tx: Db },
  delivery: NewDelivery,
  state: Extract<DeliveryState, 'planned' | 'reconciling'>,
  facts: DeliveryFacts,
): Promise<boolean> {
  const id = newId();
  const { tenantId, madeAt } = delivery;
  const sealed = await sealIn(database, { id, tenantId }, 'facts', facts);
  const made = await tx
    .insert(deliveries)
    .values({ id, ...delivery, state, stateSince: madeAt, dueAt: madeAt, facts: sealed })
    .onConflictDoNothing({ target: [deliveries.tenantId, deliveries.kind, deliveries.about] })
    .returning({ id: deliveries.id, told: TOLD });
  return made.length === 1;
}

export async function findDelivery(
  db: Db,
  of: { tenantId: string } & ({ id: string } | { kind: DeliveryRow['kind'][]; about: string }),
): Promise<DeliveryRow | null> {
  const which =
    'id' in of
      ? [eq(deliveries.id, of.id)]
      : [inArray(deliveries.kind, of.kind), eq(deliveries.about, of.about)];
  const [row] = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.tenantId, of.tenantId), ...which));
  return row ?? null;
}

/** Nobody else changes it until the transaction ends. */
export async function lockDelivery(
  tx: Db,
  of: { tenantId: string; kind: DeliveryRow['kind']; about: string },
): Promise<DeliveryRow | null> {
  const [row] = await tx
    .select()
    .from(deliveries)
    .where(
      and(eq(deliveries.tenantId, of.tenantId), eq(deliveries.kind, of.kind), eq(deliveries.about, of.about)),
    )
    .for('update');
  return row ?? null;
}

/** As they are now, without those that somebody is changing; nobody changes the others until the transaction ends. */
export async function listFree(tx: Db, rows: readonly DeliveryRow[]): Promise<DeliveryRow[]> {
  const ids = rows.map(({ id }) => id);
  return tx.select().from(deliveries).where(inArray(deliveries.id, ids)).for('share', { skipLocked: true });
}

/** Leaves it in the hand of the worker who may have it just now. */
export async function updateTakenBack(tx: Db, row: DeliveryRow): Promise<void> {
  await tx.update(deliveries).set({ isTakenBack: true }).where(eq(deliveries.id, row.id));
}

/** Of one visit, in the order in which they go. */
export function listOfVisit(db: Db, of: { tenantId: string; visitId: string }): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.tenantId, of.tenantId), eq(deliveries.visitId, of.visitId)))
    .orderBy(asc(deliveries.madeAt), asc(deliveries.id));
}

/** Leases what is due, by the database's clock, for `seconds`; a dead worker's lease ends by itself. */
export function claimDue(
  db: Db,
  of: { now: Date; most: number; seconds: number; without: readonly string[] },
): Promise<DeliveryRow[]> {
  const isFree = or(isNull(deliveries.leasedUntil), lt(deliveries.leasedUntil, CLOCK));
  const isSettled = or(isNull(deliveries.settlesAt), lte(deliveries.settlesAt, CLOCK));
  const due = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.state, UNDER_WAY),
        lte(deliveries.dueAt, of.now),
        isFree,
        isSettled,
        ...(of.without.length > 0 ? [notInArray(deliveries.tenantId, [...of.without])] : []),
      ),
    )
    .orderBy(asc(deliveries.dueAt), asc(deliveries.madeAt))
    .limit(of.most)
    .for('update', { skipLocked: true });
  return db
    .update(deliveries)
    .set({ leasedUntil: secondsAhead(of.seconds), fence: sql`${deliveries.fence} + 1` })
    .where(inArray(deliveries.id, due))
    .returning();
}

/** Leases that were just taken, as they were. */
export async function giveBack(db: Db, rows: readonly DeliveryRow[]): Promise<void> {
  const isOurs = or(...rows.map(({ id, fence }) => and(eq(deliveries.id, id), eq(deliveries.fence, fence))));
  await db.update(deliveries).set({ leasedUntil: null }).where(isOurs);
}

const writeTo = (
  tx: Db,
  row: DeliveryRow,
  { settlesIn, ...changes }: Changes,
  { keepLease }: { keepLease: boolean },
) =>
  tx
    .update(deliveries)
    .set({
      ...changes,
      ...(settlesIn !== undefined && { settlesAt: settlesIn > 0 ? secondsAhead(settlesIn) : null }),
      ...(!keepLease && { leasedUntil: null }),
    })
    .where(and(eq(deliveries.id, row.id), eq(deliveries.fence, row.fence), eq(deliveries.state, row.state)));

/** Null: somebody else has changed it since it was read; nothing was written. `keepLease`: it goes on at once. */
export async function updateDelivery(
  tx: Db,
  row: DeliveryRow,
  changes: Changes,
  keepLease = false,
): Promise<DeliveryRow | null> {
  const [changed] = await writeTo(tx, row, changes, { keepLease }).returning();
  return changed ?? null;
}

export interface Move {
  event: DeliveryEvent;
  to: DeliveryState;
  why: HandOverWhy | null;
  by: string | null;
  at: Date;
}

/**
 * The row and the record of its step, in one statement: both or neither, also without a transaction around it. Null: as
 * above. Where the lease is given back, workers hear of it with the commit.
 */
export async function updateByMove(
  tx: Db,
  row: DeliveryRow,
  { event, to, why, by, at }: Move,
  { keepLease, ...changes }: Changes & { keepLease: boolean },
): Promise<DeliveryRow | null> {
  const told = (keepLease ? sql<null>`NULL` : TOLD).as('told');
  const written = writeTo(tx, row, changes, { keepLease });
  const changed = tx.$with('changed').as(written.returning({ ...getTableColumns(deliveries), told }));
  const moved = tx.$with('moved', {}).as(sql`
    INSERT INTO ${deliveryMoves} (id, tenant_id, delivery_id, event, from_state, to_state, why, person_key, at)
    SELECT ${newId()}, ${row.tenantId}, changed.id, ${event}, ${row.state}, ${to}, ${why}, ${by},
      ${at.toISOString()}::timestamptz
    FROM changed`);
  const [after] = await tx.with(changed, moved).select().from(changed);
  if (!after) return null;
  const { told: _, ...delivery } = after;
  return delivery;
}

/** Takes it out of every worker's hand: whoever held the last fence writes nothing any more. */
export async function takeDelivery(
  tx: Db,
  of: { tenantId: string; id: string },
): Promise<DeliveryRow | null> {
  const [row] = await tx
    .update(deliveries)
    .set({ fence: sql`${deliveries.fence} + 1` })
    .where(and(eq(deliveries.tenantId, of.tenantId), eq(deliveries.id, of.id)))
    .returning();
  return row ?? null;
}

/** What waits for something that has just come is due now. */
export async function updateAwaited(
  db: Db,
  of: { wait: 'earlier'; visitId: string } | { wait: 'no-token'; ownerKey: string },
  now: Date,
): Promise<number> {
  const whose =
    of.wait === 'earlier' ? eq(deliveries.visitId, of.visitId) : eq(deliveries.ownerKey, of.ownerKey);
  const woken = await db
    .update(deliveries)
    .set({ dueAt: now })
    .where(and(whose, eq(deliveries.wait, of.wait), inArray(deliveries.state, UNDER_WAY)))
    .returning({ id: deliveries.id });
  return woken.length;
}

/** Ids in the EHR that are the receipts of others of this hospital's deliveries of the last days. */
export async function listKnownIds(
  database: Database,
  row: DeliveryRow,
  since: Date,
): Promise<ReadonlySet<string>> {
  const rows = await database.db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.tenantId, row.tenantId),
        eq(deliveries.state, 'confirmed'),
        gt(deliveries.stateSince, since),
        row.ownerKey === null
          ? eq(deliveries.visitId, row.visitId)
          : or(eq(deliveries.visitId, row.visitId), eq(deliveries.ownerKey, row.ownerKey)),
      ),
    )
    .limit(2_000);
  const answers = await Promise.all(rows.map((one) => openAnswer(database, one)));
  return new Set(answers.flatMap((answer) => answer?.id ?? []));
}
