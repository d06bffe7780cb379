// Launches per EHR, 50 a second: many hospitals behind one address, or one address behind many, are no reason
// to refuse anybody, but what one EHR sends us has a bound. In memory, each instance for itself.
const PER_SECOND = 50;
const SECOND = 1_000;

export interface LaunchLimit {
  /** Counts one launch; false when this second has had its fifty. */
  admit(tenantId: string, now: Date): boolean;
}

export function createLaunchLimit(): LaunchLimit {
  const launches = new Map<string, number[]>();
  return {
    admit(tenantId, now) {
      const at = now.getTime();
      const recent = (launches.get(tenantId) ?? []).filter((one) => at - one < SECOND);
      const isAdmitted = recent.length < PER_SECOND;
      launches.set(tenantId, isAdmitted ? [...recent, at] : recent);
      return isAdmitted;
    },
  };
}
