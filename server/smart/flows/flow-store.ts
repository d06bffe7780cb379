// SQL and sealing of login flows. What may be done with one is decided elsewhere.
import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import { type Database, placeOf } from '#server/db';
import { loginFlows } from './flow-tables.ts';

export interface FlowSecrets {
  state: string;
  nonce: string;
  verifier: string;
  /** The EHR's launch token, EHR launches only. */
  launch: string | null;
  /** The visit a patient's link names. */
  visit: string | null;
}

export type Flow = typeof loginFlows.$inferSelect;
export type NewFlow = Pick<
  Flow,
  | 'id'
  | 'tenantId'
  | 'app'
  | 'door'
  | 'purpose'
  | 'stateHash'
  | 'cookieHash'
  | 'madeAt'
  | 'expiresAt'
  | 'launchId'
  | 'keyId'
>;

const placeOfSecrets = (flow: { id: string; tenantId: string }) =>
  placeOf(loginFlows, loginFlows.secrets, flow.id, flow.tenantId);

export async function insertFlow(database: Database, flow: NewFlow, secrets: FlowSecrets): Promise<void> {
  const sealedSecrets = await database.vault.seal(placeOfSecrets(flow), JSON.stringify(secrets));
  await database.db.insert(loginFlows).values({ ...flow, secrets: sealedSecrets });
}

export async function findFlow(database: Database, id: string): Promise<Flow | undefined> {
  const [flow] = await database.db.select().from(loginFlows).where(eq(loginFlows.id, id));
  return flow;
}

export async function findFlowByState(database: Database, stateHash: string): Promise<Flow | undefined> {
  const [flow] = await database.db.select().from(loginFlows).where(eq(loginFlows.stateHash, stateHash));
  return flow;
}

export async function openSecrets(database: Database, flow: Flow): Promise<FlowSecrets> {
  return JSON.parse(await database.vault.open(placeOfSecrets(flow), flow.secrets)) as FlowSecrets;
}

export async function updateIssuer(database: Database, flowId: string, issuer: string): Promise<void> {
  await database.db.update(loginFlows).set({ issuer }).where(eq(loginFlows.id, flowId));
}

/** True for exactly one caller, whatever the number of instances (check and act in one step, V15.4.2). */
export async function spendFlow(database: Database, flowId: string, now: Date): Promise<boolean> {
  const spent = await database.db
    .update(loginFlows)
    .set({ spentAt: now })
    .where(and(eq(loginFlows.id, flowId), isNull(loginFlows.spentAt)))
    .returning({ id: loginFlows.id });
  return spent.length === 1;
}

export async function updateOutcome(
  database: Database,
  flowId: string,
  outcome: { launchId: string; keyId: string },
): Promise<void> {
  await database.db.update(loginFlows).set(outcome).where(eq(loginFlows.id, flowId));
}

/** Of these the youngest that are still under way. */
export async function listYoungest(
  database: Database,
  ids: readonly string[],
  most: number,
): Promise<string[]> {
  const rows = await database.db
    .select({ id: loginFlows.id })
    .from(loginFlows)
    .where(and(inArray(loginFlows.id, [...ids]), isNull(loginFlows.spentAt)))
    .orderBy(desc(loginFlows.madeAt))
    .limit(most);
  return rows.map((row) => row.id);
}

/**
 * Those somebody came back from are kept a day after they end, so that a late reload is told the truth and not
 * "unknown"; the rest an hour, since anybody can begin one.
 */
export async function deleteOldFlows(
  database: Database,
  before: { spent: Date; unspent: Date },
): Promise<void> {
  const { expiresAt, spentAt } = loginFlows;
  await database.db
    .delete(loginFlows)
    .where(or(lt(expiresAt, before.spent), and(isNull(spentAt), lt(expiresAt, before.unspent))));
}
