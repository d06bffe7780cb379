// FHIR ids as they may stand in a path of ours. The grammar of the standard admits `.` and `..`, which
// are path traversal and refused by name (security-rules 6 a).

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** FHIR R4 datatype `id` (hl7.org/fhir/R4/datatypes.html#id) without `.` and `..`. */
export function isFhirId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value) && value !== '.' && value !== '..';
}

export const USER_TYPES = ['Patient', 'Practitioner', 'PractitionerRole', 'RelatedPerson', 'Person'] as const;

/** Who the EHR says came in; `reference` is always relative to the tenant's FHIR base. */
export interface FhirUser {
  type: (typeof USER_TYPES)[number];
  id: string;
  reference: string;
}

/**
 * Reads `fhirUser` (or `profile`), relative or absolute below this very FHIR base (SMART 2.2,
 * scopes-and-launch-context; attack L9). Anything else is nobody: `null`.
 */
export function readFhirUser(value: unknown, fhirBase: string): FhirUser | null {
  if (typeof value !== 'string') return null;
  const base = `${fhirBase.replace(/\/+$/, '')}/`;
  const relative = value.startsWith(base) ? value.slice(base.length) : value;
  const [type, id, ...rest] = relative.split('/');
  const known = USER_TYPES.find((one) => one === type);
  const isVersioned = rest.length === 2 && rest[0] === '_history' && isFhirId(rest[1]);
  if (!known || !isFhirId(id) || (rest.length > 0 && !isVersioned)) return null;
  return { type: known, id, reference: `${known}/${id}` };
}
