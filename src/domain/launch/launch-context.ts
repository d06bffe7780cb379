// What the token answer says about the launch: patient, encounter, banner, style, intent. Every value is
// from outside and may be a weapon (security-rules L9): read by grammar, never followed, never trusted.
import { isFhirId } from './fhir-id.ts';

export interface LaunchContext {
  patientId: string | null;
  encounterId: string | null;
  /** The EHR says it shows a banner itself (`need_patient_banner` false). Ours is shown all the same. */
  ehrShowsBanner: boolean;
  /** Fetched from the tenant’s own hosts alone, and two colours of it used. */
  styleUrl: string | null;
  intent: string | null;
  /** Ids the vendors add at the top level (Epic: location, appointment, loginDepartment). */
  location: string | null;
  appointment: string | null;
  loginDepartment: string | null;
}

export type ContextRead =
  | { ok: true; context: LaunchContext }
  /** `field` names the member whose value breaks the grammar; such a launch is refused whole. */
  | { ok: false; field: 'patient' | 'encounter' };

/**
 * Reads the launch context of a token answer (SMART 2.2, "Launch context arrives with your access_token").
 * `patient` and `encounter` that break FHIR's id grammar refuse the launch; the rest is dropped instead.
 */
export function readLaunchContext(answer: Record<string, unknown>): ContextRead {
  for (const field of ['patient', 'encounter'] as const)
    if (isPresent(answer[field]) && !isFhirId(answer[field])) return { ok: false, field };
  return {
    ok: true,
    context: {
      patientId: idOrNull(answer.patient),
      encounterId: idOrNull(answer.encounter),
      ehrShowsBanner: isFalse(answer.need_patient_banner),
      styleUrl: readStyleUrl(answer.smart_style_url),
      intent: readWord(answer.intent),
      location: idOrNull(answer.location),
      appointment: idOrNull(answer.appointment),
      loginDepartment: idOrNull(answer.loginDepartment),
    },
  };
}

/** Epic sends the string `"false"` (ehr-integration.md 2.1, trap 6); absent means we must show one. */
function isFalse(flag: unknown): boolean {
  return flag === false || (typeof flag === 'string' && flag.toLowerCase() === 'false');
}

/** https anywhere; http only on loopback, for the sandbox. */
function readStyleUrl(value: unknown): string | null {
  const url = typeof value === 'string' && value.length <= 2000 ? URL.parse(value) : null;
  if (!url || url.username || url.password) return null;
  const isLoopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || isLoopback ? url.href : null;
}

/** An intent is a word the screens compare, never show as it is. */
function readWord(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:/-]{1,128}$/.test(value) ? value : null;
}

function idOrNull(value: unknown): string | null {
  return isFhirId(value) ? value : null;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
