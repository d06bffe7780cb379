// SQL of the audit trail. No decisions: the chain's arithmetic and its rules are elsewhere.
import { and, asc, desc, eq, getTableColumns, gt, inArray, or, sql } from 'drizzle-orm';
import type { Database, Sealed } from '#server/db';
import { placeOf } from '#server/db';
import { type AuditRow, auditBatches, auditEvents, auditHeads, auditLedger } from './audit-tables.ts';

export type Head = typeof auditHeads.$inferSelect;

/** Where a chain ends. */
export interface Tail {
  chain: number;
  seq: number;
  mac: string;
}

export async function findLedger(database: Database): Promise<string> {
  const [row] = await database.db.select().from(auditLedger);
  if (!row) throw new Error('The audit trail has no id.');
  return row.id;
}

export async function findTail(database: Database, chain: number): Promise<Tail | null> {
  const [row] = await database.db
    .select({ chain: auditEvents.chain, seq: auditEvents.seq, mac: auditEvents.mac })
    .from(auditEvents)
    .where(eq(auditEvents.chain, chain))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return row ?? null;
}

export async function listTails(database: Database): Promise<Tail[]> {
  return database.db
    .selectDistinctOn([auditEvents.chain], {
      chain: auditEvents.chain,
      seq: auditEvents.seq,
      mac: auditEvents.mac,
    })
    .from(auditEvents)
    .orderBy(auditEvents.chain, desc(auditEvents.seq));
}

/** The furthest signed place of each chain. */
export async function listSignedSeqs(database: Database): Promise<Map<number, number>> {
  const rows = await database.db
    .select({ chain: auditHeads.chain, seq: sql<number>`max(${auditHeads.seq})::int` })
    .from(auditHeads)
    .groupBy(auditHeads.chain);
  return new Map(rows.map((row) => [row.chain, row.seq]));
}

export interface Batch {
  id: string;
  tenantId: string;
  lines: readonly string[];
}

/** All or nothing: one statement, since this runs for every access there is. */
export async function insertBatches(
  database: Database,
  batches: readonly Batch[],
  rows: readonly AuditRow[],
): Promise<void> {
  const sealedBatches = [];
  for (const { id, tenantId, lines } of batches) {
    const place = placeOf(auditBatches, auditBatches.content, id, tenantId);
    const content = await database.vault.seal(place, lines.join('\n'));
    sealedBatches.push({ id, tenant_id: tenantId, content });
  }
  await database.db.execute(sql`
    WITH batches AS (
      INSERT INTO audit_batches
      SELECT * FROM jsonb_populate_recordset(NULL::audit_batches, ${JSON.stringify(sealedBatches)}::jsonb)
    )
    INSERT INTO audit_events
    SELECT * FROM jsonb_populate_recordset(NULL::audit_events, ${JSON.stringify(rows.map(columnsOf))}::jsonb)`);
}

const COLUMNS = Object.entries(getTableColumns(auditEvents));

/** The row under its SQL names. */
function columnsOf(row: AuditRow): Record<string, unknown> {
  return Object.fromEntries(COLUMNS.map(([name, column]) => [column.name, row[name as keyof AuditRow]]));
}

export async function insertHead(database: Database, head: Head): Promise<void> {
  await database.db.insert(auditHeads).values(head);
}

export async function listHeads(database: Database): Promise<Head[]> {
  return database.db.select().from(auditHeads).orderBy(auditHeads.chain, auditHeads.seq);
}

/** The next rows after a place, in the order of the chains. */
export async function listRowsAfter(
  database: Database,
  after: { chain: number; seq: number },
  limit: number,
): Promise<AuditRow[]> {
  return database.db
    .select()
    .from(auditEvents)
    .where(
      or(
        gt(auditEvents.chain, after.chain),
        and(eq(auditEvents.chain, after.chain), gt(auditEvents.seq, after.seq)),
      ),
    )
    .orderBy(asc(auditEvents.chain), asc(auditEvents.seq))
    .limit(limit);
}

export async function listContents(
  database: Database,
  ids: readonly string[],
): Promise<{ id: string; tenantId: string; content: Sealed }[]> {
  if (ids.length === 0) return [];
  return database.db
    .select()
    .from(auditBatches)
    .where(inArray(auditBatches.id, [...ids]));
}

/** Batches that no event points to. */
export async function listOrphans(database: Database): Promise<string[]> {
  const { rows } = await database.db.execute<{ id: string }>(sql`
    SELECT b.id FROM audit_batches b
    WHERE NOT EXISTS (SELECT 1 FROM audit_events e WHERE e.batch_id = b.id)`);
  return rows.map((row) => row.id);
}

export interface AuditQuery {
  tenantId: string;
  patientIndex?: string;
  event?: string;
  limit: number;
}

export async function listRows(database: Database, query: AuditQuery): Promise<AuditRow[]> {
  return database.db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.tenantId, query.tenantId),
        query.patientIndex ? eq(auditEvents.patientIndex, query.patientIndex) : undefined,
        query.event ? eq(auditEvents.event, query.event) : undefined,
      ),
    )
    .orderBy(desc(auditEvents.recordedAt), desc(auditEvents.chain), desc(auditEvents.seq))
    .limit(query.limit);
}
