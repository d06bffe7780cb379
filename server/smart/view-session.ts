// What the browser is told of its own launch. No token, no EHR address, no patient's name.
import { decideCapabilities, listDeadlines, printScopes, readScopes, type SessionView } from '#domain/launch';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { findGrant } from '#server/smart/grants';
import { findKey, findLaunch, openFacts, timesOf } from '#server/smart/sessions';
import { registrationOf, type Tenant } from '#server/smart/tenants';
import type { ReadStatement } from './smart-needs.ts';

export interface ViewNeeds {
  database: Database;
  tenants: ReadonlyMap<string, Tenant>;
  publicUrl: string;
  readStatement: ReadStatement;
  now: () => Date;
}

export async function viewSession(needs: ViewNeeds, session: Session): Promise<SessionView> {
  const tenant = needs.tenants.get(session.tenantId);
  const launch = await findLaunch(needs.database, session.launchId);
  if (!tenant || !launch) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const facts = await openFacts(needs.database, launch);
  const granted = readScopes(launch.scopesGranted);
  const { context, fhirUser } = facts;
  const grant = await findGrant(needs.database, session.launchId);
  const capabilities = decideCapabilities({
    vendor: tenant.vendor,
    door: session.door,
    granted,
    requested: readScopes(launch.scopesRequested),
    statement: await needs.readStatement(tenant, registrationOf(tenant, launch.app, needs.publicUrl).iss),
    fhirUser,
    hasRole: session.role !== null,
    hasPatient: context.patientId !== null,
    hasEncounter: context.encounterId !== null,
    hasRefreshToken: grant?.refreshToken != null,
    hasHl7v2: tenant.hl7v2 !== undefined,
  });
  return {
    launchId: session.launchId,
    tenant: { id: tenant.id, name: tenant.name, vendor: tenant.vendor },
    door: session.door,
    role: session.role,
    person: { fhirUser: fhirUser?.reference ?? null, name: facts.personName },
    patientId: context.patientId,
    encounterId: context.encounterId,
    ehrShowsBanner: context.ehrShowsBanner,
    offersStyle: context.styleUrl !== null,
    intent: context.intent,
    grantedScopes: printScopes(granted),
    capabilities,
    locked: session.locked,
    // A locked screen knows whose it is and nothing of the patient.
    ...(session.locked && { patientId: null, encounterId: null, grantedScopes: [], capabilities: [] }),
    ...(await viewDeadlines(needs, session)),
  };
}

/** By the server's clock, with the server's now beside it: a workstation's clock may be anything. */
export async function viewDeadlines(
  needs: Pick<ViewNeeds, 'database' | 'now'>,
  session: Session,
): Promise<{ now: string; warnAt: string; lockAt: string; endsAt: string }> {
  const key = await findKey(needs.database.db, session.keyId);
  if (!key) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const { warnAt, lockAt, endsAt } = listDeadlines(timesOf(key));
  const print = (instant: number) => new Date(instant).toISOString();
  return {
    now: print(needs.now().getTime()),
    warnAt: print(warnAt),
    lockAt: print(lockAt),
    endsAt: print(endsAt),
  };
}
