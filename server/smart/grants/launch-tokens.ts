// The access token of a launch, fresh whenever it is asked for: refreshed ahead of expiry once, however
// many requests and instances ask (security-rules rule 7, L14). Tokens are opaque and never logged.
import { type Configuration, ResponseBodyError, refreshTokenGrant } from 'openid-client';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import type { Log } from '#server/http';
import { newSecret } from '#server/smart/secrets';
import type { AppName } from '#server/smart/tenants';
import {
  endLease,
  findGrant,
  type Grant,
  leaseRefresh,
  openTokens,
  type Tokens,
  updateTokens,
} from './grant-store.ts';
import { readExpiry } from './read-expiry.ts';

export interface TokenNeeds {
  database: Database;
  configurationOf(tenantId: string, app: AppName): Promise<Configuration>;
  log: Log;
  now: () => Date;
}

export interface LaunchTokens {
  /**
   * `rejected`: the token that the EHR has just answered 401 to; another one is then fetched if there can
   * be one. Throws `ehr.relaunch-needed` when the grant is at its end: what was typed stays, the app must
   * be opened again; `ehr.token-unavailable` when the EHR could not be asked.
   */
  accessToken(launchId: string, options?: { rejected?: string }): Promise<string>;
  /** Forgets what is in memory (the session ended, or another instance changed it). */
  forget(launchId: string): void;
}

/** Between 60 and 90 s ahead, by launch, so that a hundred launches of 8:00 do not refresh in one second. */
const AHEAD_MS = 60_000;
const AHEAD_SPREAD_MS = 30_000;
/** Longer than a token call may take (egress: 30 s), shorter than a minute. */
const LEASE_MS = 40_000;
const LOOK_AGAIN_MS = 100;
const LOOKS = (LEASE_MS + 5_000) / LOOK_AGAIN_MS;

export function createLaunchTokens(needs: TokenNeeds): LaunchTokens {
  const kept = new Map<string, Tokens>();
  const underWay = new Map<string, Promise<Tokens>>();

  function once(launchId: string, rejected: string | undefined): Promise<Tokens> {
    const waiting = underWay.get(launchId);
    if (waiting) return waiting;
    const finding = findFresh(needs, launchId, rejected)
      .then((tokens) => {
        kept.set(launchId, tokens);
        return tokens;
      })
      .finally(() => underWay.delete(launchId));
    underWay.set(launchId, finding);
    return finding;
  }

  return {
    async accessToken(launchId, { rejected } = {}) {
      const known = kept.get(launchId);
      if (known && known.accessToken !== rejected && !isDue(launchId, known.expiresAt, needs.now()))
        return known.accessToken;
      return (await once(launchId, rejected)).accessToken;
    },
    forget: (launchId) => void kept.delete(launchId),
  };
}

/** Is it time to refresh? A token that lives shortly is refreshed in its last third. */
function isDue(launchId: string, expiresAt: Date, now: Date): boolean {
  const spread = (launchId.charCodeAt(0) * 200 + launchId.charCodeAt(1) * 40) % AHEAD_SPREAD_MS;
  return expiresAt.getTime() - now.getTime() <= AHEAD_MS + spread;
}

async function findFresh(needs: TokenNeeds, launchId: string, rejected: string | undefined): Promise<Tokens> {
  for (let look = 0; look < LOOKS; look += 1) {
    const grant = await findGrant(needs.database, launchId);
    const tokens = grant ? await openTokens(needs.database, grant) : null;
    if (!grant || !tokens || !['live', 'kept'].includes(grant.state)) throw relaunchNeeded();
    const isGood = tokens.accessToken !== rejected && !isDue(launchId, tokens.expiresAt, needs.now());
    if (isGood) return tokens;
    const isUsable = tokens.accessToken !== rejected && tokens.expiresAt > needs.now();
    if (tokens.refreshToken === null) {
      if (isUsable) return tokens;
      throw relaunchNeeded();
    }
    const now = needs.now();
    const by = newSecret(12);
    const until = new Date(now.getTime() + LEASE_MS);
    if (await leaseRefresh(needs.database, grant, { by, now, until }))
      return refresh(needs, grant, tokens, { by, isUsable });
    // Somebody else is at it. A token that still holds does until they are done.
    if (isUsable) return tokens;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw tokenUnavailable();
}

async function refresh(
  needs: TokenNeeds,
  grant: Grant,
  tokens: Tokens,
  lease: { by: string; isUsable: boolean },
): Promise<Tokens> {
  const { by } = lease;
  try {
    const configuration = await needs.configurationOf(grant.tenantId, grant.app);
    const answer = await refreshTokenGrant(configuration, tokens.refreshToken ?? '');
    const now = needs.now();
    const fresh: Tokens = {
      accessToken: answer.access_token,
      // Some rotate, some do not (Oracle): the old one stays good unless a new one came.
      refreshToken: answer.refresh_token ?? tokens.refreshToken,
      expiresAt: readExpiry(answer.expires_in, now),
    };
    if (!(await updateTokens(needs.database, grant, { by, now, tokens: fresh }))) throw tokenUnavailable();
    return fresh;
  } catch (cause) {
    const failed = cause instanceof ResponseBodyError && cause.error === 'invalid_grant';
    await endLease(needs.database, grant, { by, now: needs.now(), failed });
    needs.log.warn(
      { tenantId: grant.tenantId, code: failed ? 'invalid_grant' : codeOf(cause) },
      'an access token could not be refreshed',
    );
    if (lease.isUsable) return tokens;
    throw failed ? relaunchNeeded() : tokenUnavailable();
  }
}

/** The error's own text may quote a token answer and stays out of every log. */
function codeOf(cause: unknown): string {
  if (cause instanceof AppError) return cause.code;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
}

function relaunchNeeded(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.relaunch-needed',
    'The hospital’s system has ended this connection. What you typed is kept. Open Webside again from the chart.',
  );
}

function tokenUnavailable(): AppError {
  return new AppError(
    'ehr-silent',
    'ehr.token-unavailable',
    'The hospital’s system does not answer just now. What you typed is kept. Please try again in a minute.',
  );
}
