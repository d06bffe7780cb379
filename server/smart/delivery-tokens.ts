// Whose token may put a person's signed work into the EHR when they may have gone: only one of that very person at
// that very issuer, and one that was given for a patient serves that patient alone; else the tenant's backend
// service; else none. Tokens are opaque and never logged.
import { decideAllowed, type Interaction, readScopes } from '#domain/launch';
import type { Database, Db } from '#server/db';
import { AppError } from '#server/errors';
import {
  type LaunchTokens,
  listKept,
  lockGrant,
  updateAtEnd,
  updateDelivered,
  updateKept,
} from '#server/smart/grants';
import { type Launch, listGrantedLaunches, openFacts, type Subject } from '#server/smart/sessions';
import { listBackendScopes, registrationOf, type Tenant } from '#server/smart/tenants';
import type { BackendToken } from './backend-token.ts';

export interface DeliveryAsk {
  tenantId: string;
  /** Who it is at their EHR: FHIR base and the id_token's `sub`, as `findSubject` gives them. */
  subject: Subject;
  /** FHIR id. */
  patientId: string;
  resource: string;
  interaction: Interaction;
}

export interface DeliveryToken {
  tenant: Tenant;
  fhirBase: string;
  accessToken: string;
  /** The EHR has just said 401 to it: another one of the same grant, if there can be one; null: there is none. */
  renew(): Promise<string | null>;
}

export interface DeliveryTokens {
  /** Null: nobody's may be used. Throws `ehr.token-unavailable` where the EHR could not be asked for one. */
  find(ask: DeliveryAsk): Promise<DeliveryToken | null>;
  /** Keeps the launch's grant past the end of its session; within the caller's transaction where there is one. */
  keep(launchId: string, tx?: Db): Promise<void>;
  /**
   * Deliveries need it no more: it is handed back if the session is over. `isNeeded` is asked while nobody can mark the
   * grant anew: a signature of this very moment is seen, or comes after it.
   */
  letGo(launchId: string, isNeeded?: IsNeeded): Promise<void>;
  /** Lets go of every kept grant that nothing needs, or that is at its end; how many are handed back, by tenant. */
  sweep(isNeeded: IsNeeded): Promise<ReadonlyMap<string, number>>;
}

/** Does anything rest on the grant of this launch? */
export type IsNeeded = (tx: Db, of: { tenantId: string; launchId: string }) => Promise<boolean>;

interface DeliveryNeeds {
  database: Database;
  tenants: ReadonlyMap<string, Tenant>;
  tokens: LaunchTokens;
  backendToken: BackendToken;
  /** Grants are due to be handed back. */
  onLetGo(launchId: string): void;
  now: () => Date;
}

/** The newest first: who has more open charts than this has a token among them. */
const MOST = 50;
/** Grants that a sweep looks at in one go. */
const A_LOOK = 200;

export function createDeliveryTokens(needs: DeliveryNeeds): DeliveryTokens {
  async function findOfPerson(tenant: Tenant, ask: DeliveryAsk): Promise<DeliveryToken | null> {
    let unavailable: unknown;
    for (const launch of await listGrantedLaunches(needs.database, ask, MOST)) {
      const { iss } = registrationOf(tenant, launch.app, '');
      if (iss !== ask.subject.iss || !(await mayServe(needs.database, tenant, launch, ask))) continue;
      try {
        const accessToken = await needs.tokens.accessToken(launch.id);
        const renew = () => renewed(needs.tokens.accessToken(launch.id, { rejected: accessToken }));
        return { tenant, fhirBase: iss, accessToken, renew };
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        // This one is at its end, or cannot be refreshed just now: another launch's may do.
        if (thrown.code === 'ehr.token-unavailable') unavailable = thrown;
        else if (thrown.code !== 'ehr.relaunch-needed') throw thrown;
      }
    }
    if (unavailable !== undefined) throw unavailable;
    return null;
  }

  async function findOfBackend(tenant: Tenant, ask: DeliveryAsk): Promise<DeliveryToken | null> {
    if (!mayBackend(tenant, ask)) return null;
    const accessToken = await needs.backendToken(tenant);
    if (accessToken === null) return null;
    const renew = () => renewed(needs.backendToken(tenant, { rejected: accessToken }));
    return { tenant, fhirBase: tenant.iss, accessToken, renew };
  }

  return {
    async find(ask) {
      const tenant = needs.tenants.get(ask.tenantId);
      if (!tenant) return null;
      return (await findOfPerson(tenant, ask)) ?? (await findOfBackend(tenant, ask));
    },
    keep: (launchId, tx = needs.database.db) => updateKept(tx, launchId, true),
    async letGo(launchId, isNeeded) {
      if (await letGoOne(needs, launchId, isNeeded)) needs.onLetGo(launchId);
    },
    async sweep(isNeeded) {
      const counts = new Map<string, number>();
      for (let after = ''; ; ) {
        const { db } = needs.database;
        const kept = await listKept(db, { after, most: A_LOOK, now: needs.now() });
        for (const { launchId, tenantId, isAtEnd } of kept) {
          const isDue = isAtEnd
            ? await updateAtEnd(db, launchId, needs.now())
            : await letGoOne(needs, launchId, isNeeded);
          if (!isDue) continue;
          counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
          needs.onLetGo(launchId);
        }
        after = kept.at(-1)?.launchId ?? '';
        if (kept.length < A_LOOK) return counts;
      }
    },
  };
}

async function letGoOne(
  { database, now }: Pick<DeliveryNeeds, 'database' | 'now'>,
  launchId: string,
  isNeeded: IsNeeded = async () => false,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const grant = await lockGrant(tx, launchId);
    if (!grant || (await isNeeded(tx, { launchId, tenantId: grant.tenantId }))) return false;
    return updateDelivered(tx, launchId, now());
  });
}

/** No second one is an answer too: the caller says that the EHR did not accept it. */
async function renewed(asking: Promise<string | null>): Promise<string | null> {
  try {
    return await asking;
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** By what it asks for. */
function mayBackend(tenant: Tenant, { resource, interaction }: DeliveryAsk): boolean {
  return readScopes(listBackendScopes(tenant)).resources.some(
    (scope) => scope.resource === resource && scope.interactions.includes(interaction),
  );
}

async function mayServe(
  database: Database,
  tenant: Tenant,
  launch: Launch,
  { patientId, resource, interaction }: DeliveryAsk,
): Promise<boolean> {
  if (decideAllowed(readScopes(launch.scopesGranted), resource, interaction) === 'off') return false;
  const { context } = await openFacts(database, launch);
  const isForAny = context.patientId === null || tenant.site?.userTokensServeAnyPatient === true;
  return isForAny || context.patientId === patientId;
}
