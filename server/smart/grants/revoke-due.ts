// Hands grants of ended sessions back to the EHR where it takes them (RFC 7009); a failure is tried once
// more, then the tokens are erased here all the same.
import { type Configuration, tokenRevocation } from 'openid-client';
import type { Database } from '#server/db';
import type { Log } from '#server/http';
import type { AppName } from '#server/smart/tenants';
import { type Grant, openTokens } from './grant-store.ts';
import { claimRevocations, updateRevocation } from './revocation-store.ts';

export interface RevokeNeeds {
  database: Database;
  configurationOf(tenantId: string, app: AppName): Promise<Configuration>;
  log: Log;
  now: () => Date;
}

const ATTEMPTS = 2;
const AGAIN_MS = 30_000;
/** An EHR that comes back after a night is not met by a thousand calls at once. */
const AT_ONCE = 8;

export async function revokeDue(needs: RevokeNeeds): Promise<void> {
  for (;;) {
    const now = needs.now();
    const again = new Date(now.getTime() + 2 * AGAIN_MS);
    const due = await claimRevocations(needs.database, now, { again, most: AT_ONCE });
    await Promise.all(due.map((grant) => revokeOne(needs, grant)));
    if (due.length < AT_ONCE) return;
  }
}

async function revokeOne(needs: RevokeNeeds, grant: Grant): Promise<void> {
  const isDone = await callRevocation(needs, grant);
  const now = needs.now();
  const isLast = grant.revokeAttempts + 1 >= ATTEMPTS;
  await updateRevocation(needs.database, grant, {
    isGone: isDone || isLast,
    now,
    due: new Date(now.getTime() + AGAIN_MS),
  });
}

async function callRevocation(needs: RevokeNeeds, grant: Grant): Promise<boolean> {
  try {
    const tokens = await openTokens(needs.database, grant);
    const configuration = await needs.configurationOf(grant.tenantId, grant.app);
    if (!tokens || !configuration.serverMetadata().revocation_endpoint) return true;
    // Revoking the refresh token takes the access tokens of the same grant with it (RFC 7009 2.1).
    const hint = tokens.refreshToken === null ? 'access_token' : 'refresh_token';
    await tokenRevocation(configuration, tokens.refreshToken ?? tokens.accessToken, {
      token_type_hint: hint,
    });
    return true;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    needs.log.warn(
      { tenantId: grant.tenantId, code, attempt: grant.revokeAttempts + 1 },
      'a grant could not be revoked at the EHR',
    );
    return false;
  }
}
