// Off, or only in part, because the EHR did not grant the scope.
import type { CapabilityLine } from '#domain/launch';

export function isWithheld({ reasons }: Pick<CapabilityLine, 'reasons'>): boolean {
  return reasons.some(({ code }) => code === 'scope-not-granted' || code === 'scope-limited');
}
