// The role each person had at their last launch on this instance: what the next one is begun with while the EHR
// is asked again. An expectation, never a permission: what is shown waits for the answer.
import type { SessionRole } from '#domain/launch';

export interface LastRoles {
  /** Undefined: not seen here; null: seen, and without a role. */
  find(personKey: string): SessionRole | undefined;
  keep(personKey: string, role: SessionRole): void;
}

const MOST = 10_000;

export function createLastRoles(): LastRoles {
  const roles = new Map<string, SessionRole>();
  return {
    find: (personKey) => roles.get(personKey),
    keep(personKey, role) {
      // Whoever came last stands last; the first is let go.
      roles.delete(personKey);
      roles.set(personKey, role);
      const [first] = roles.keys();
      if (roles.size > MOST && first !== undefined) roles.delete(first);
    },
  };
}
