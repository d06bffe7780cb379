// Whom a message is about and who is answerable for it: read from the EHR's own records, said as PID, PV1 and XCN.
// Nothing is guessed: without a record number and a name there is no message.
import type { Hl7Segment } from '@medplum/core';
import type { Encounter, Identifier, Patient, Practitioner } from '@medplum/fhirtypes';
import { readPatient } from '#profiles/patient';
import { segment } from './segments.ts';
import type { Hl7Site } from './site.ts';

export interface Hl7Patient {
  /** The medical record number (v2-0203 `MR`). */
  mrn: string;
  family: string;
  given: readonly string[];
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD; null: not recorded. */
  birthDate: string | null;
  /** FHIR administrative gender. */
  sex: string | null;
}

export interface Hl7Clinician {
  /** The national provider number where there is one, else the EHR's id. */
  id: string;
  isNpi: boolean;
  /** The whole name where its parts are not known. */
  family: string;
  given: readonly string[];
}

export interface Hl7Parties {
  patient: Hl7Patient;
  clinician: Hl7Clinician;
  /** PV1-19, by which a hospital files what belongs to a visit; null: none is known. */
  visitNumber: string | null;
}

/** Null: the record has no record number or no name, and a message about them could be filed to somebody else. */
export function readHl7Patient(record: Patient): Hl7Patient | null {
  const { mrn, family, given, birthDate, sex } = readPatient(record);
  return mrn && family ? { mrn, family, given, birthDate, sex } : null;
}

const NPI = 'http://hl7.org/fhir/sid/us-npi';
const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/** `record` null: it could not be read; then their id and the name they are shown by stand alone. */
export function readHl7Clinician(
  person: { reference: string; name: string | null },
  record: Practitioner | null,
): Hl7Clinician {
  const npi = record?.identifier?.find(({ system, value }) => system === NPI && value)?.value;
  const name = record?.name?.find(({ use }) => use === 'official') ?? record?.name?.[0];
  const who = { id: npi ?? person.reference.replace(/^.*\//, ''), isNpi: npi !== undefined };
  return name?.family
    ? { ...who, family: name.family, given: name.given?.filter(Boolean) ?? [] }
    : { ...who, family: name?.text ?? person.name ?? '', given: [] };
}

/** The visit number (v2-0203 `VN`), else the only number it has; two without a type are none. */
export function readHl7VisitNumber(record: Encounter): string | null {
  const numbers = (record.identifier ?? []).filter(({ value, use }) => value && use !== 'old');
  const visit =
    numbers.find((one) => typeOf(one) === 'VN') ?? (numbers.length === 1 ? numbers[0] : undefined);
  return visit?.value ?? null;
}

const typeOf = ({ type }: Identifier): string | undefined =>
  type?.coding?.find(({ system }) => system === IDENTIFIER_TYPE)?.code;

/** HL7 table 0001. */
const SEXES = new Map([
  ['female', 'F'],
  ['male', 'M'],
  ['other', 'O'],
  ['unknown', 'U'],
]);

/** PID and PV1; PV1-2 is `O`: table 0004 has no class for a visit by video. */
export function partySegments(site: Hl7Site, parties: Hl7Parties): Hl7Segment[] {
  const { patient, visitNumber } = parties;
  return [
    segment('PID', {
      1: '1',
      3: [patient.mrn, null, null, site.assigningAuthority, 'MR'],
      5: [patient.family, patient.given[0], patient.given.slice(1).join(' ')],
      7: patient.birthDate?.replaceAll('-', ''),
      8: SEXES.get(patient.sex ?? ''),
    }),
    segment('PV1', { 1: '1', 2: 'O', 7: named(parties.clinician), 19: visitNumber }),
  ];
}

/** XCN: a person by number and name. */
export function named({ id, isNpi, family, given }: Hl7Clinician): (string | null | undefined)[] {
  const rest = [null, null, null, null, isNpi ? 'NPI' : null, null, null, null, isNpi ? 'NPI' : null];
  return [id, family, given[0], given.slice(1).join(' '), ...rest];
}
