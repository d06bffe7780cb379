// Sessions this instance has seen in the last seconds. A hit costs a hash and two look-ups. What another
// instance changes arrives by notification; should that be lost, nothing here outlives its few seconds.
import type { Session, SessionFound } from '#server/http';
import type { Launch, LaunchFacts } from './launch-store.ts';

/** Bounds how long a revocation can go unseen when the notification is lost (aim: 5 s everywhere). */
const FRESH_MS = 4_000;

export interface KnownSession {
  keyId: string;
  launch: Launch;
  facts: LaunchFacts;
  session: Session;
  /** What the door answers for it, ready made. */
  found: Exclude<SessionFound, string>;
  lastActivityAt: number;
  /** From here on the database is asked again. */
  freshUntil: number;
}

export interface SessionCache {
  find(secretHash: string, now: number): KnownSession | undefined;
  findByKey(keyId: string): KnownSession | undefined;
  /** Counts what was forgotten. Taken before the database is read. */
  generation(): number;
  /** Keeps nothing when something was forgotten since `generation`: what was read may have ended meanwhile. */
  keep(secretHash: string, known: KnownSession, now: number, generation: number): void;
  /** Forgets one launch, or everything. */
  forget(launchId?: string): void;
}

export function createSessionCache(): SessionCache {
  const byHash = new Map<string, KnownSession>();
  const byKey = new Map<string, KnownSession>();
  let sweptAt = 0;
  let forgotten = 0;

  function sweep(now: number): void {
    sweptAt = now;
    for (const [hash, known] of byHash) if (known.freshUntil <= now) byHash.delete(hash);
    for (const [keyId, known] of byKey) if (known.freshUntil <= now) byKey.delete(keyId);
  }

  return {
    find(secretHash, now) {
      const known = byHash.get(secretHash);
      return known && now < known.freshUntil ? known : undefined;
    },
    findByKey: (keyId) => byKey.get(keyId),
    generation: () => forgotten,
    keep(secretHash, known, now, generation) {
      if (generation !== forgotten) return;
      if (now - sweptAt > 60_000) sweep(now);
      known.freshUntil = Math.min(known.freshUntil, now + FRESH_MS);
      byHash.set(secretHash, known);
      byKey.set(known.keyId, known);
    },
    forget(launchId) {
      forgotten += 1;
      for (const [hash, known] of byHash)
        if (launchId === undefined || known.launch.id === launchId) byHash.delete(hash);
      for (const [keyId, known] of byKey)
        if (launchId === undefined || known.launch.id === launchId) byKey.delete(keyId);
    },
  };
}
