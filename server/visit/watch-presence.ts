// Whose last connection has ended, after a moment of grace: a reload or a short cut of the network is not told as
// a loss. It knows ids of the visit alone.

export interface PresenceChange {
  tenantId: string;
  visitId: string;
  participantId: string;
  isHere: boolean;
}

/** Longer than a page needs to come back, shorter than somebody waits without asking. */
const GRACE_MS = 8_000;

export function watchPresence(onGone: (gone: PresenceChange) => Promise<void>) {
  const leaving = new Map<string, NodeJS.Timeout>();
  const keyOf = ({ tenantId, visitId, participantId }: PresenceChange) =>
    JSON.stringify([tenantId, visitId, participantId]);
  return {
    tell(change: PresenceChange): void {
      const key = keyOf(change);
      clearTimeout(leaving.get(key));
      leaving.delete(key);
      if (change.isHere) return;
      const timer = setTimeout(() => {
        leaving.delete(key);
        void onGone(change);
      }, GRACE_MS);
      timer.unref();
      leaving.set(key, timer);
    },
    stop(): void {
      for (const timer of leaving.values()) clearTimeout(timer);
      leaving.clear();
    },
  };
}
