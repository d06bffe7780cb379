// One personality's corner of the sandbox: its addresses and the stores its parts share. No behaviour.
import {
  FHIR_PATH,
  PATIENT_FHIR_PATH,
  type PartitionReader,
  type PersonalityName,
  type SandboxLog,
  type SandboxPerson,
} from '#server/sandbox/contract';
import type { ClientRegistry } from './clients.ts';
import type { Journal } from './journal.ts';
import type { LaunchTokens } from './launch-tokens.ts';
import { traitOf } from './traits.ts';

export type Persona = 'provider' | 'patient';

export interface Addresses {
  origin: string;
  /** Where the OAuth endpoints are mounted. */
  oauth: string;
  issuer: string;
  /** FHIR base per persona; the same address where a personality makes no difference. */
  fhirBase: Record<Persona, string>;
  authorize: Record<Persona, string>;
  token: string;
  jwks: string;
  introspect: string;
  revoke: string;
  style: string;
}

export interface Realm {
  personality: PersonalityName;
  addresses: Addresses;
  registry: ClientRegistry;
  launches: LaunchTokens;
  journal: Journal;
  people: Map<string, SandboxPerson>;
  reader: PartitionReader;
  /** Milliseconds since the epoch. */
  now: () => number;
  log: SandboxLog;
}

/** Changed whenever the style document changes, as SMART wants. */
export const STYLE_VERSION = '2';

export function buildAddresses(personality: PersonalityName, origin: string): Addresses {
  const oauth = origin + traitOf(personality, 'oauthPath');
  const base = origin + FHIR_PATH[personality];
  const patientPath = PATIENT_FHIR_PATH[personality];
  const ownAddresses = traitOf(personality, 'personas') === 'own-addresses';
  const authorize = (persona: Persona) =>
    ownAddresses ? `${oauth}/personas/${persona}/authorize` : `${oauth}/authorize`;
  return {
    origin,
    oauth,
    issuer: origin + traitOf(personality, 'issuerPath'),
    fhirBase: { provider: base, patient: patientPath ? origin + patientPath : base },
    authorize: { provider: authorize('provider'), patient: authorize('patient') },
    token: `${oauth}/token`,
    jwks: `${oauth}/jwks`,
    introspect: `${oauth}/introspect`,
    revoke: `${oauth}/revoke`,
    style: `${origin}/style/${personality}-${STYLE_VERSION}.json`,
  };
}
