// SQL and sealing of the credential register. It decides nothing.
import { randomBytes } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import type { CredentialView } from '#domain/licensure';
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

export type NewCredential = Omit<
  CredentialRow,
  'id' | 'facts' | 'practitionerIndex' | 'lineIndex' | 'verifiedOn'
> & { verifiedOn: string | null } & CredentialFacts;

const place = (row: { id: string; tenantId: string }) =>
  placeOf(credentials, credentials.facts, row.id, row.tenantId);

export const practitionerIndexOf = (database: Database, tenantId: string, practitioner: string): string =>
  database.vault.blindIndex(tenantId, 'licensure.practitioner', practitioner);

/** The same line again replaces it, unless somebody has verified it since: then only what the EHR says changes. */
export async function upsertCredential(database: Database, line: NewCredential): Promise<void> {
  const { practitioner, number, verifiedBy, source, ...row } = line;
  const { vault, db } = database;
  const keys = {
    practitionerIndex: practitionerIndexOf(database, row.tenantId, practitioner),
    lineIndex: vault.blindIndex(
      row.tenantId,
      'licensure.line',
      JSON.stringify([row.origin, row.kind, row.state, number]),
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
  const isSame = known?.status === row.status && known.validTo === row.validTo;
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

export async function listOf(
  database: Database,
  db: Db,
  tenantId: string,
  practitioner: string | null,
): Promise<(CredentialRow & { known: CredentialFacts })[]> {
  const isTheirs =
    practitioner === null
      ? []
      : [eq(credentials.practitionerIndex, practitionerIndexOf(database, tenantId, practitioner))];
  const rows = await db
    .select()
    .from(credentials)
    .where(and(eq(credentials.tenantId, tenantId), ...isTheirs))
    .orderBy(asc(credentials.validTo))
    .limit(500);
  return Promise.all(rows.map(async (row) => ({ ...row, known: await openFacts(database, row) })));
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

export function viewCredential(row: CredentialRow & { known: CredentialFacts }): CredentialView {
  const { known, verifiedOn } = row;
  return {
    credentialId: row.id,
    practitioner: known.practitioner,
    kind: row.kind,
    profession: row.profession,
    state: row.state,
    compact: row.compact,
    number: known.number,
    status: row.status,
    from: row.validFrom,
    to: row.validTo,
    origin: row.origin,
    verified:
      verifiedOn === null ? null : { by: known.verifiedBy ?? '', on: verifiedOn, source: known.source ?? '' },
  };
}

async function openFacts(database: Database, row: CredentialRow): Promise<CredentialFacts> {
  return JSON.parse(await database.vault.open(place(row), row.facts)) as CredentialFacts;
}
