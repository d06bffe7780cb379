// What is known of the request being answered, for those deep inside who have no request at hand: which
// client it turned out to be, and which faults are laid on it.
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestFacts {
  clientId?: string;
  /** Of a token request. */
  grantType?: string;
  lostScopes: string[];
  tokenExpired: boolean;
  searchLagSeconds: number;
}

const storage = new AsyncLocalStorage<RequestFacts>();

export function withFacts<Result>(facts: RequestFacts, run: () => Result): Result {
  return storage.run(facts, run);
}

/** Names the client in the request log. */
export function noteClient(clientId: string): void {
  const facts = storage.getStore();
  if (facts) facts.clientId = clientId;
}

/** Tells token requests apart in the counters. */
export function noteGrantType(grantType: string): void {
  const facts = storage.getStore();
  if (facts) facts.grantType = grantType;
}

/** Scopes the request must be judged without. */
export function lostScopes(): string[] {
  return storage.getStore()?.lostScopes ?? [];
}

/** Whether any token in this request counts as expired. */
export function isTokenExpired(): boolean {
  return storage.getStore()?.tokenExpired ?? false;
}

/** How many seconds a search lags behind what was written. */
export function searchLag(): number {
  return storage.getStore()?.searchLagSeconds ?? 0;
}
