// The staff as FHIR: Practitioner with identifiers and licences, PractitionerRole with the code a
// tenant maps to a role.
import type {
  Organization,
  Practitioner,
  PractitionerQualification,
  PractitionerRole,
} from '@medplum/fhirtypes';
import { type Calendar, compact } from '#server/sandbox/patients/record';
import { coding, concept, hl7, ownSystem, usCore } from '#server/sandbox/patients/terms';
import {
  type Degree,
  type Licence,
  licencePeriod,
  type RoleCode,
  STAFF,
  type StaffMember,
  type State,
  staffName,
} from './staff.ts';

/** Da Vinci Plan-Net: status of a qualification and the states where it holds. */
export const QUALIFICATION_EXTENSION =
  'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

const DEGREES: Record<Degree, { code: [string, string] | undefined; text: string }> = {
  MD: { code: ['MD', 'Doctor of Medicine'], text: 'Physician licence' },
  NP: { code: ['NP', 'Nurse Practitioner'], text: 'Nurse practitioner licence' },
  PSY: { code: undefined, text: 'Psychologist licence' },
  RN: { code: ['RN', 'Registered Nurse'], text: 'Registered nurse licence' },
};

const STATES: Record<State, { name: string; capital: string; zip: string }> = {
  MA: { name: 'Massachusetts', capital: 'Boston', zip: '02108' },
  NH: { name: 'New Hampshire', capital: 'Concord', zip: '03301' },
  ME: { name: 'Maine', capital: 'Augusta', zip: '04330' },
  CA: { name: 'California', capital: 'Sacramento', zip: '95814' },
  FL: { name: 'Florida', capital: 'Tallahassee', zip: '32301' },
};

const HL7_ROLES: Partial<Record<RoleCode, [string, string]>> = {
  clinician: ['doctor', 'Doctor'],
  nurse: ['nurse', 'Nurse'],
  'tech-admin': ['ict', 'ICT professional'],
};

export function buildStaff(calendar: Calendar): (Practitioner | PractitionerRole)[] {
  return Object.values(STAFF).flatMap((member: StaffMember, index) => [
    buildPractitioner(member, index, calendar),
    buildRole(member),
  ]);
}

function buildPractitioner(member: StaffMember, index: number, calendar: Calendar): Practitioner {
  return compact<Practitioner>({
    resourceType: 'Practitioner',
    id: member.id,
    meta: { profile: [usCore('us-core-practitioner')] },
    identifier: [
      { system: ownSystem('staff-number'), value: `S${1001 + index}` },
      ...(member.licences.length > 0
        ? [{ system: 'http://hl7.org/fhir/sid/us-npi', value: fictionalNpi(index) }]
        : []),
    ],
    active: true,
    name: [
      compact({
        use: 'official',
        text: staffName(member),
        family: member.family,
        given: member.given,
        prefix: member.prefix ? [member.prefix] : undefined,
        suffix: member.suffix ? [member.suffix] : undefined,
      }),
    ],
    telecom: [
      { system: 'phone', value: `978-555-${String(120 + index).padStart(4, '0')}`, use: 'work' },
      { system: 'email', value: `${member.id}@harborlight.example`, use: 'work' },
    ],
    gender: member.gender,
    qualification:
      member.licences.length > 0
        ? member.licences.map((licence) => buildLicence(licence, calendar))
        : undefined,
  });
}

function buildLicence(licence: Licence, calendar: Calendar): PractitionerQualification {
  const { code, text } = DEGREES[licence.degree];
  const state = STATES[licence.state];
  const period = licencePeriod(licence, calendar);
  const status = licence.status ?? (period.end < calendar.today ? 'inactive' : 'active');
  return {
    extension: [
      {
        url: QUALIFICATION_EXTENSION,
        extension: [
          { url: 'status', valueCode: status },
          {
            url: 'whereValid',
            valueCodeableConcept: concept(
              state.name,
              coding('https://www.usps.com/', licence.state, state.name),
            ),
          },
        ],
      },
    ],
    identifier: [
      {
        type: concept('Licence number', coding(hl7('v2-0203'), 'LN', 'License number')),
        system: ownSystem(`licence/${licence.state.toLowerCase()}`),
        value: licence.number,
      },
    ],
    code: concept(
      `${text} (${licence.state})`,
      ...(code ? [coding('http://terminology.hl7.org/CodeSystem/v2-0360', ...code)] : []),
    ),
    period,
    issuer: {
      reference: `Organization/board-${licence.state.toLowerCase()}`,
      display: boardName(state.name),
    },
  };
}

function buildRole(member: StaffMember): PractitionerRole {
  const hl7Role = HL7_ROLES[member.role];
  return compact<PractitionerRole>({
    resourceType: 'PractitionerRole',
    id: `${member.id}-role`,
    meta: { profile: [usCore('us-core-practitionerrole')] },
    active: true,
    practitioner: { reference: `Practitioner/${member.id}`, display: staffName(member) },
    organization: { reference: 'Organization/harborlight', display: 'Harborlight Health' },
    code: [
      concept(
        member.title,
        coding(ownSystem('practitioner-role'), member.role, member.role),
        ...(hl7Role ? [coding(hl7('practitioner-role'), ...hl7Role)] : []),
      ),
    ],
    specialty: member.specialty
      ? [concept(member.specialty[1], coding('http://nucc.org/provider-taxonomy', ...member.specialty))]
      : undefined,
    location: [
      { reference: 'Location/harborlight-amesbury', display: 'Harborlight Amesbury clinic' },
      { reference: 'Location/harborlight-virtual', display: 'Harborlight video visits' },
    ],
    telecom: [{ system: 'phone', value: '978-555-0100', use: 'work' }],
  });
}

/** The boards that gave the licences. */
export function buildBoards(): Organization[] {
  return Object.entries(STATES).map(
    ([code, state]): Organization => ({
      resourceType: 'Organization',
      id: `board-${code.toLowerCase()}`,
      meta: { profile: [usCore('us-core-organization')] },
      active: true,
      type: [concept('Government', coding(hl7('organization-type'), 'govt', 'Government'))],
      name: boardName(state.name),
      telecom: [{ system: 'phone', value: '800-555-0140' }],
      address: [
        {
          line: ['1 State House Way'],
          city: state.capital,
          state: code,
          postalCode: state.zip,
          country: 'US',
        },
      ],
    }),
  );
}

function boardName(state: string): string {
  return `${state} licensing board (sandbox)`;
}

/** NPIs that begin with 2 have never been given out; the last digit is the Luhn check over 80840 + number. */
function fictionalNpi(index: number): string {
  const nine = String(299_999_000 + index);
  const sum = [...`80840${nine}`].reverse().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}
