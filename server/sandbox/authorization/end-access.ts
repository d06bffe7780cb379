// Taking access away from outside the protocol: tokens that count as expired now, and the end of somebody's
// EHR session, which ends online access with it (SMART scopes-and-launch-context, online_access).
import { revokeTokens } from './adapter.ts';
import { contextOf } from './grant-access.ts';
import type { Realm } from './realm.ts';

export type TokenKind = 'access' | 'refresh' | 'all';

const KINDS: Record<TokenKind, string[]> = {
  access: ['AccessToken', 'ClientCredentials'],
  refresh: ['RefreshToken'],
  all: ['AccessToken', 'ClientCredentials', 'RefreshToken'],
};

/** Answers how many ended. */
export function expireTokens(realm: Realm, what: TokenKind): number {
  let count = 0;
  for (const kind of KINDS[what]) {
    for (const [id] of realm.journal.list(kind)) {
      realm.journal.remove(kind, id);
      count += 1;
    }
  }
  return count;
}

/** Ends the grants of a person that are not meant to outlive the log-in. */
export function endOnlineAccess(realm: Realm, username: string): void {
  for (const [grantId, grant] of realm.journal.list('Grant')) {
    const offline = JSON.stringify(grant.resources ?? {}).includes('offline_access');
    if (offline || contextOf(realm, grantId)?.username !== username) continue;
    revokeTokens(realm.journal, grantId);
    realm.journal.remove('Grant', grantId);
  }
}
