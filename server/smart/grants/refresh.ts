// One refresh, by whoever holds the lease. From the moment the EHR has given new tokens the old refresh token
// is never used again: what cannot be stored at once is kept in memory and stored until it is, and what
// belongs to a session that ended meanwhile is handed back.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Configuration, ResponseBodyError, refreshTokenGrant } from 'openid-client';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Log } from '#server/http';
import type { AppName } from '#server/smart/tenants';
import type { Grant, Tokens } from './grant-store.ts';
import { endLease, prolongLease, updateOrphan, updateTokens } from './lease-store.ts';
import { readExpiry } from './read-expiry.ts';
import { relaunchNeeded, tokenUnavailable } from './token-errors.ts';

export interface RefreshNeeds {
  database: Database;
  /** The last one that was good: endpoints of an hour ago beat none. */
  configurationOf(tenantId: string, app: AppName): Promise<Configuration>;
  /** Tokens of an ended session are due to be handed back. */
  onOrphan(): void;
  log: Log;
  now: () => Date;
}

export interface Refresh {
  /** Null when it cannot be had and is not needed now; else throws `ehr.token-unavailable`. */
  configurationFor(grant: Grant, isUsable: boolean): Promise<Configuration | null>;
  run(grant: Grant, tokens: Tokens, lease: Lease): Promise<Tokens>;
  /** Tokens the EHR gave for this grant that the database has not taken yet. */
  unstored(grant: Grant): Tokens | undefined;
  close(): Promise<void>;
}

interface Lease {
  by: string;
  configuration: Configuration;
}

/** Longer than a token call may take (egress: 30 s), shorter than a minute. */
export const LEASE_MS = 40_000;
/** After a failure, for everybody whose token still holds. */
const PAUSE_MS = 5_000;
const STORE_AGAIN_MS = { first: 100, most: 5_000 };
/** What a stop of the process waits for an EHR at most: tokens that are on their way would be lost. */
const CLOSE_MS = 10_000;

export function createRefresh(needs: RefreshNeeds): Refresh {
  const waiting = new Map<string, Tokens>();
  const underWay = new Set<Promise<unknown>>();
  const closing = new AbortController();

  function track<Value>(work: Promise<Value>): Promise<Value> {
    const settled = work.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return work;
  }

  async function run(grant: Grant, tokens: Tokens, { by, configuration }: Lease): Promise<Tokens> {
    let fresh: Tokens;
    try {
      fresh = await askEhr(configuration, tokens, needs.now);
    } catch (cause) {
      const failed = cause instanceof ResponseBodyError && cause.error === 'invalid_grant';
      needs.log.warn(
        { tenantId: grant.tenantId, code: failed ? 'invalid_grant' : codeOf(cause) },
        'an access token could not be refreshed',
      );
      await endLease(needs.database, grant, { by, now: needs.now(), failed, pauseMs: PAUSE_MS }).catch(() =>
        // It runs out by itself.
        needs.log.warn({ tenantId: grant.tenantId }, 'the lease of a refresh could not be ended'),
      );
      throw failed ? relaunchNeeded() : tokenUnavailable();
    }
    waiting.set(grant.id, fresh);
    try {
      return await settle(grant, by, fresh);
    } catch (cause) {
      if (cause instanceof AppError && cause.code.startsWith('ehr.')) throw cause;
      needs.log.error(
        { tenantId: grant.tenantId, code: codeOf(cause) },
        'fresh tokens could not be stored yet',
      );
      track(storeLater(grant, by, fresh));
      return fresh;
    }
  }

  /** Stores, or hands back when the session is over. Throws anything else when the database does not take it. */
  async function settle(grant: Grant, by: string, fresh: Tokens): Promise<Tokens> {
    const change = { by, now: needs.now(), tokens: fresh };
    if (await updateTokens(needs.database, grant, change)) {
      waiting.delete(grant.id);
      return fresh;
    }
    const isOrphan = await updateOrphan(needs.database, grant, change);
    waiting.delete(grant.id);
    if (!isOrphan) throw tokenUnavailable();
    needs.onOrphan();
    throw relaunchNeeded();
  }

  async function storeLater(grant: Grant, by: string, fresh: Tokens): Promise<void> {
    let wait = STORE_AGAIN_MS.first;
    while (waiting.get(grant.id) === fresh) {
      await sleep(wait, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      wait = Math.min(2 * wait, STORE_AGAIN_MS.most);
      const isLast = closing.signal.aborted;
      try {
        await prolongLease(needs.database, grant, { by, milliseconds: LEASE_MS });
        await settle(grant, by, fresh);
      } catch (cause) {
        needs.log.warn({ tenantId: grant.tenantId, code: codeOf(cause) }, 'fresh tokens are not stored yet');
        if (isLast) return;
      }
    }
  }

  return {
    async configurationFor(grant, isUsable) {
      try {
        return await needs.configurationOf(grant.tenantId, grant.app);
      } catch {
        // Discovery has logged it.
        if (isUsable) return null;
        throw tokenUnavailable();
      }
    },
    run: (grant, tokens, lease) => track(run(grant, tokens, lease)),
    unstored: (grant) => waiting.get(grant.id),
    async close() {
      closing.abort();
      const late = sleep(CLOSE_MS, 'late', { ref: false });
      while (underWay.size > 0) if ((await Promise.race([Promise.all(underWay), late])) === 'late') return;
    },
  };
}

async function askEhr(configuration: Configuration, tokens: Tokens, now: () => Date): Promise<Tokens> {
  const answer = await refreshTokenGrant(configuration, tokens.refreshToken ?? '');
  const issuedAt = now();
  return {
    accessToken: answer.access_token,
    // Some rotate, some do not (Oracle): the old one stays good unless a new one came.
    refreshToken: answer.refresh_token ?? tokens.refreshToken,
    issuedAt,
    expiresAt: readExpiry(answer.expires_in, issuedAt),
  };
}

/** The error's own text may quote a token answer and stays out of every log. */
function codeOf(cause: unknown): string {
  if (cause instanceof AppError) return cause.code;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
}
