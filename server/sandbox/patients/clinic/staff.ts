// Who works at the sandbox's clinic: profession, licences, role. Everybody is invented. Licences are
// what later decides where a visit may take place, so each case has its person.
import type { Practitioner, Reference } from '@medplum/fhirtypes';
import type { Calendar, Span } from '#server/sandbox/patients/record';

export type State = 'MA' | 'NH' | 'ME' | 'CA' | 'FL';
/** HL7 v2-0360 degrees. */
export type Degree = 'MD' | 'NP' | 'PSY' | 'RN';

export interface Licence {
  state: State;
  number: string;
  degree: Degree;
  /** How long ago it was given; how long from today (or ago) it ends. */
  since: Span;
  endsIn?: Span;
  endedAgo?: Span;
  /** A board's word other than "active". */
  status?: 'revoked';
}

/** Code of the PractitionerRole; a tenant maps it to a role of the app. */
export type RoleCode =
  | 'clinician'
  | 'nurse'
  | 'biller'
  | 'supervisor'
  | 'privacy-officer'
  | 'tech-admin'
  | 'observer';

export interface StaffMember {
  id: string;
  given: string[];
  family: string;
  prefix?: string;
  suffix?: string;
  gender: NonNullable<Practitioner['gender']>;
  /** For the launch pad, e.g. "Physician, licensed in MA and NH". */
  title: string;
  role: RoleCode;
  /** NUCC provider taxonomy. */
  specialty?: [code: string, display: string];
  licences: Licence[];
  /** Sees patients: has a schedule. */
  hasSchedule?: boolean;
}

const FAMILY_MEDICINE: [string, string] = ['207Q00000X', 'Family Medicine Physician'];
const INTERNAL_MEDICINE: [string, string] = ['207R00000X', 'Internal Medicine Physician'];

export const STAFF = {
  helenBrooks: {
    id: 'helen-brooks',
    given: ['Helen', 'R.'],
    family: 'Brooks',
    prefix: 'Dr.',
    suffix: 'MD',
    gender: 'female',
    title: 'Physician (family medicine), licensed in MA and NH',
    role: 'clinician',
    specialty: FAMILY_MEDICINE,
    licences: [
      { state: 'MA', number: 'MA-SBX-20417', degree: 'MD', since: '14y', endsIn: '1y4m' },
      { state: 'NH', number: 'NH-SBX-11862', degree: 'MD', since: '6y', endsIn: '9m' },
    ],
    hasSchedule: true,
  },
  marcusReed: {
    id: 'marcus-reed',
    given: ['Marcus'],
    family: 'Reed',
    prefix: 'Dr.',
    suffix: 'MD',
    gender: 'male',
    title: 'Physician (internal medicine), licensed in CA and FL only',
    role: 'clinician',
    specialty: INTERNAL_MEDICINE,
    licences: [
      { state: 'CA', number: 'CA-SBX-77310', degree: 'MD', since: '11y', endsIn: '1y2m' },
      { state: 'FL', number: 'FL-SBX-50088', degree: 'MD', since: '3y', endsIn: '11m' },
    ],
    hasSchedule: true,
  },
  amaraDiallo: {
    id: 'amara-diallo',
    given: ['Amara'],
    family: 'Diallo',
    suffix: 'FNP-C',
    gender: 'female',
    title: 'Nurse practitioner, licensed in MA and ME',
    role: 'clinician',
    specialty: ['363LF0000X', 'Family Nurse Practitioner'],
    licences: [
      { state: 'MA', number: 'MA-SBX-NP-3391', degree: 'NP', since: '8y', endsIn: '1y7m' },
      { state: 'ME', number: 'ME-SBX-NP-0457', degree: 'NP', since: '4y', endsIn: '8m' },
    ],
    hasSchedule: true,
  },
  julianKatz: {
    id: 'julian-katz',
    given: ['Julian'],
    family: 'Katz',
    prefix: 'Dr.',
    suffix: 'PsyD',
    gender: 'male',
    title: 'Psychologist, licensed in MA',
    role: 'clinician',
    specialty: ['103TC0700X', 'Clinical Psychologist'],
    licences: [{ state: 'MA', number: 'MA-SBX-PSY-1204', degree: 'PSY', since: '9y', endsIn: '1y' }],
    hasSchedule: true,
  },
  victorStone: {
    id: 'victor-stone',
    given: ['Victor'],
    family: 'Stone',
    prefix: 'Dr.',
    suffix: 'MD',
    gender: 'male',
    title: 'Physician, MA licence expired, NH licence revoked',
    role: 'clinician',
    specialty: INTERNAL_MEDICINE,
    licences: [
      { state: 'MA', number: 'MA-SBX-09975', degree: 'MD', since: '21y', endedAgo: '2m' },
      { state: 'NH', number: 'NH-SBX-04120', degree: 'MD', since: '15y', endsIn: '1y', status: 'revoked' },
    ],
    hasSchedule: true,
  },
  rosaDelgado: {
    id: 'rosa-delgado',
    given: ['Rosa'],
    family: 'Delgado',
    suffix: 'RN',
    gender: 'female',
    title: 'Registered nurse, licensed in MA',
    role: 'nurse',
    specialty: ['163W00000X', 'Registered Nurse'],
    licences: [{ state: 'MA', number: 'MA-SBX-RN-88213', degree: 'RN', since: '12y', endsIn: '10m' }],
  },
  peterLund: {
    id: 'peter-lund',
    given: ['Peter'],
    family: 'Lund',
    gender: 'male',
    title: 'Biller',
    role: 'biller',
    licences: [],
  },
  ireneVasquez: {
    id: 'irene-vasquez',
    given: ['Irene'],
    family: 'Vasquez',
    gender: 'female',
    title: 'Supervisor, telehealth programme',
    role: 'supervisor',
    licences: [],
  },
  omarHaddad: {
    id: 'omar-haddad',
    given: ['Omar'],
    family: 'Haddad',
    gender: 'male',
    title: 'Privacy officer',
    role: 'privacy-officer',
    licences: [],
  },
  ninaPetrova: {
    id: 'nina-petrova',
    given: ['Nina'],
    family: 'Petrova',
    gender: 'female',
    title: 'Technical administrator',
    role: 'tech-admin',
    licences: [],
  },
  kaiJensen: {
    id: 'kai-jensen',
    given: ['Kai'],
    family: 'Jensen',
    gender: 'other',
    title: 'Visiting student: a role the app does not know',
    role: 'observer',
    licences: [],
  },
} satisfies Record<string, StaffMember>;

export function staffName(member: StaffMember): string {
  const name = [member.prefix, ...member.given, member.family].filter(Boolean).join(' ');
  return member.suffix ? `${name}, ${member.suffix}` : name;
}

/** Reference by the short name of the staff list, e.g. `staff('helenBrooks')`. */
export function staff(name: keyof typeof STAFF): Reference<Practitioner> {
  const member: StaffMember = STAFF[name];
  return { reference: `Practitioner/${member.id}`, display: staffName(member) };
}

/** First and last day of a licence. */
export function licencePeriod(licence: Licence, calendar: Calendar): { start: string; end: string } {
  const end = licence.endedAgo ? calendar.ago(licence.endedAgo) : calendar.ahead(licence.endsIn ?? '1y');
  return { start: calendar.ago(licence.since), end };
}
