// What the parts of the sandbox EHR know of one another: who logs in, what a token allows, how a
// personality differs. Types and the three names only; no behaviour.
import type { Resource } from '@medplum/fhirtypes';

export const PERSONALITIES = ['generic', 'epic', 'oracle'] as const;
/** One of the EHRs the sandbox plays. Each is a tenant of its own: own issuer, own data. */
export type PersonalityName = (typeof PERSONALITIES)[number];

/** Path of a personality's FHIR base below the sandbox's origin. */
export const FHIR_PATH: Record<PersonalityName, string> = {
  generic: '/fhir',
  epic: '/epic/fhir',
  oracle: '/oracle/fhir',
};

/** Somebody who can log in to the sandbox EHR: staff, a patient, or a parent acting for a child. */
export interface SandboxPerson {
  /** Log-in name, also the `sub` of tokens. */
  username: string;
  /** For the log-in page and the launch pad; the sandbox prints it there, it is no secret. */
  password: string;
  displayName: string;
  /** What the launch pad says below the name, e.g. "Physician, licensed in MA and NH". */
  title: string;
  kind: 'staff' | 'patient' | 'proxy';
  /** `Practitioner/…`, `Patient/…` or `RelatedPerson/…` */
  fhirUser: string;
  /** Patients a patient or proxy may choose (ids). Staff see all. */
  patients: string[];
  /** Code of their PractitionerRole (the tenants file maps it to a Webside role), staff only. */
  practitionerRoleCode?: string;
}

/** Everything a fresh partition starts with. */
export interface SandboxSeed {
  resources: Resource[];
  people: SandboxPerson[];
}

/** What the authorization server says of a bearer token; the FHIR server enforces it. */
export interface AccessContext {
  personality: PersonalityName;
  clientId: string;
  subject: string;
  /** Absent for backend services. */
  fhirUser?: string;
  /** Granted scopes as issued (v1 or v2 spelling). */
  scopes: string[];
  /** The patient in context; every `patient/` scope is confined to this compartment. */
  patient?: string;
  encounter?: string;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/** Answers undefined for an unknown, expired or revoked token, or one of another personality. */
export type VerifyToken = (personality: PersonalityName, bearer: string) => Promise<AccessContext | undefined>;

/** Read side of a partition that pages (pickers, launch pad) may use. */
export interface PartitionReader {
  read(type: string, id: string): Promise<Resource | undefined>;
  /** FHIR search string without the base, e.g. `Patient?name=ada&_count=20`. */
  search(query: string): Promise<Resource[]>;
}
