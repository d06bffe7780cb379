// The token of a tenant's backend service, for work when no person is there: fetched once however many ask, kept
// in memory until shortly before its end (SMART 2.2 backend-services). Opaque, and never logged.
import { type Configuration, clientCredentialsGrant } from 'openid-client';
import type { Log } from '#server/http';
import { readExpiry, tokenUnavailable } from '#server/smart/grants';
import { type AppName, listBackendScopes, type Tenant } from '#server/smart/tenants';

export interface BackendNeeds {
  configurationOf(tenantId: string, app: AppName): Promise<Configuration>;
  log: Log;
  now: () => Date;
}

/** Null: the tenant has no backend service. Throws `ehr.token-unavailable` when the EHR gives none just now. */
export type BackendToken = (tenant: Tenant, options?: { rejected?: string }) => Promise<string | null>;

interface Held {
  accessToken: string;
  until: number;
}

/** They live five minutes at most; one in its last seconds may end on the way. */
const BEFORE_END_MS = 15_000;

export function createBackendToken(needs: BackendNeeds): BackendToken {
  const held = new Map<string, Held>();
  const underWay = new Map<string, Promise<Held>>();

  async function ask(tenant: Tenant): Promise<Held> {
    const issuedAt = needs.now();
    const configuration = await needs.configurationOf(tenant.id, 'backend');
    const answer = await clientCredentialsGrant(configuration, {
      scope: listBackendScopes(tenant).join(' '),
    });
    const until = readExpiry(answer.expires_in, issuedAt).getTime() - BEFORE_END_MS;
    return { accessToken: answer.access_token, until };
  }

  function once(tenant: Tenant): Promise<Held> {
    const waiting = underWay.get(tenant.id);
    if (waiting) return waiting;
    const asking = ask(tenant)
      .then((fresh) => {
        held.set(tenant.id, fresh);
        return fresh;
      })
      .catch((cause: unknown) => {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
        needs.log.warn({ tenantId: tenant.id, code }, 'the backend service was given no token');
        throw tokenUnavailable();
      })
      .finally(() => underWay.delete(tenant.id));
    underWay.set(tenant.id, asking);
    return asking;
  }

  return async (tenant, { rejected } = {}) => {
    if (!tenant.backend) return null;
    const known = held.get(tenant.id);
    const isGood = known && known.accessToken !== rejected && needs.now().getTime() < known.until;
    return (isGood ? known : await once(tenant)).accessToken;
  };
}
