// What the parts of the sandbox EHR know of one another: who logs in, what a token allows, where a
// personality lives, which apps are registered. Types, names and addresses only; no behaviour.
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

/**
 * Path of the FHIR base that patients' apps use, where it is another one than staff's. The same partition
 * answers there; only the authorization server it points to differs (ehr-integration.md §3.5: Oracle Health
 * has a host and an authorize address per persona).
 */
export const PATIENT_FHIR_PATH: Partial<Record<PersonalityName, string>> = { oracle: '/oracle/patient/fhir' };

/** The tenant id under which Webside knows a personality by default. */
export const TENANT_ID: Record<PersonalityName, string> = {
  generic: 'sandbox',
  epic: 'sandbox-epic',
  oracle: 'sandbox-oracle',
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
export type VerifyToken = (
  personality: PersonalityName,
  bearer: string,
) => Promise<AccessContext | undefined>;

/** Read side of a partition that pages (pickers, launch pad) may use. */
export interface PartitionReader {
  read(type: string, id: string): Promise<Resource | undefined>;
  /** FHIR search string without the base, e.g. `Patient?name=ada&_count=20`. */
  search(query: string): Promise<Resource[]>;
}

/** Something an app wrote and the EHR accepted: the ground truth that an app's claims are held against. */
export interface AcceptedWrite {
  /** Place in the partition's own order; grows, also over restarts. */
  readonly number: number;
  /** FHIR instant. */
  readonly at: string;
  readonly personality: PersonalityName;
  readonly client: string;
  readonly transactionId?: string;
  readonly type: string;
  readonly id: string;
  readonly versionId: string;
  /** As stored; absent: it was deleted. */
  readonly resource?: Resource;
}

/** An app registered with the sandbox EHR, as its app-registration form would hold it. */
export interface SandboxClient {
  clientId: string;
  /** Shown on the consent page and the launch pad. */
  name: string;
  /** Where it is registered; absent: with all three. */
  personalities?: PersonalityName[];
  /** Whose app it is: only such people can log in to it. Absent: anybody. */
  persona?: 'provider' | 'patient';
  auth:
    | { method: 'private_key_jwt'; jwksUri: string }
    | { method: 'private_key_jwt'; jwks: { keys: Record<string, unknown>[] } }
    | { method: 'client_secret_basic'; secret: string }
    | { method: 'none' };
  /** Compared character by character. Empty for a backend service. */
  redirectUris: string[];
  /** A backend service: `client_credentials` with `system/` scopes and nothing else. */
  backend?: boolean;
  /**
   * Resource scopes ticked at registration (v2 spelling). Epic grants exactly these, the others never
   * more than these. Absent: no limit, what is asked for counts.
   */
  scopes?: string[];
  /** Epic's "Requires Persistent Access"; without it Epic gives no refresh token. Default true. */
  persistentAccess?: boolean;
}

/** What an engineer can change about one EHR launch, to see how an app bears it. */
export interface LaunchOptions {
  /** Absent: the member is left out of the token answer. */
  needPatientBanner?: boolean;
  /** Scopes (`user/Observation.rs`, `offline_access`) or resource types (`Observation`) not granted. */
  withholdScopes?: string[];
  /** Absent: as asked (Epic: v1 in its odd case). */
  scopeStyle?: 'v1' | 'v2';
  noRefreshToken?: boolean;
  noFhirUser?: boolean;
  intent?: string;
  /** Seconds until the launch token dies, at most 300. */
  expiresIn?: number;
}

/** One click on an app in the EHR. */
export interface LaunchRequest {
  personality: PersonalityName;
  /** Log-in name of whoever sits at the EHR. */
  person: string;
  /** Ids, without the type. */
  patient?: string;
  encounter?: string;
  /** The app it is meant for; absent: any. */
  clientId?: string;
  options?: LaunchOptions;
}

/** What the sandbox logs with: the part of a pino logger it uses. */
export interface SandboxLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
