// SQL and sealing of confirmed charges and of what came after them. Rows are written once. No decisions.
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { ChargeEntry, ConfirmedCharge, DecisionMaking, MdmOrigins } from '#domain/billing';
import { type Database, type Db, placeOf } from '#server/db';
import { chargeSteps, charges } from './billing-tables.ts';
import type { OfVisit } from './draft-store.ts';

type ChargeRow = typeof charges.$inferSelect;
type StepRow = typeof chargeSteps.$inferSelect;

/** Everything about a charge that is health data or names a person; sealed. */
export interface ChargeContent
  extends Pick<
    ConfirmedCharge,
    | 'patient'
    | 'encounter'
    | 'performer'
    | 'occurrence'
    | 'serviceDate'
    | 'payer'
    | 'confirmedBy'
    | 'launchId'
    | 'reference'
  > {
  entry: ChargeEntry;
  patientName: string | null;
  birthDate: string | null;
  /** What the level could rest on, with where each answer came from. Absent: nothing was said, or it was not kept. */
  decisionMaking?: { said: DecisionMaking; origins: MdmOrigins };
}

export interface StepContent {
  by: string | null;
  role: string;
  words: string;
  /** Of a withdrawal: whose permission may deliver its credit. Absent: it was not kept. */
  owner?: { reference: string | null; iss: string | null; sub: string | null; launchId: string };
}

export type Step = StepRow & { known: StepContent };

export interface Charge extends ChargeRow {
  known: ChargeContent;
  released: Step | null;
  withdrawn: Step | null;
}

const placeOfCharge = (row: { id: string; tenantId: string }) =>
  placeOf(charges, charges.content, row.id, row.tenantId);
const placeOfStep = (row: { id: string; tenantId: string }) =>
  placeOf(chargeSteps, chargeSteps.content, row.id, row.tenantId);

export const patientIndexOf = (database: Database, tenantId: string, patientId: string): string =>
  database.vault.blindIndex(tenantId, 'billing.patient', patientId);

export async function insertCharge(
  { database, tx }: { database: Database; tx: Db },
  row: Omit<ChargeRow, 'content'>,
  known: ChargeContent,
): Promise<void> {
  const content = await database.vault.seal(placeOfCharge(row), JSON.stringify(known));
  await tx.insert(charges).values({ ...row, content });
}

export async function insertStep(
  { database, tx }: { database: Database; tx: Db },
  row: Omit<StepRow, 'id' | 'content'>,
  known: StepContent,
): Promise<void> {
  const id = randomUUID();
  const content = await database.vault.seal(
    placeOfStep({ id, tenantId: row.tenantId }),
    JSON.stringify(known),
  );
  await tx.insert(chargeSteps).values({ id, ...row, content });
}

/** Of one visit, in order. */
export async function listOfVisit(needs: { database: Database }, db: Db, of: OfVisit): Promise<Charge[]> {
  const rows = await db
    .select()
    .from(charges)
    .where(and(eq(charges.tenantId, of.tenantId), eq(charges.visitId, of.visitId)))
    .orderBy(asc(charges.position));
  return openAll(needs, db, rows);
}

export async function listOfPatient(
  needs: { database: Database },
  db: Db,
  tenantId: string,
  patientIndex: string,
): Promise<Charge[]> {
  const rows = await db
    .select()
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), eq(charges.patientIndex, patientIndex)))
    .orderBy(desc(charges.confirmedAt))
    .limit(200);
  return openAll(needs, db, rows);
}

/** The tenant's, the youngest first. */
export async function listOfTenant(
  needs: { database: Database },
  db: Db,
  tenantId: string,
  most: number,
): Promise<Charge[]> {
  const rows = await db
    .select()
    .from(charges)
    .where(eq(charges.tenantId, tenantId))
    .orderBy(desc(charges.confirmedAt))
    .limit(most);
  return openAll(needs, db, rows);
}

/** `lock`: nobody else takes a step with this charge until the transaction ends. */
export async function findCharge(
  needs: { database: Database },
  db: Db,
  of: { id: string; tenantId: string },
  lock?: 'lock',
): Promise<Charge | null> {
  const query = db
    .select()
    .from(charges)
    .where(and(eq(charges.id, of.id), eq(charges.tenantId, of.tenantId)));
  const rows = lock ? await query.for('update') : await query;
  return (await openAll(needs, db, rows))[0] ?? null;
}

/** Ids of the visits that have a charge which stands. */
export async function listCharged(
  db: Db,
  tenantId: string,
  visitIds: readonly string[],
): Promise<Set<string>> {
  if (visitIds.length === 0) return new Set();
  const rows = await db
    .select({ id: charges.id, visitId: charges.visitId })
    .from(charges)
    .where(and(eq(charges.tenantId, tenantId), inArray(charges.visitId, [...visitIds])));
  const gone = await listSteps(db, rows, 'withdrawn');
  return new Set(
    rows.filter(({ id }) => !gone.some(({ chargeId }) => chargeId === id)).map((row) => row.visitId),
  );
}

async function listSteps(
  db: Db,
  rows: readonly { id: string }[],
  kind?: StepRow['kind'],
): Promise<StepRow[]> {
  if (rows.length === 0) return [];
  const isOfThese = inArray(
    chargeSteps.chargeId,
    rows.map(({ id }) => id),
  );
  return db
    .select()
    .from(chargeSteps)
    .where(and(isOfThese, ...(kind ? [eq(chargeSteps.kind, kind)] : [])));
}

async function openAll(
  { database }: { database: Database },
  db: Db,
  rows: readonly ChargeRow[],
): Promise<Charge[]> {
  const steps = await Promise.all(
    (await listSteps(db, rows)).map(async (row) => ({
      ...row,
      known: JSON.parse(await database.vault.open(placeOfStep(row), row.content)) as StepContent,
    })),
  );
  const stepOf = (id: string, kind: StepRow['kind']) =>
    steps.find((one) => one.chargeId === id && one.kind === kind) ?? null;
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      known: JSON.parse(await database.vault.open(placeOfCharge(row), row.content)) as ChargeContent,
      released: stepOf(row.id, 'released'),
      withdrawn: stepOf(row.id, 'withdrawn'),
    })),
  );
}
