// Patients and visits as lists show them: name, birth date, number. Reads a partition, writes nothing.
import type { Appointment, Encounter, HumanName, Patient } from '@medplum/fhirtypes';
import type { PartitionReader } from '#server/sandbox/contract';

export interface PatientLine {
  id: string;
  /** FAMILY, Given */
  name: string;
  /** 21-Nov-1961 */
  born: string;
  sex: string;
  mrn: string;
}

export interface PatientPage {
  lines: PatientLine[];
  page: number;
  pages: number;
  total: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PAGE_SIZE = 10;

/** 1961-11-21 → 21-Nov-1961; partial dates as known. */
export function writeDate(date: string | undefined): string {
  const [year, month, day] = (date ?? '').slice(0, 10).split('-');
  if (!year) return 'not recorded';
  const name = MONTHS[Number(month) - 1];
  return [...(day ? [day] : []), ...(name ? [name] : []), year].join('-');
}

function writeName(names: HumanName[] | undefined): string {
  const name = names?.find((each) => each.use === 'official') ?? names?.[0];
  if (!name) return 'Name not recorded';
  const given = name.given?.join(' ') ?? '';
  return name.family ? `${name.family.toUpperCase()}, ${given}` : name.text || given;
}

function readLine(patient: Patient): PatientLine {
  const mrn = patient.identifier?.find((each) => each.type?.coding?.some((coding) => coding.code === 'MR'));
  return {
    id: patient.id ?? '',
    name: writeName(patient.name),
    born: writeDate(patient.birthDate),
    sex: patient.gender ?? 'not recorded',
    mrn: (mrn ?? patient.identifier?.[0])?.value ?? '',
  };
}

/** One patient, or undefined. */
export async function readPatientLine(reader: PartitionReader, id: string): Promise<PatientLine | undefined> {
  const patient = await reader.read('Patient', id);
  return patient?.resourceType === 'Patient' ? readLine(patient) : undefined;
}

/** Patients whose name or number contains `words`: those in `first` in that order, then by name. `only` limits. */
export async function listPatients(
  reader: PartitionReader,
  choice: { words?: string; page?: number; only?: string[]; first?: string[] },
): Promise<PatientPage> {
  const found = choice.only
    ? await Promise.all(choice.only.map((id) => reader.read('Patient', id)))
    : await reader.search('Patient?_count=1000');
  const words = (choice.words ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const first = choice.first ?? [];
  const rank = (line: PatientLine) => (first.includes(line.id) ? first.indexOf(line.id) : first.length);
  const lines = found
    .filter((resource) => resource?.resourceType === 'Patient')
    .map((patient) => readLine(patient as Patient))
    .filter((line) => words.every((word) => `${line.name} ${line.mrn}`.toLowerCase().includes(word)))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const pages = Math.max(1, Math.ceil(lines.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, choice.page ?? 1), pages);
  return { lines: lines.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), page, pages, total: lines.length };
}

export interface VisitLine {
  id: string;
  /** e.g. "in progress · 22-Nov-2026 · Video visit" */
  says: string;
  status: string;
}

/** A patient's encounters, the newest first. */
export async function listVisits(reader: PartitionReader, patient: string): Promise<VisitLine[]> {
  const found = await reader.search(`Encounter?patient=${patient}&_count=200`);
  return found
    .filter((resource) => resource.resourceType === 'Encounter')
    .map((resource) => resource as Encounter)
    .sort((a, b) => (b.period?.start ?? '').localeCompare(a.period?.start ?? ''))
    .slice(0, 12)
    .map((visit) => ({
      id: visit.id ?? '',
      status: visit.status,
      says: [
        visit.status,
        writeDate(visit.period?.start),
        visit.type?.[0]?.text ?? visit.type?.[0]?.coding?.[0]?.display,
      ]
        .filter(Boolean)
        .join(' · '),
    }));
}

export interface AppointmentLine {
  id: string;
  patient: string;
  start: string;
  says: string;
}

/** Appointments that start on `day` (YYYY-MM-DD), in order. */
export async function listAppointments(reader: PartitionReader, day: string): Promise<AppointmentLine[]> {
  const found = await reader.search(`Appointment?date=${day}&_count=500`);
  return found
    .filter((resource) => resource.resourceType === 'Appointment')
    .map((resource) => resource as Appointment)
    .sort((a, b) => (a.start ?? '').localeCompare(b.start ?? ''))
    .map((appointment) => {
      const who = appointment.participant?.find((each) => each.actor?.reference?.startsWith('Patient/'));
      return {
        id: appointment.id ?? '',
        patient: who?.actor?.reference?.split('/')[1] ?? '',
        start: appointment.start ?? '',
        says: `${appointment.start?.slice(11, 16) ?? ''} ${appointment.description ?? appointment.appointmentType?.text ?? 'Appointment'}`,
      };
    });
}
