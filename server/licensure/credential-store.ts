// SQL and sealing of the credential register. It decides nothing.
import { randomBytes } from 'node:crypto';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { type DecidingParts, type EnterCredential, isSameLine } from '#domain/licensure';
import { type Database, type Db, placeOf } from '#server/db';
import { credentials } from './licensure-tables.ts';

export type CredentialRow = typeof credentials.$inferSelect;

/** Who it is about and who vouched for it; sealed. */
export interface CredentialFacts {
  /** `Practitioner/<id>` in this tenant's EHR. */
  practitioner: string;
  number: string | null;
  verifiedBy: string | null;
  source: string | null;
}

export type KnownRow = CredentialRow & { known: CredentialFacts };

export type NewCredential = Omit<
  CredentialRow,
  'id' | 'facts' | 'practitionerIndex' | 'lineIndex' | 'verifiedOn'
> & { verifiedOn: string | null } & CredentialFacts;

const place = (row: { id: string; tenantId: string }) =>
  placeOf(credentials, credentials.facts, row.id, row.tenantId);

export const practitionerIndexOf = (database: Database, tenantId: string, practitioner: string): string =>
  database.vault.blindIndex(tenantId, 'licensure.practitioner', practitioner);

/** The same line again replaces it, unless somebody has verified it since: then only what the EHR says changes. */
export async function upsertCredential(database: Database, db: Db, line: NewCredential): Promise<void> {
  const { practitioner, number, verifiedBy, source, ...row } = line;
  const { vault } = database;
  const keys = {
    practitionerIndex: practitionerIndexOf(database, row.tenantId, practitioner),
    lineIndex: vault.blindIndex(
      row.tenantId,
      'licensure.line',
      JSON.stringify([row.origin === 'ehr' ? 'ehr' : 'by-hand', row.kind, row.state, number]),
    ),
  };
  const [known] = await db
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.tenantId, row.tenantId),
        eq(credentials.practitionerIndex, keys.practitionerIndex),
        eq(credentials.lineIndex, keys.lineIndex),
      ),
    );
  const id = known?.id ?? randomBytes(16).toString('base64url');
  const before = known && (await openFacts(database, known));
  const isSame = known !== undefined && isSameLine(partsOf(known), partsOf(row));
  // A line that has changed since it was verified is not the line that was verified.
  const keeps = isSame && row.verifiedOn === null && known.verifiedOn !== null;
  const facts: CredentialFacts = {
    practitioner,
    number,
    verifiedBy: keeps ? (before?.verifiedBy ?? null) : verifiedBy,
    source: keeps ? (before?.source ?? null) : source,
  };
  const values = {
    ...row,
    ...keys,
    id,
    verifiedOn: keeps ? known.verifiedOn : row.verifiedOn,
    facts: await vault.seal(place({ id, tenantId: row.tenantId }), JSON.stringify(facts)),
  };
  await db.insert(credentials).values(values).onConflictDoUpdate({ target: credentials.id, set: values });
}

/** Those that end first stand first. `part` absent: every line there is. */
export async function listOf(
  database: Database,
  db: Db,
  tenantId: string,
  practitioner: string | null,
  part?: { from: number; most: number },
): Promise<KnownRow[]> {
  const all = db
    .select()
    .from(credentials)
    .where(isOf(database, tenantId, practitioner))
    .orderBy(asc(credentials.validTo), asc(credentials.id));
  const rows = await (part ? all.limit(part.most).offset(part.from) : all);
  return Promise.all(rows.map(async (row) => ({ ...row, known: await openFacts(database, row) })));
}

export const countOf = (
  database: Database,
  db: Db,
  tenantId: string,
  practitioner: string | null,
): Promise<number> => db.$count(credentials, isOf(database, tenantId, practitioner));

/** `practitioner` null: of everybody in this tenant. */
function isOf(database: Database, tenantId: string, practitioner: string | null) {
  const isTheirs =
    practitioner === null
      ? undefined
      : eq(credentials.practitionerIndex, practitionerIndexOf(database, tenantId, practitioner));
  return and(eq(credentials.tenantId, tenantId), isTheirs);
}

/** Of these people alone. */
export async function listOfPeople(
  database: Database,
  db: Db,
  tenantId: string,
  practitioners: readonly string[],
): Promise<KnownRow[]> {
  if (practitioners.length === 0) return [];
  const indexes = practitioners.map((one) => practitionerIndexOf(database, tenantId, one));
  const rows = await db
    .select()
    .from(credentials)
    .where(and(eq(credentials.tenantId, tenantId), inArray(credentials.practitionerIndex, indexes)));
  return Promise.all(rows.map(async (row) => ({ ...row, known: await openFacts(database, row) })));
}

export async function findCredential(
  database: Database,
  of: { id: string; tenantId: string },
): Promise<KnownRow | null> {
  const [row] = await database.db
    .select()
    .from(credentials)
    .where(and(eq(credentials.id, of.id), eq(credentials.tenantId, of.tenantId)));
  return row ? { ...row, known: await openFacts(database, row) } : null;
}

/** What a line says becomes this; nobody has verified that. Its number keeps the spelling it had. */
export async function updateLine(
  database: Database,
  db: Db,
  { known, ...row }: KnownRow,
  line: EnterCredential,
  at: Date,
): Promise<void> {
  const facts: CredentialFacts = { ...known, verifiedBy: null, source: null };
  await db
    .update(credentials)
    .set({
      ...{ profession: line.profession, compact: line.compact, status: line.status, validFrom: line.from },
      ...{ validTo: line.to, isResidenceState: line.residenceState, origin: 'file', changedAt: at },
      ...{ verifiedOn: null, facts: await database.vault.seal(place(row), JSON.stringify(facts)) },
    })
    .where(eq(credentials.id, row.id));
}

/** False when there is no such line in this tenant. */
export async function updateVerified(
  database: Database,
  of: { id: string; tenantId: string },
  said: Pick<CredentialRow, 'status' | 'validTo' | 'verifiedOn' | 'changedAt'> & {
    by: string;
    source: string;
  },
): Promise<boolean> {
  const [row] = await database.db
    .select()
    .from(credentials)
    .where(and(eq(credentials.id, of.id), eq(credentials.tenantId, of.tenantId)));
  if (!row) return false;
  const { by, source, ...changes } = said;
  const facts = { ...(await openFacts(database, row)), verifiedBy: by, source };
  await database.db
    .update(credentials)
    .set({ ...changes, facts: await database.vault.seal(place(row), JSON.stringify(facts)) })
    .where(eq(credentials.id, row.id));
  return true;
}

/** In the words of the rule. */
export function partsOf(
  row: Omit<DecidingParts, 'from' | 'to' | 'residenceState'> &
    Pick<CredentialRow, 'validFrom' | 'validTo' | 'isResidenceState'>,
): DecidingParts {
  const { profession, compact, status, validFrom, validTo, isResidenceState } = row;
  return { profession, compact, status, from: validFrom, to: validTo, residenceState: isResidenceState };
}

async function openFacts(database: Database, row: CredentialRow): Promise<CredentialFacts> {
  return JSON.parse(await database.vault.open(place(row), row.facts)) as CredentialFacts;
}
