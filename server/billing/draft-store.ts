// SQL and sealing of the draft of a visit's charge: what was answered, and what is entered. No decisions.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { ChargeAnswers, ChargeEntry, ChargeField, MdmOrigins } from '#domain/billing';
import type { CoverageRow } from '#domain/chart';
import { type Database, type Db, placeOf } from '#server/db';
import { chargeDrafts } from './billing-tables.ts';

export interface Said {
  by: string | null;
  role: string;
  /** ISO instant. */
  at: string;
}

export interface DraftContent {
  answers: ChargeAnswers;
  said: Partial<Record<ChargeField, Said>>;
  entry: ChargeEntry | null;
  /** Of the decision-making's answers. Absent: none was given, or it was not kept then. */
  origins?: MdmOrigins;
  /** Who pays, as the chart said when the first answer was given; null: it was not read. */
  coverage: readonly CoverageRow[] | null;
}

export interface Draft extends DraftContent {
  /** 0: nothing is kept yet. */
  revision: number;
}

export interface OfVisit {
  tenantId: string;
  visitId: string;
}

const NOTHING: Draft = { revision: 0, answers: {}, said: {}, entry: null, coverage: null };

const isOf = ({ tenantId, visitId }: OfVisit) =>
  and(eq(chargeDrafts.tenantId, tenantId), eq(chargeDrafts.visitId, visitId));
const placeOfRow = (row: { id: string; tenantId: string }) =>
  placeOf(chargeDrafts, chargeDrafts.content, row.id, row.tenantId);

/** `lock`: nobody else changes it, or confirms by it, until the transaction ends. */
export async function findDraft(
  { database }: { database: Database },
  db: Db,
  of: OfVisit,
  lock?: 'lock',
): Promise<Draft> {
  const query = db.select().from(chargeDrafts).where(isOf(of));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return NOTHING;
  const content = JSON.parse(await database.vault.open(placeOfRow(row), row.content)) as DraftContent;
  return { ...content, revision: row.revision };
}

/** False when somebody else has changed it since it was read. */
export async function upsertDraft(
  { database, tx }: { database: Database; tx: Db },
  of: OfVisit,
  { revision, ...content }: Draft,
  at: Date,
): Promise<boolean> {
  const text = JSON.stringify(content);
  const [row] = await tx.select({ id: chargeDrafts.id }).from(chargeDrafts).where(isOf(of));
  const id = row?.id ?? randomUUID();
  const values = {
    revision: revision + 1,
    changedAt: at,
    content: await database.vault.seal(placeOfRow({ id, tenantId: of.tenantId }), text),
  };
  const written = row
    ? await tx
        .update(chargeDrafts)
        .set(values)
        .where(and(eq(chargeDrafts.id, row.id), eq(chargeDrafts.revision, revision)))
        .returning({ id: chargeDrafts.id })
    : await tx
        .insert(chargeDrafts)
        .values({ id, ...of, ...values })
        .onConflictDoNothing()
        .returning({ id: chargeDrafts.id });
  return written.length === 1;
}
