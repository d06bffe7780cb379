// oidc-provider's storage on the journal. Clients are the registry's business and only read here.
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Entry, Journal } from './journal.ts';

/** Kinds that a restart may forget. */
export const FORGETFUL_KINDS = new Set(['Session', 'Interaction']);
const OF_GRANT = ['AccessToken', 'AuthorizationCode', 'RefreshToken'];

/** Takes back every token and code of a grant, at once. */
export function revokeTokens(journal: Journal, grantId: string, kinds = OF_GRANT): number {
  let count = 0;
  for (const kind of kinds) {
    for (const [id, value] of journal.list(kind)) {
      if (value.grantId !== grantId) continue;
      journal.remove(kind, id);
      count += 1;
    }
  }
  return count;
}

export function createAdapter(
  journal: Journal,
  now: () => number,
  findClient: (id: string) => AdapterPayload | undefined,
): AdapterFactory {
  return (kind): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? undefined : Math.floor(now() / 1000) + expiresIn;
      journal.put(kind, id, payload as Entry, expiresAt);
    },
    async find(id) {
      return kind === 'Client' ? findClient(id) : (journal.find(kind, id) as AdapterPayload | undefined);
    },
    async findByUid(uid) {
      return journal.list(kind).find(([, value]) => value.uid === uid)?.[1] as AdapterPayload | undefined;
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      const value = journal.find(kind, id);
      if (value) journal.put(kind, id, { ...value, consumed: Math.floor(now() / 1000) }, value.exp as number);
    },
    async destroy(id) {
      journal.remove(kind, id);
    },
    async revokeByGrantId(grantId) {
      revokeTokens(journal, grantId, [kind]);
    },
  });
}
