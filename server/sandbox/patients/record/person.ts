// Who the patient is: US Core Patient with race, ethnicity, birth sex, language and interpreter.
import type { Address, Extension, HumanName, Patient, Practitioner, Reference } from '@medplum/fhirtypes';
import { coding, concept, hl7, ownSystem, SNOMED, usCore } from '#server/sandbox/patients/terms';
import { compact } from './compact.ts';

export const MRN_SYSTEM = ownSystem('mrn');

const CDC_RACE = 'urn:oid:2.16.840.1.113883.6.238';
const RACES = {
  white: coding(CDC_RACE, '2106-3', 'White'),
  black: coding(CDC_RACE, '2054-5', 'Black or African American'),
  asian: coding(CDC_RACE, '2028-9', 'Asian'),
  native: coding(CDC_RACE, '1002-5', 'American Indian or Alaska Native'),
};
const ETHNICITIES = {
  hispanic: coding(CDC_RACE, '2135-2', 'Hispanic or Latino'),
  notHispanic: coding(CDC_RACE, '2186-5', 'Not Hispanic or Latino'),
};
const LANGUAGES = { en: 'English', es: 'Spanish', pt: 'Portuguese' };
const MARITAL = { S: 'Never Married', M: 'Married', W: 'Widowed', D: 'Divorced' };

export interface Person {
  id: string;
  given: string[];
  family: string;
  prefix?: string;
  /** Full date or, where nobody knows better, `YYYY-MM` or `YYYY`. */
  birthDate: string;
  sex: NonNullable<Patient['gender']>;
  birthSex: 'F' | 'M' | 'UNK';
  mrn: string;
  races: (keyof typeof RACES)[];
  ethnicity: keyof typeof ETHNICITIES;
  address: Home;
  /** Lives elsewhere for a part of the year. */
  secondAddress?: Home;
  /** In a 555-01xx range, which is kept for fiction. */
  phone: string;
  email?: string;
  language?: keyof typeof LANGUAGES;
  needsInterpreter?: boolean;
  marital?: keyof typeof MARITAL;
  emergencyContact?: { name: string; relation: string; phone: string };
  generalPractitioner?: Reference<Practitioner>;
  deceased?: string;
}

export interface Home {
  line: string;
  city: string;
  state: string;
  zip: string;
}

export function buildPatient(person: Person): Patient {
  const language = person.language ?? 'en';
  return compact<Patient>({
    resourceType: 'Patient',
    id: person.id,
    meta: { profile: [usCore('us-core-patient')] },
    extension: extensionsOf(person),
    identifier: [
      {
        use: 'usual',
        type: concept('Medical record number', coding(hl7('v2-0203'), 'MR', 'Medical record number')),
        system: MRN_SYSTEM,
        value: person.mrn,
      },
    ],
    active: true,
    name: [nameOf(person)],
    telecom: [
      { system: 'phone', value: person.phone, use: 'mobile' },
      ...(person.email ? [{ system: 'email' as const, value: person.email }] : []),
    ],
    gender: person.sex,
    birthDate: person.birthDate,
    deceasedDateTime: person.deceased,
    address: [
      addressOf(person.address, 'home'),
      ...(person.secondAddress ? [addressOf(person.secondAddress, 'temp')] : []),
    ],
    maritalStatus: person.marital
      ? concept(
          MARITAL[person.marital],
          coding(hl7('v3-MaritalStatus'), person.marital, MARITAL[person.marital]),
        )
      : undefined,
    contact: person.emergencyContact
      ? [
          {
            relationship: [
              concept(person.emergencyContact.relation, coding(hl7('v2-0131'), 'C', 'Emergency Contact')),
            ],
            name: { text: person.emergencyContact.name },
            telecom: [{ system: 'phone', value: person.emergencyContact.phone }],
          },
        ]
      : undefined,
    communication: [
      {
        language: concept(LANGUAGES[language], coding('urn:ietf:bcp:47', language, LANGUAGES[language])),
        preferred: true,
      },
    ],
    generalPractitioner: person.generalPractitioner ? [person.generalPractitioner] : undefined,
  });
}

function nameOf(person: Person): HumanName {
  const text = `${person.given.join(' ')} ${person.family}`;
  return compact<HumanName>({
    use: 'official',
    text,
    family: person.family,
    given: person.given,
    prefix: person.prefix ? [person.prefix] : undefined,
  });
}

export function addressOf(home: Home, use: NonNullable<Address['use']>): Address {
  return {
    use,
    type: 'both',
    line: [home.line],
    city: home.city,
    state: home.state,
    postalCode: home.zip,
    country: 'US',
  };
}

function extensionsOf(person: Person): Extension[] {
  const races = person.races.map((race) => RACES[race]);
  const ethnicity = ETHNICITIES[person.ethnicity];
  const extensions: Extension[] = [
    {
      url: usCore('us-core-race'),
      extension: [
        ...races.map((valueCoding) => ({ url: 'ombCategory', valueCoding })),
        { url: 'text', valueString: races.map((race) => race.display).join(', ') || 'Not recorded' },
      ],
    },
    {
      url: usCore('us-core-ethnicity'),
      extension: [
        { url: 'ombCategory', valueCoding: ethnicity },
        { url: 'text', valueString: ethnicity.display ?? '' },
      ],
    },
    { url: usCore('us-core-birthsex'), valueCode: person.birthSex },
  ];
  if (person.needsInterpreter !== undefined) {
    // Said twice because EHRs differ: US Core 7 and later, and base R4.
    extensions.push(
      {
        url: usCore('us-core-interpreter-needed'),
        valueCoding: person.needsInterpreter
          ? coding(SNOMED, '373066001', 'Yes')
          : coding(SNOMED, '373067005', 'No'),
      },
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired',
        valueBoolean: person.needsInterpreter,
      },
    );
  }
  return extensions;
}
