// How the three EHRs differ on the FHIR side, one row per difference, each with the line it is taken
// from. The code asks this table and nothing else. Must not know HTTP, storage or tokens.
import type { PersonalityName } from '#server/sandbox/contract';

/** One way in which a personality differs from the plain FHIR server. */
export interface Trait {
  readonly id: string;
  readonly personality: PersonalityName;
  /** What a client sees. */
  readonly says: string;
  /** The line it stands on, in `ehr-integration.md` or `security-rules.md`. */
  readonly source: string;
}

export const FHIR_TRAITS = [
  {
    id: 'epic.no-etag',
    personality: 'epic',
    says: 'No answer carries an ETag.',
    source: 'ehr-integration.md §2.3',
  },
  {
    id: 'epic.4101',
    personality: 'epic',
    says: 'A search without a match answers 200 with one OperationOutcome entry of code 4101.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.outcome-entry',
    personality: 'epic',
    says: 'OperationOutcome entries stand in search sets with search.mode "outcome".',
    source: 'ehr-integration.md §6 row 23, §9 (from memory)',
  },
  {
    id: 'epic.59108',
    personality: 'epic',
    says: 'A search without the parameters it needs is 400 with code 59108; clinical searches need a patient or _id.',
    source: 'ehr-integration.md §2.4 (code), §9 (which parameters: not verified)',
  },
  {
    id: 'epic.59012',
    personality: 'epic',
    says: 'An unsupported search modifier is 422 with code 59012.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.empty-403',
    personality: 'epic',
    says: 'A type the app has no scope for is 403 without a body.',
    source: 'ehr-integration.md §2.4',
  },
  {
    id: 'epic.no-batch',
    personality: 'epic',
    says: 'Neither batch nor transaction.',
    source: 'ehr-integration.md §2.3',
  },
  {
    id: 'epic.no-delete-no-patch',
    personality: 'epic',
    says: 'Nothing can be deleted or patched.',
    source: 'ehr-integration.md §2.3',
  },
  {
    id: 'epic.no-conditional-create',
    personality: 'epic',
    says: 'conditionalCreate is false on every type.',
    source: 'ehr-integration.md §2.3; security-rules.md finding 1',
  },
  {
    id: 'epic.encounter-read-only',
    personality: 'epic',
    says: 'Encounter can be read and searched, nothing else.',
    source: 'ehr-integration.md §2.3; security-rules.md finding 2',
  },
  {
    id: 'epic.no-chargeitem',
    personality: 'epic',
    says: 'There is no ChargeItem API at all.',
    source: 'ehr-integration.md §2.3; security-rules.md finding 2',
  },
  {
    id: 'epic.no-slots',
    personality: 'epic',
    says: 'Appointment is read and search only; slots are not in R4.',
    source: 'ehr-integration.md §2.3',
  },
  {
    id: 'epic.metadata-xml',
    personality: 'epic',
    says: '/metadata answers XML unless the Accept header asks for JSON.',
    source: 'ehr-integration.md §2.1',
  },
  {
    id: 'oracle.etag',
    personality: 'oracle',
    says: 'Reads carry a weak ETag with the version, for If-Match later.',
    source: 'ehr-integration.md §3.1, §3.2',
  },
  {
    id: 'oracle.paging-repeats',
    personality: 'oracle',
    says: 'A page may begin with the last entry of the page before.',
    source: 'ehr-integration.md §3.5',
  },
  {
    id: 'oracle.appointment-date',
    personality: 'oracle',
    says: 'A search for appointments needs a date.',
    source: 'ehr-integration.md §3.4',
  },
  {
    id: 'oracle.no-document-identifier',
    personality: 'oracle',
    says: 'DocumentReference cannot be searched by identifier.',
    source: 'security-rules.md finding 3',
  },
  {
    id: 'oracle.chargeitem-search',
    personality: 'oracle',
    says: 'ChargeItem is searched by context, account and -status only.',
    source: 'security-rules.md finding 3; ehr-integration.md §3.3',
  },
  {
    id: 'oracle.no-conditional',
    personality: 'oracle',
    says: 'No conditional create or update on any type.',
    source: 'security-rules.md finding 1',
  },
  {
    id: 'oracle.fhir-json',
    personality: 'oracle',
    says: 'Answers are application/fhir+json, also where application/json was asked for.',
    source: 'ehr-integration.md §3.5',
  },
  {
    id: 'oracle.request-ids',
    personality: 'oracle',
    says: 'Every answer carries X-Request-Id and opc-request-id.',
    source: 'ehr-integration.md §3.5',
  },
  {
    id: 'oracle.cors',
    personality: 'oracle',
    says: 'Any origin may read the answers; ETag and Location are exposed.',
    source: 'ehr-integration.md §3.5',
  },
] as const satisfies readonly Trait[];

export type TraitId = (typeof FHIR_TRAITS)[number]['id'];

const BY_ID = new Map<TraitId, PersonalityName>(FHIR_TRAITS.map((trait) => [trait.id, trait.personality]));

/** True where this personality shows this trait. */
export function hasTrait(personality: PersonalityName, id: TraitId): boolean {
  return BY_ID.get(id) === personality;
}
