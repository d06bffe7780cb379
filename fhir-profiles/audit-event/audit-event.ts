// Builds the AuditEvent of one access: who, about whom, what kind, from where, with which request.
// Identifiers only, never names, never results (BALP 1.1, "minimal").
import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from '@medplum/fhirtypes';
import type { EventKind } from '#domain/audit';

export const AUDIT_EVENT_PROFILE = 'https://webside.example/fhir/StructureDefinition/webside-audit-event';

export interface AuditedAccess {
  id: string;
  /** ISO instant by the server's clock. */
  recorded: string;
  /** Our own name of it, e.g. `note.sign`. */
  event: string;
  kind: EventKind;
  /** `refused`: we said no. `failed`: something broke. */
  outcome: 'success' | 'refused' | 'failed';
  requestId: string;
  tenantId: string | null;
  /** Network name of the instance that answered. */
  server: string;
  /** Network address of the caller; null when nobody called from outside. */
  address: string | null;
  /** `key`: the same for a person in all launches, and not the EHR's identifier. */
  person: { key: string; fhirUser: string | null; role: string | null } | null;
  patientId: string | null;
  launchId: string | null;
  /** What else the row tells: short words and ids. `query` is the search as it was asked. */
  detail: Readonly<Record<string, string>>;
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const INTERACTION = 'http://hl7.org/fhir/restful-interaction';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const BALP_ENTITY_TYPE = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType';
/** NamingSystems of our own identifiers; they mean something inside this installation only. */
const OURS = { event: 'urn:webside:event', person: 'urn:webside:person', launch: 'urn:webside:launch' };

/** AuditEvent.outcome: 0 success, 4 minor failure (we said no), 8 serious failure (we could not). */
const OUTCOME = { success: '0', refused: '4', failed: '8' } as const;

export function buildAuditEvent(access: AuditedAccess): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    id: access.id,
    meta: { profile: [AUDIT_EVENT_PROFILE] },
    type: typeOf(access.kind),
    subtype: [...subtypesOf(access.kind), { system: OURS.event, code: access.event }],
    action: access.kind.action,
    recorded: access.recorded,
    outcome: OUTCOME[access.outcome],
    agent: [...machinesOf(access), ...(access.person ? [userOf(access.person)] : [])],
    source: {
      ...(access.tenantId ? { site: access.tenantId } : {}),
      observer: { display: 'Webside' },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    entity: entitiesOf(access),
  };
}

function typeOf(kind: EventKind): Coding {
  return kind.type === 'rest'
    ? { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' }
    : { system: DCM, code: '110114', display: 'User Authentication' };
}

function subtypesOf(kind: EventKind): Coding[] {
  if (kind.type === 'rest') return [{ system: INTERACTION, code: kind.interaction }];
  if (kind.type === 'login') return [{ system: DCM, code: '110122', display: 'Login' }];
  return [{ system: DCM, code: '110123', display: 'Logout' }];
}

/** BALP names the side the data comes from the source: for a read that is the server, else the client. */
function machinesOf(access: AuditedAccess): AuditEventAgent[] {
  const isRead = access.kind.type === 'rest' && access.kind.interaction === 'read';
  const source = { coding: [{ system: DCM, code: '110153', display: 'Source Role ID' }] };
  const destination = { coding: [{ system: DCM, code: '110152', display: 'Destination Role ID' }] };
  return [
    {
      type: isRead ? destination : source,
      who: { display: 'browser' },
      requestor: false,
      network: access.address ? { address: access.address, type: '2' } : { address: 'unknown', type: '1' },
    },
    {
      type: isRead ? source : destination,
      who: { display: 'Webside' },
      requestor: false,
      network: { address: access.server, type: '1' },
    },
  ];
}

function userOf(person: NonNullable<AuditedAccess['person']>): AuditEventAgent {
  return {
    type: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
    },
    who: {
      ...(person.fhirUser ? { reference: person.fhirUser } : {}),
      identifier: { system: OURS.person, value: person.key },
    },
    requestor: true,
    ...(person.role ? { role: [{ text: person.role }] } : {}),
  };
}

function entitiesOf(access: AuditedAccess): AuditEventEntity[] {
  const transaction = {
    type: { system: BALP_ENTITY_TYPE, code: 'XrequestId' },
    what: { identifier: { value: access.requestId } },
  };
  const patient = {
    type: { system: ENTITY_TYPE, code: '1' },
    role: { system: OBJECT_ROLE, code: '1' },
    what: { reference: `Patient/${access.patientId}` },
  };
  return [transaction, ...(access.patientId ? [patient] : []), objectOf(access)];
}

/** What was touched: a search by its query, anything else by the launch it happened in. */
function objectOf(access: AuditedAccess): AuditEventEntity {
  const { query, ...rest } = access.detail;
  const detail = Object.entries(rest).map(([type, valueString]) => ({ type, valueString }));
  const type = { system: ENTITY_TYPE, code: '2' };
  if (access.kind.type === 'rest' && access.kind.interaction === 'search-type')
    return {
      type,
      role: { system: OBJECT_ROLE, code: '24' },
      query: base64Of(query ?? access.event),
      ...(detail.length > 0 ? { detail } : {}),
    };
  return {
    type,
    role: { system: OBJECT_ROLE, code: '20' },
    what: access.launchId
      ? { identifier: { system: OURS.launch, value: access.launchId } }
      : { display: access.event },
    ...(detail.length > 0 ? { detail } : {}),
  };
}

const base64Of = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
