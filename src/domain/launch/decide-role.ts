// Which role a person who came in gets. Patients and proxies by what they are; everybody else by the
// tenant's own mapping. Knows nothing of how the facts were read.
import { type FhirUser, readFhirUser } from './fhir-id.ts';
import type { Role, SessionRole } from './role.ts';

/** One row of a tenant's `roles` (contracts/run.md). All conditions named must hold. */
export interface RoleRule {
  when: {
    /** A reference, relative (`Practitioner/123`) or absolute below the tenant's FHIR base, or a type alone. */
    fhirUser?: string | undefined;
    /** Name and value of an id_token claim; a claim that is a list must contain the value. */
    claim?: readonly [string, string] | undefined;
    /** A code of the person's active PractitionerRole. */
    practitionerRoleCode?: string | undefined;
  };
  role: Role;
}

export interface RoleFacts {
  fhirUser: FhirUser | null;
  /** The FHIR base that the person's references are relative to. */
  fhirBase: string;
  /** The launch's patient. */
  patientId: string | null;
  claims: Readonly<Record<string, unknown>>;
  practitionerRoleCodes: readonly string[];
}

const NOT_BY_MAPPING: readonly Role[] = ['patient', 'proxy', 'guest'];

/**
 * The role, or `null`: may read, and neither admit nor sign (product.md). A Patient whose launch is about
 * somebody else acts for them: proxy. The first rule that holds wins; no rule makes staff a patient, and
 * none makes a patient staff.
 */
export function decideRole(facts: RoleFacts, mapping: readonly RoleRule[]): SessionRole {
  const { fhirUser, patientId } = facts;
  if (fhirUser?.type === 'Patient')
    return patientId === null || patientId === fhirUser.id ? 'patient' : 'proxy';
  if (fhirUser?.type === 'RelatedPerson') return 'proxy';
  if (fhirUser === null || fhirUser.type === 'Person') return null;
  const rule = mapping.find(({ when, role }) => !NOT_BY_MAPPING.includes(role) && holds(when, facts));
  return rule?.role ?? null;
}

/** Does deciding need the person's PractitionerRole from the EHR? Saves a read where it does not. */
export function needsPractitionerRole(fhirUser: FhirUser | null, mapping: readonly RoleRule[]): boolean {
  const isStaff = fhirUser?.type === 'Practitioner' || fhirUser?.type === 'PractitionerRole';
  return isStaff && mapping.some(({ when }) => when.practitionerRoleCode !== undefined);
}

function holds(when: RoleRule['when'], facts: RoleFacts): boolean {
  const { fhirUser, claim, practitionerRoleCode } = when;
  if (fhirUser === undefined && claim === undefined && practitionerRoleCode === undefined) return false;
  if (fhirUser !== undefined && !isMeant(fhirUser, facts)) return false;
  if (practitionerRoleCode !== undefined && !facts.practitionerRoleCodes.includes(practitionerRoleCode))
    return false;
  return claim === undefined || claimHolds(claim, facts.claims);
}

function isMeant(wanted: string, { fhirUser, fhirBase }: RoleFacts): boolean {
  if (fhirUser === null) return false;
  return wanted === fhirUser.type || readFhirUser(wanted, fhirBase)?.reference === fhirUser.reference;
}

function claimHolds([name, wanted]: readonly [string, string], claims: RoleFacts['claims']): boolean {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}
