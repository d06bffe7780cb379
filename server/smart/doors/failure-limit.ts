// Failed launches per network address, 30 a minute (security-rules 6 m): a whole hospital may share one
// address, so only failures count, and only for a minute. In memory; nothing is kept of an address.
const PER_MINUTE = 30;
const MINUTE = 60_000;

export interface FailureLimit {
  isOver(address: string, now: Date): boolean;
  count(address: string, now: Date): void;
}

export function createFailureLimit(): FailureLimit {
  const failures = new Map<string, number[]>();
  const recent = (address: string, now: number) =>
    (failures.get(address) ?? []).filter((at) => now - at < MINUTE);
  return {
    isOver: (address, now) => recent(address, now.getTime()).length >= PER_MINUTE,
    count(address, now) {
      const at = now.getTime();
      failures.set(address, [...recent(address, at), at].slice(-PER_MINUTE));
      if (failures.size > 10_000)
        for (const [one, times] of failures) if (at - (times.at(-1) ?? 0) >= MINUTE) failures.delete(one);
    },
  };
}
