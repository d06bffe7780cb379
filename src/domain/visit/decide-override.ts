// Who may go on after "needs review", and what an override covers. None is for a revoked or suspended licence, and
// none for the patient's refusal. Knows nothing of how they are recorded.
import type { Role, SessionRole } from '#domain/launch';
import {
  type GatePart,
  type GatePartView,
  type GateReason,
  isOpening,
  type OverrideView,
} from './gate-view.ts';

export type OverrideFacts = OverrideView;

/** Nobody reviews their own licence; what is seen and heard in the visit, the clinician may vouch for. */
const OVERRIDERS: Record<GatePart, readonly Role[]> = {
  licensure: ['supervisor'],
  consent: ['clinician', 'supervisor'],
  identity: ['clinician', 'supervisor'],
  location: ['clinician', 'supervisor'],
  'call-back': ['clinician', 'nurse', 'supervisor'],
};

/** Roles that may override this part as things stand; empty: nobody. */
export function listOverriders(
  part: GatePart,
  facts: { readonly hasBarredLicence: boolean; readonly hasRefused: boolean },
): readonly Role[] {
  if (part === 'licensure' && facts.hasBarredLicence) return [];
  if (part === 'consent' && facts.hasRefused) return [];
  return OVERRIDERS[part];
}

/** An override stands for the reasons it was recorded for; one more reason, and it does not. */
export function isCovering(override: OverrideFacts, part: GatePart, reasons: readonly GateReason[]): boolean {
  return override.part === part && reasons.every((reason) => override.covers.includes(keyOfReason(reason)));
}

/** A reason's code and the rule behind it: the same code of another state's row is another reason. */
export function keyOfReason({ code, rule }: GateReason): string {
  return `${code}|${rule}`;
}

export type OverrideAnswer =
  | { readonly ok: true; readonly covers: readonly string[] }
  | { readonly ok: false; readonly code: 'nothing-to-review' | 'never' | 'not-your-role' };

export function decideOverride(view: GatePartView, role: SessionRole): OverrideAnswer {
  if (isOpening(view.verdict)) return { ok: false, code: 'nothing-to-review' };
  if (view.verdict === 'block' || view.mayOverride.length === 0) return { ok: false, code: 'never' };
  if (role === null || !view.mayOverride.includes(role)) return { ok: false, code: 'not-your-role' };
  return { ok: true, covers: view.reasons.map(keyOfReason) };
}
