// The lines of a note that nobody writes: who, when, where, by which means, with whom, and what was agreed to, from
// the visit's own records and from nothing else. What was not recorded is said to be not recorded; a sentence about
// consent stands here only where there is a consent (the Sharp HealthCare complaint, security-rules 6 e).
import type { LocationLine, ModalityLine, RecordedConsent, RecordedPerson, VisitRecord } from '#domain/visit';
import type { NoteKind } from './note-content.ts';
import { printOneLine } from './one-line.ts';
import { printInstant, printRecordedDay, printSpan, splitInstant } from './print-moment.ts';
import type { RecordLines } from './wire.ts';

const MISSING = 'not recorded';

/** The signed note that another one adds to, replaces or withdraws. */
export interface SignedBefore {
  readonly signedAt: string;
  readonly by: string | null;
  readonly reference: string;
}

export interface LineFacts {
  readonly kind: NoteKind | 'entered-in-error';
  readonly record: VisitRecord;
  /** Who would sign; null: this person cannot. */
  readonly signer: { readonly name: string | null; readonly practitioner: string | null } | null;
  readonly of: SignedBefore | null;
  /** IANA name; the zone in which the site writes its times. */
  readonly timeZone: string;
}

const TITLES: { readonly [One in LineFacts['kind']]: string } = {
  note: 'Telehealth visit note',
  addendum: 'Addendum to a telehealth visit note',
  replacement: 'Telehealth visit note, replacing an earlier one',
  'entered-in-error': 'Telehealth visit note entered in error',
};

export function writeRecordLines(facts: LineFacts): RecordLines {
  const { kind, record, of, timeZone } = facts;
  const isWhole = kind === 'note' || kind === 'replacement';
  return {
    title: TITLES[kind],
    lines: [
      `Patient: ${writePatient(record)}`,
      `Visit: ${writeVisit(record, timeZone)}`,
      ...(of ? [`${RELATIONS[kind]}: ${writeBefore(of, timeZone)}`] : []),
      ...(isWhole ? writeVisitLines(record, timeZone) : []),
      `Signed by: ${writeSigner(facts.signer)}`,
    ],
  };
}

const RELATIONS: { readonly [One in LineFacts['kind']]: string } = {
  note: 'After',
  addendum: 'Adds to',
  replacement: 'Replaces',
  'entered-in-error': 'Withdraws',
};

function writeVisitLines(record: VisitRecord, timeZone: string): string[] {
  return [
    `Clinician: ${nameOf(record.people.find(({ role }) => role === 'host'))}`,
    `Identity: ${writeIdentity(record, timeZone)}`,
    `Patient location: ${writeLocations(record, timeZone)}`,
    `Modality: ${writeModalities(record, timeZone)}`,
    `Participants: ${writePeople(record.people, timeZone)}`,
    `Consent to telehealth: ${writeConsent(record.consents, timeZone)}`,
    ...record.listening.map(
      (one) => `${LISTENING_NAMES[one.purpose]}: ${writeListening(one, record.consents, timeZone)}`,
    ),
    ...(record.emergency ? [`Emergency: ${writeEmergency(record.emergency, timeZone)}`] : []),
  ];
}

function writePatient({ patientName, birthDate }: VisitRecord): string {
  const born = birthDate === null ? `birth date ${MISSING}` : `born ${printRecordedDay(birthDate)}`;
  return `${textOr(patientName)}, ${born}`;
}

const NOT_HELD: Partial<Record<VisitRecord['state'], string>> = {
  cancelled: 'cancelled',
  'no-show': 'the patient did not come',
  'left-before-seen': 'the patient left before being seen',
};

function writeVisit({ admittedAt, endedAt, state, plannedStart }: VisitRecord, timeZone: string): string {
  if (admittedAt === null) {
    const planned = plannedStart === null ? '' : `planned for ${printInstant(plannedStart, timeZone)}; `;
    return `${planned}did not take place${NOT_HELD[state] ? `: ${NOT_HELD[state]}` : ''}`;
  }
  const minutes =
    endedAt === null ? null : Math.floor((Date.parse(endedAt) - Date.parse(admittedAt)) / 60_000);
  const length = minutes === null ? '' : ` (${minutes} minutes from admission to end)`;
  return `${splitInstant(admittedAt, timeZone).day} ${printSpan(admittedAt, endedAt, timeZone)}${length}`;
}

const IDENTIFIER_NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  'birth-date': 'date of birth',
  address: 'address',
  phone: 'telephone number',
  mrn: 'medical record number',
  'photo-id': 'photo identification',
};

function writeIdentity({ identity }: VisitRecord, timeZone: string): string {
  const last = identity.at(-1);
  if (!last) return MISSING;
  const compared = last.identifiers.map((one) => IDENTIFIER_NAMES[one] ?? printOneLine(one)).join(', ');
  return `confirmed by ${textOr(last.by)} at ${printInstant(last.at, timeZone)} by ${compared}`;
}

const PLACE_NAMES: { readonly [One in LocationLine['where']['place']]: string } = {
  home: 'home',
  clinic: 'clinic',
  hospital: 'hospital',
  'nursing-facility': 'nursing facility',
  school: 'school',
  work: 'work',
  vehicle: 'vehicle',
  other: 'another place',
};

const SAID_BY: { readonly [One in LocationLine['saidBy']]: string } = {
  patient: 'the patient says',
  proxy: 'the patient’s representative says',
  host: 'entered by the clinician',
  clinician: 'entered by a clinician',
  staff: 'entered by staff',
  system: 'set by the program',
};

/** The last place said before care began, and every change after. */
function writeLocations({ locations, admittedAt }: VisitRecord, timeZone: string): string {
  const said = sinceAdmission(locations, admittedAt).map(
    ({ where, from, saidBy }) =>
      `${[PLACE_NAMES[where.place], where.address, where.state, where.country]
        .filter((one) => one !== null)
        .map(printOneLine)
        .join(', ')} (${SAID_BY[saidBy]}, ${printInstant(from, timeZone)})`,
  );
  return said.length === 0 ? MISSING : said.join('; then ');
}

const MODALITY_NAMES: { readonly [One in ModalityLine['modality']]: string } = {
  video: 'video with audio',
  audio: 'audio only',
  phone: 'telephone',
};

function writeModalities({ modalities, admittedAt, endedAt }: VisitRecord, timeZone: string): string {
  if (admittedAt === null) return 'none: the visit did not take place';
  const held = sinceAdmission(modalities, admittedAt);
  const spans = held.flatMap(({ modality, from }, at) => {
    const begin = from < admittedAt ? admittedAt : from;
    const until = held[at + 1]?.from ?? endedAt;
    // Changed again in the same moment: it was never used.
    if (until !== null && until <= begin) return [];
    return [`${MODALITY_NAMES[modality]} ${printSpan(begin, until, timeZone)}`];
  });
  return spans.length === 0 ? MISSING : spans.join('; then ');
}

function sinceAdmission<Line extends { from: string }>(
  lines: readonly Line[],
  admittedAt: string | null,
): readonly Line[] {
  if (admittedAt === null) return lines.slice(-1);
  const first = lines.findLastIndex(({ from }) => from <= admittedAt);
  return lines.slice(Math.max(first, 0));
}

const ROLE_NAMES: { readonly [One in RecordedPerson['role']]: string } = {
  host: 'responsible clinician',
  clinician: 'clinician',
  staff: 'staff',
  patient: 'patient',
  proxy: 'patient’s representative',
  guest: 'guest',
};

/** Those who were in the visit: a name on an invitation is nobody who took part. */
function writePeople(people: readonly RecordedPerson[], timeZone: string): string {
  const came = people.filter(({ stays }) => stays.length > 0);
  const lines = came.map((one) => {
    const stays = one.stays.map(({ from, until }) => printSpan(from, until, timeZone)).join(', ');
    const role = one.role === 'guest' ? writeGuestRole(one) : ROLE_NAMES[one.role];
    return `${nameOf(one)} (${role}) ${stays}`;
  });
  return lines.length === 0 ? 'no connection recorded' : lines.join('; ');
}

function writeGuestRole({ guestRole, language }: RecordedPerson): string {
  const role = guestRole === null || guestRole === 'other' ? 'guest' : guestRole;
  return language === null ? role : `${role}, ${printOneLine(language)}`;
}

const GIVERS: { readonly [One in RecordedConsent['by']]: string } = {
  self: 'the patient',
  parent: 'a parent',
  guardian: 'a guardian',
  proxy: 'the patient’s representative',
};

/** The last word on each way of meeting counts: a no, and a yes taken back, are written as what they are. */
function writeConsent(consents: readonly RecordedConsent[], timeZone: string): string {
  const said = consents.filter(({ kind, givenFor }) => kind === 'telehealth' && givenFor === 'patient');
  const isLast = (one: RecordedConsent, at: number) =>
    said.findLastIndex(({ modality }) => modality === one.modality) === at;
  const words = said.filter(isLast).map((one) => writeWord(one, timeZone));
  return words.length === 0 ? MISSING : words.join('; ');
}

const WAY_NAMES = { video: 'for video ', audio: 'for sound without picture ' } as const;

function writeWord(last: RecordedConsent, timeZone: string): string {
  const who = last.name === null ? GIVERS[last.by] : `${GIVERS[last.by]} (${printOneLine(last.name)})`;
  const text = `text version ${printOneLine(last.version)}, language ${last.language}`;
  const way = last.modality === null ? '' : WAY_NAMES[last.modality];
  const given = `${way}${last.agreed ? 'given' : 'refused'} by ${who} ${printInstant(last.givenAt, timeZone)}, ${text}`;
  const back = last.withdrawnAt === null ? [] : [`taken back ${printInstant(last.withdrawnAt, timeZone)}`];
  return [given, ...writeHeard(last.heard), ...back].join(', ');
}

type Listening = VisitRecord['listening'][number];

const LISTENING_NAMES: { readonly [One in Listening['purpose']]: string } = {
  recording: 'Consent to recording',
  'ai-listening': 'Consent to AI listening',
};

/** When it was allowed, and what each said; whether anything was recorded or listened to is not in these records. */
function writeListening(
  { purpose, spans }: Listening,
  consents: readonly RecordedConsent[],
  timeZone: string,
): string {
  const times = spans.map(({ from, until }) => printSpan(from, until, timeZone)).join('; then ');
  const said = consents
    .filter(({ kind }) => kind === purpose)
    .map((one) => writeSaid(one, timeZone))
    .join('; ');
  return `everybody was asked; ${times === '' ? 'at no time held from everybody' : `held from everybody ${times}`}${
    said === '' ? '' : `; said in this visit: ${said}`
  }`;
}

/** Of what was pressed on a screen there is nothing to say. */
function writeHeard(heard: RecordedConsent['heard']): string[] {
  if (!heard) return [];
  return [
    `spoken, heard by ${printOneLine(heard.by)}`,
    ...(heard.interpreter ? [`interpreter ${printOneLine(heard.interpreter)}`] : []),
    ...(heard.witness ? [`witness ${printOneLine(heard.witness)}`] : []),
  ];
}

const HEARD_ROLES: { readonly [One in RecordedConsent['givenFor']]: string } = {
  patient: 'for the patient',
  proxy: 'representative',
  guest: 'guest',
  staff: 'clinician',
};

function writeSaid(
  { name, givenFor, agreed, heard, givenAt, withdrawnAt }: RecordedConsent,
  timeZone: string,
): string {
  const aloud = writeHeard(heard);
  const back = withdrawnAt === null ? [] : [`taken back ${printInstant(withdrawnAt, timeZone)}`];
  const who = `${textOr(name, 'name not recorded')} (${HEARD_ROLES[givenFor]})`;
  return [`${who} ${agreed ? 'yes' : 'no'} ${printInstant(givenAt, timeZone)}`, ...aloud, ...back].join(', ');
}

function writeEmergency(emergency: NonNullable<VisitRecord['emergency']>, timeZone: string): string {
  const { at, by, reason } = emergency;
  return `opened ${printInstant(at, timeZone)} by ${printOneLine(by)}: ${printOneLine(reason)}`;
}

function writeSigner(signer: LineFacts['signer']): string {
  if (!signer) return 'nobody yet';
  const name = textOr(signer.name);
  return signer.practitioner === null ? name : `${name} (${printOneLine(signer.practitioner)})`;
}

function writeBefore({ signedAt, by, reference }: SignedBefore, timeZone: string): string {
  return `note signed ${printInstant(signedAt, timeZone)} by ${textOr(by)}, Ref ${reference}`;
}

function nameOf(person: RecordedPerson | undefined): string {
  return textOr(person?.name ?? null, 'name not recorded');
}

function textOr(text: string | null, otherwise = MISSING): string {
  return text === null ? otherwise : printOneLine(text) || otherwise;
}
