// How the three personalities differ when an app asks for access. Every row is read by the code and is
// proven over raw HTTP by the test of the same name; a row nobody reads does not belong here.
import type { PersonalityName } from '#server/sandbox/contract';

export interface Trait<Value> {
  value: Value;
  /** In words, for the launch pad. */
  says: string;
  /** Line of the EHR reference this follows. */
  source: string;
}

export interface TraitValues {
  /** Path of the OAuth endpoints below the origin. */
  oauthPath: string;
  /** Path of the id_token's `iss` below the origin. */
  issuerPath: string;
  accessTokenSeconds: number;
  idTokenSeconds: number;
  needPatientBanner: 'boolean' | 'string';
  /** Where appointment and location stand in the token answer. */
  visitContext: 'fhirContext' | 'top-level' | 'none';
  /** Whose list decides: the request narrowed by the registration, or the registration alone. */
  scopesFrom: 'request' | 'registration';
  scopeSpelling: 'as-asked' | 'v1-odd-case';
  wildcards: 'kept' | 'dropped';
  refreshAnswer: 'new-token' | 'no-token';
  refreshNeeds: 'scope' | 'persistent-access';
  staffStandalone: 'patient-if-asked' | 'no-patient';
  fhirUser: 'absolute' | 'relative';
  /** EHR launch without the `launch` scope. */
  launchScope: 'optional' | 'required';
  authorizePost: 'always' | 'ehr-launch-only';
  personas: 'one-address' | 'own-addresses';
  errorUri: 'absent' | 'present';
  refusalPage: 'explains' | 'bare';
  userMembers: 'absent' | 'present';
  tenantMember: 'absent' | 'present';
  backendAuth: 'jwt' | 'jwt-or-basic';
  /** Longest authorize address in characters. */
  authorizeUrlLimit: number;
}

export type TraitKey = keyof TraitValues;

function row<Value>(value: Value, says: string, source: string): Trait<Value> {
  return { value, says, source: `ehr-integration.md ${source}` };
}

export const TRAITS: { [Key in TraitKey]: Record<PersonalityName, Trait<TraitValues[Key]>> } = {
  oauthPath: {
    generic: row('/generic/oauth2', 'Endpoints come from discovery, not from the FHIR base.', '§1.1 step 2'),
    epic: row('/epic/oauth2', 'Endpoints live under /oauth2.', '§2.1'),
    oracle: row('/oracle/oauth2', 'Endpoints live on the authorization host.', '§3.5'),
  },
  issuerPath: {
    generic: row('/fhir', 'The id_token is issued by the FHIR base itself.', '§1.4'),
    epic: row('/epic/oauth2', 'The id_token issuer is …/oauth2, not the FHIR base.', '§2.1'),
    oracle: row('/oracle/oauth2', 'The id_token issuer is the authorization server.', '§6 trap 15'),
  },
  accessTokenSeconds: {
    generic: row(3600, 'An access token lives an hour, the most SMART advises.', '§1.1 step 6'),
    epic: row(3240, 'An access token lives about an hour (3240–3599 s seen).', '§2.1'),
    oracle: row(570, 'An access token lives 570 seconds.', '§3.5'),
  },
  idTokenSeconds: {
    generic: row(600, 'The id_token lives ten minutes.', '§1.6'),
    epic: row(300, 'The id_token lives five minutes.', '§2.1'),
    oracle: row(600, 'The id_token lives ten minutes.', '§1.6'),
  },
  needPatientBanner: {
    generic: row('boolean', 'need_patient_banner is a boolean.', '§1.6'),
    epic: row('string', 'need_patient_banner is the string "false" or "true".', '§2.1, trap 6'),
    oracle: row('boolean', 'need_patient_banner is a boolean.', '§3.5'),
  },
  visitContext: {
    generic: row('fhirContext', 'Appointment and location come in fhirContext.', '§1.6'),
    epic: row('top-level', 'location, appointment, loginDepartment are keys of their own.', '§2.1'),
    oracle: row('none', 'Only patient and encounter are told.', '§3.5'),
  },
  scopesFrom: {
    generic: row('request', 'What is asked for, within the registration, can be granted.', '§1.5'),
    epic: row('registration', 'Scopes come from the registration, whatever was asked for.', '§2.1'),
    oracle: row('request', 'What was not provisioned is silently left out.', '§6 trap 8'),
  },
  scopeSpelling: {
    generic: row('as-asked', 'Scopes come back as spelt in the request.', '§1.5'),
    epic: row(
      'v1-odd-case',
      'Scopes come back in v1 spelling with a capital: user/Patient.Read.',
      '§2.1, trap 7',
    ),
    oracle: row('as-asked', 'Scopes come back as spelt in the request.', '§3.5'),
  },
  wildcards: {
    generic: row('kept', 'user/*.rs and user/*.* are understood.', '§1.5'),
    epic: row('kept', 'A wildcard does no harm, the registration decides.', '§2.1'),
    oracle: row('dropped', 'No wildcard type and no .* is ever granted.', '§3.5'),
  },
  refreshAnswer: {
    generic: row(
      'new-token',
      'Each refresh gives a new refresh token; using an old one ends the grant.',
      '§1.7',
    ),
    epic: row('new-token', 'Rolling: the new refresh token keeps the first one’s expiry.', '§2.1'),
    oracle: row('no-token', 'A refresh answer has no refresh token: keep the first.', '§3.5, trap 12'),
  },
  refreshNeeds: {
    generic: row('scope', 'Refresh with online_access or offline_access.', '§1.5'),
    epic: row(
      'persistent-access',
      'Refresh only for confidential apps registered for persistent access.',
      '§2.1',
    ),
    oracle: row('scope', 'Refresh only with online_access or offline_access.', '§3.5'),
  },
  staffStandalone: {
    generic: row('patient-if-asked', 'Staff choose a patient when launch/patient is asked for.', '§1.1'),
    epic: row('no-patient', 'A standalone launch by staff gives no patient.', '§2.1, §1.8'),
    oracle: row('patient-if-asked', 'Staff choose a patient when launch/patient is asked for.', '§1.1'),
  },
  fhirUser: {
    generic: row('absolute', 'fhirUser is an absolute address.', '§1.6'),
    epic: row('absolute', 'fhirUser is an absolute address.', '§2.1'),
    oracle: row('relative', 'fhirUser is relative to the FHIR base, and in `profile` too.', '§1.6, trap 14'),
  },
  launchScope: {
    generic: row('optional', 'Without the launch scope a launch goes on without its context.', '§1.5'),
    epic: row('required', 'An EHR launch without the launch scope is refused.', '§2.1'),
    oracle: row('optional', 'Without the launch scope a launch goes on without its context.', '§1.5'),
  },
  authorizePost: {
    generic: row('always', 'The authorize request may come by POST.', '§1.1 step 3'),
    epic: row('ehr-launch-only', 'POST to authorize works in an EHR launch, not standalone.', '§2.1'),
    oracle: row('always', 'The authorize request may come by POST.', '§1.1 step 3'),
  },
  personas: {
    generic: row('one-address', 'Staff and patients use the same authorize address.', '§1.1'),
    epic: row('one-address', 'Staff and patients use the same authorize address.', '§2.1'),
    oracle: row('own-addresses', 'personas/provider and personas/patient; the wrong one is refused.', '§3.5'),
  },
  errorUri: {
    generic: row('absent', 'Errors come with error_description.', '§1.8'),
    epic: row('absent', 'Errors come with error_description at most.', '§1.8'),
    oracle: row('present', 'Errors come with an error_uri that should be shown.', '§1.8, §3.5'),
  },
  refusalPage: {
    generic: row('explains', 'What is wrong with a request is said on the page.', '§1.8'),
    epic: row(
      'bare',
      '“Something went wrong trying to authorize the client”, nothing more.',
      '§2.1, trap 18',
    ),
    oracle: row('explains', 'What is wrong with a request is said on the page.', '§3.5'),
  },
  userMembers: {
    generic: row('absent', 'Who logged in is told by the id_token alone.', '§1.6'),
    epic: row('absent', 'Who logged in is told by the id_token alone.', '§2.1'),
    oracle: row('present', 'The token answer carries user and username.', '§3.5'),
  },
  tenantMember: {
    generic: row('present', 'The token answer names the tenant.', '§1.6'),
    epic: row('absent', 'The token answer has no tenant.', '§2.1'),
    oracle: row('present', 'The token answer names the tenant.', '§3.5'),
  },
  backendAuth: {
    generic: row('jwt', 'Backend services authenticate by private_key_jwt only.', '§1.3'),
    epic: row('jwt', 'Backend services authenticate by private_key_jwt only.', '§1.3, §2.1'),
    oracle: row('jwt-or-basic', 'Backend services may use a secret.', '§3.5'),
  },
  authorizeUrlLimit: {
    generic: row(14_000, 'Long authorize addresses are taken.', '§1.1 step 3'),
    epic: row(14_000, 'Long authorize addresses are taken.', '§2.1'),
    oracle: row(8000, 'Too many scopes: the request header is too large.', '§3.5, trap 9'),
  },
};

/** What a personality does in one respect. */
export function traitOf<Key extends TraitKey>(personality: PersonalityName, key: Key): TraitValues[Key] {
  return TRAITS[key][personality].value;
}
