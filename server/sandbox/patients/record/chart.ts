// A chart under construction: the patient, and every resource written about them so far.
// Every `add…` function of this folder puts its resources here and gives them stable ids.
import type { Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { Calendar } from './calendar.ts';
import { compact, type Loose } from './compact.ts';
import { buildPatient, type Person } from './person.ts';

export interface Chart {
  readonly patient: Patient;
  readonly subject: Reference<Patient>;
  readonly calendar: Calendar;
  readonly resources: Resource[];
  /** E.g. `ada-martin-potassium`, from the second use of a slug on with a number: `ada-martin-potassium-2`. */
  newId(slug: string): string;
}

export function openChart(calendar: Calendar, person: Person): Chart {
  return continueChart(calendar, buildPatient(person), person.id);
}

/** A chart for a patient who exists already; `idPrefix` begins the ids of what is added. */
export function continueChart(calendar: Calendar, patient: Patient, idPrefix: string): Chart {
  const used = new Map<string, number>();
  return {
    patient,
    subject: referTo(patient, displayName(patient)),
    calendar,
    resources: [patient],
    newId(slug) {
      const count = (used.get(slug) ?? 0) + 1;
      used.set(slug, count);
      return count === 1 ? `${idPrefix}-${slug}` : `${idPrefix}-${slug}-${count}`;
    },
  };
}

/** The patient's name as a line of text. */
export function displayName(patient: Patient): string {
  const name = patient.name?.[0];
  const words = name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ');
  return words || 'Patient without a name';
}

export function add<T extends Resource>(chart: Chart, resource: Loose<T>): T {
  const kept = compact<T>(resource);
  chart.resources.push(kept);
  return kept;
}

export function referTo<T extends Resource>(resource: T, display?: string): Reference<T> {
  const reference: Reference<T> = { reference: `${resource.resourceType}/${resource.id}` };
  return display ? { ...reference, display } : reference;
}

/** Letters of the words, in lower case, joined by dashes: part of an id. */
export function slugOf(words: string): string {
  return words
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-|-$/g, '');
}
