// Launch tokens: what the EHR hands an app when somebody clicks on it. Opaque, single use, dead after five
// minutes (ehr-integration.md §2.1). Kept in memory: a restarted EHR has no click to remember.
import { randomBytes } from 'node:crypto';
import type { LaunchRequest, PersonalityName } from '#server/sandbox/contract';

const LONGEST_LIFE_SECONDS = 300;

export interface LaunchTokens {
  mint(request: LaunchRequest): { launch: string; expiresIn: number };
  /** Spends the token. The same answer for unknown, spent, expired, foreign: undefined. */
  spend(launch: string, personality: PersonalityName, clientId: string): LaunchRequest | undefined;
  /** A token already spent, for the pages that follow. */
  recall(launch: string): LaunchRequest | undefined;
}

interface MintedLaunch {
  request: LaunchRequest;
  expiresAt: number;
  spent: boolean;
}

/** `now` in milliseconds. */
export function createLaunchTokens(now: () => number): LaunchTokens {
  const records = new Map<string, MintedLaunch>();
  const hour = 3_600_000;
  return {
    mint(request) {
      for (const [launch, record] of records) if (record.expiresAt + hour < now()) records.delete(launch);
      const expiresIn = Math.min(request.options?.expiresIn ?? LONGEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS);
      const launch = randomBytes(24).toString('base64url');
      records.set(launch, { request, expiresAt: now() + expiresIn * 1000, spent: false });
      return { launch, expiresIn };
    },
    spend(launch, personality, clientId) {
      const record = records.get(launch);
      if (!record || record.spent || record.expiresAt <= now()) return undefined;
      if (record.request.personality !== personality) return undefined;
      if (record.request.clientId !== undefined && record.request.clientId !== clientId) return undefined;
      record.spent = true;
      return record.request;
    },
    recall(launch) {
      const record = records.get(launch);
      return record?.spent ? record.request : undefined;
    },
  };
}
