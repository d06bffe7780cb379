// What an app is told beside its tokens: patient, encounter, banner, style, tenant and the rest, each in the
// words of its personality. Built once when access is granted and kept with the grant; a later refresh
// repeats it (launch context is a snapshot, ehr-integration.md §1.6).
import type { Encounter, RelatedPerson } from '@medplum/fhirtypes';
import {
  type LaunchOptions,
  type PartitionReader,
  type PersonalityName,
  type SandboxPerson,
  TENANT_ID,
} from '#server/sandbox/contract';
import { traitOf } from './traits.ts';

export interface GrantedContext {
  username: string;
  patient?: string;
  encounter?: string;
  /** `Practitioner/…`, `Patient/…` or `RelatedPerson/…`: who acts. */
  actor: string;
  /** The same, where the app may know it. */
  fhirUser?: string;
  /** FHIR base the app uses; a relative reference is made absolute with it. */
  fhirBase: string;
  noRefreshToken?: boolean;
  /** Further members of the token answer, ready to send. */
  members: Record<string, unknown>;
}

export interface ContextQuestion {
  personality: PersonalityName;
  person: SandboxPerson;
  patient?: string | undefined;
  encounter?: string | undefined;
  /** Scopes granted. */
  scopes: string[];
  fhirBase: string;
  styleUrl: string;
  options?: LaunchOptions | undefined;
}

function visitMembers(
  personality: PersonalityName,
  encounter: Encounter | undefined,
): Record<string, unknown> {
  const appointment = encounter?.appointment?.[0]?.reference;
  const location = encounter?.location?.[0]?.location?.reference;
  switch (traitOf(personality, 'visitContext')) {
    case 'none':
      return {};
    case 'top-level': {
      const place = location?.split('/')[1];
      return {
        ...(place && { location: place, loginDepartment: place }),
        ...(appointment && { appointment: appointment.split('/')[1] }),
      };
    }
    case 'fhirContext': {
      const references = [appointment, location].filter((reference) => reference !== undefined);
      return references.length > 0 ? { fhirContext: references.map((reference) => ({ reference })) } : {};
    }
  }
}

function bannerMember(personality: PersonalityName, needed: boolean | undefined): Record<string, unknown> {
  if (needed === undefined) return {};
  return {
    need_patient_banner: traitOf(personality, 'needPatientBanner') === 'string' ? String(needed) : needed,
  };
}

/** A proxy is another RelatedPerson in each child's record: the one of the same name in this one. */
async function findActor(
  person: SandboxPerson,
  patient: string | undefined,
  reader: PartitionReader,
): Promise<string> {
  if (person.kind !== 'proxy' || !patient) return person.fhirUser;
  const known = await reader.read('RelatedPerson', person.fhirUser.split('/')[1] ?? '');
  if (known?.resourceType !== 'RelatedPerson') return person.fhirUser;
  const found = await reader.search(`RelatedPerson?patient=${patient}&_count=50`);
  const same = found.find(
    (each) => JSON.stringify((each as RelatedPerson).name) === JSON.stringify(known.name),
  );
  return same ? `RelatedPerson/${same.id}` : person.fhirUser;
}

/** An encounter that is not the patient's own is left out rather than told. */
export async function buildContext(
  question: ContextQuestion,
  reader: PartitionReader,
): Promise<GrantedContext> {
  const { personality, person, patient, options } = question;
  const read = question.encounter ? await reader.read('Encounter', question.encounter) : undefined;
  const encounter =
    read?.resourceType === 'Encounter' && patient && read.subject?.reference === `Patient/${patient}`
      ? read
      : undefined;
  const actor = await findActor(person, patient, reader);
  const members = {
    ...(patient && bannerMember(personality, options?.needPatientBanner)),
    ...visitMembers(personality, encounter),
    ...(options?.intent && { intent: options.intent }),
    smart_style_url: question.styleUrl,
    ...(traitOf(personality, 'tenantMember') === 'present' && { tenant: TENANT_ID[personality] }),
    ...(traitOf(personality, 'userMembers') === 'present' && {
      user: actor.split('/')[1],
      username: person.username,
    }),
  };
  return {
    username: person.username,
    ...(patient && { patient }),
    ...(encounter?.id && { encounter: encounter.id }),
    actor,
    ...(!options?.noFhirUser && { fhirUser: actor }),
    fhirBase: question.fhirBase,
    ...(options?.noRefreshToken && { noRefreshToken: true }),
    members,
  };
}
