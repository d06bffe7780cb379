// Reads a FHIR Patient into what the banner needs. What is not recorded stays absent; nothing is guessed.
import type { HumanName, Identifier, Patient } from '@medplum/fhirtypes';

export interface PatientRead {
  id: string;
  family: string | null;
  given: string[];
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  birthDate: string | null;
  deceased: boolean;
  /** FHIR administrative gender, as recorded. */
  sex: string | null;
  /** The medical record number, by identifier type v2-0203 `MR`. */
  mrn: string | null;
  /** BCP-47 tag of the preferred language; the only one recorded counts as preferred. */
  language: string | null;
  interpreterNeeded: boolean | null;
}

const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';
/** US Core 8.0.0, interpreter needed; a SNOMED CT yes, no or unknown. */
const US_CORE_INTERPRETER = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-interpreter-needed';
/** FHIR R4 core extension, a boolean. */
const R4_INTERPRETER = 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired';
const SNOMED_ANSWERS = new Map([
  ['373066001', true],
  ['373067005', false],
]);

export function readPatient(patient: Patient): PatientRead {
  const name = chooseName(patient.name ?? []);
  return {
    id: patient.id ?? '',
    family: name?.family ?? name?.text ?? null,
    given: name?.given?.filter(Boolean) ?? [],
    birthDate: patient.birthDate ?? null,
    deceased: patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined,
    sex: patient.gender ?? null,
    mrn: chooseMrn(patient.identifier ?? [])?.value ?? null,
    language: chooseLanguage(patient),
    interpreterNeeded: readInterpreter(patient),
  };
}

/** The name in use now: official before usual before any; old and maiden names never. */
function chooseName(names: HumanName[]): HumanName | undefined {
  const current = names.filter(
    ({ use, period }) => use !== 'old' && use !== 'maiden' && period?.end === undefined,
  );
  return (
    current.find(({ use }) => use === 'official') ?? current.find(({ use }) => use === 'usual') ?? current[0]
  );
}

function chooseMrn(identifiers: Identifier[]): Identifier | undefined {
  const numbers = identifiers.filter(
    ({ type, use, value }) =>
      value &&
      use !== 'old' &&
      type?.coding?.some(({ system, code }) => system === IDENTIFIER_TYPE && code === 'MR'),
  );
  return numbers.find(({ use }) => use === 'official' || use === 'usual') ?? numbers[0];
}

function chooseLanguage({ communication = [] }: Patient): string | null {
  const chosen =
    communication.find(({ preferred }) => preferred) ??
    (communication.length === 1 ? communication[0] : undefined);
  return chosen?.language?.coding?.find(({ code }) => code)?.code ?? null;
}

function readInterpreter({ extension = [] }: Patient): boolean | null {
  const coded = extension.find(({ url }) => url === US_CORE_INTERPRETER)?.valueCoding?.code;
  const answer = coded === undefined ? undefined : SNOMED_ANSWERS.get(coded);
  return answer ?? extension.find(({ url }) => url === R4_INTERPRETER)?.valueBoolean ?? null;
}
