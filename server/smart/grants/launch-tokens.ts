// The access token of a launch, fresh whenever it is asked for: refreshed ahead of expiry once, however
// many requests and instances ask (security-rules rule 7, L14). Tokens are opaque and never logged.
import { newSecret } from '#server/smart/secrets';
import { findGrant, type Grant, openTokens, type Tokens } from './grant-store.ts';
import { leaseRefresh } from './lease-store.ts';
import { createRefresh, LEASE_MS, type Refresh, type RefreshNeeds } from './refresh.ts';
import { relaunchNeeded, tokenUnavailable } from './token-errors.ts';

export type TokenNeeds = RefreshNeeds;

export interface LaunchTokens {
  /**
   * `rejected`: the token that the EHR has just answered 401 to; another one is then fetched if there can
   * be one. Throws `ehr.relaunch-needed` when the grant is at its end: what was typed stays, the app must
   * be opened again; `ehr.token-unavailable` when the EHR could not be asked.
   */
  accessToken(launchId: string, options?: { rejected?: string }): Promise<string>;
  /** Forgets what is in memory (the session ended, or another instance changed it). */
  forget(launchId: string): void;
  /** Waits for refreshes under way; tokens the EHR has given are stored first. */
  close(): Promise<void>;
}

/** Between 60 and 90 s ahead, by launch, so that a hundred launches of 8:00 do not refresh in one second. */
const AHEAD_MS = 60_000;
const AHEAD_SPREAD_MS = 30_000;
/** A token in its last seconds may end on the way to the EHR. */
const ON_THE_WAY_MS = 3_000;
const LOOK_AGAIN_MS = 100;
const LOOKS = (LEASE_MS + 5_000) / LOOK_AGAIN_MS;
/** A caller whose token was rejected may join a look-up that knew nothing of it, and then looks again. */
const JOINS = 3;

export function createLaunchTokens(needs: TokenNeeds): LaunchTokens {
  const refresh = createRefresh(needs);
  const kept = new Map<string, Tokens>();
  const underWay = new Map<string, Promise<Tokens>>();
  let forgotten = 0;

  function once(launchId: string, rejected: string | undefined): Promise<Tokens> {
    const waiting = underWay.get(launchId);
    if (waiting) return waiting;
    const forgottenBefore = forgotten;
    const finding = findFresh(needs, refresh, launchId, rejected)
      .then((tokens) => {
        // Somebody's session changed meanwhile, perhaps this one's: the next call looks in the database.
        if (forgotten === forgottenBefore) kept.set(launchId, tokens);
        else kept.delete(launchId);
        return tokens;
      })
      .finally(() => underWay.delete(launchId));
    underWay.set(launchId, finding);
    return finding;
  }

  return {
    async accessToken(launchId, { rejected } = {}) {
      const known = kept.get(launchId);
      if (known && known.accessToken !== rejected && !isDue(launchId, known, needs.now()))
        return known.accessToken;
      for (let turn = 0; turn < JOINS; turn += 1) {
        const { accessToken } = await once(launchId, rejected);
        if (accessToken !== rejected) return accessToken;
      }
      throw tokenUnavailable();
    },
    forget(launchId) {
      forgotten += 1;
      kept.delete(launchId);
    },
    close: refresh.close,
  };
}

/** Is it time to refresh? A token that lives shortly is refreshed in its last third. */
export function isDue(launchId: string, tokens: Pick<Tokens, 'issuedAt' | 'expiresAt'>, now: Date): boolean {
  const spread = (launchId.charCodeAt(0) * 200 + launchId.charCodeAt(1) * 40) % AHEAD_SPREAD_MS;
  const ends = tokens.expiresAt.getTime();
  const third = (ends - tokens.issuedAt.getTime()) / 3;
  return ends - now.getTime() <= Math.min(AHEAD_MS + spread, third);
}

async function findFresh(
  needs: TokenNeeds,
  refresh: Refresh,
  launchId: string,
  rejected: string | undefined,
): Promise<Tokens> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { grant, tokens } = await readGrant(needs, refresh, launchId);
    const isAccepted = tokens.accessToken !== rejected;
    if (isAccepted && !isDue(launchId, tokens, needs.now())) return tokens;
    const isUsable = isAccepted && tokens.expiresAt.getTime() - needs.now().getTime() > ON_THE_WAY_MS;
    if (tokens.refreshToken === null) {
      if (isUsable) return tokens;
      throw relaunchNeeded();
    }
    const by = newSecret(12);
    // Before the lease: what discovery takes is not the lease's time.
    const configuration = await refresh.configurationFor(grant, isUsable);
    if (!configuration) return tokens;
    if (await leaseRefresh(needs.database, grant, { by, milliseconds: LEASE_MS, isUrgent: !isUsable })) {
      const refreshing = refresh.run(grant, tokens, { by, configuration });
      // Nobody waits for a slow EHR while the token holds.
      if (!isUsable) return refreshing;
      refreshing.catch(() => undefined);
      return tokens;
    }
    // Somebody else is at it. A token that still holds does until they are done.
    if (isUsable) return tokens;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw tokenUnavailable();
}

async function readGrant(
  needs: TokenNeeds,
  refresh: Refresh,
  launchId: string,
): Promise<{ grant: Grant; tokens: Tokens }> {
  const grant = await findGrant(needs.database, launchId);
  if (!grant || !['live', 'kept'].includes(grant.state)) throw relaunchNeeded();
  const tokens = refresh.unstored(grant) ?? (await openTokens(needs.database, grant));
  if (!tokens) throw relaunchNeeded();
  return { grant, tokens };
}
