// What each list of the chart asks the EHR for: one search, and of that one page. What is read does not grow with
// the record; allergies alone are read on, since a part of them is as good as none.
import type { EntryListName } from '#profiles/chart-list';

export interface ListRead {
  type: string;
  /** Beside `patient`. */
  params: Record<string, string>;
  /** Entries a page. */
  count: number;
  /** Pages at most. */
  pages: number;
}

const YEAR_MS = 365 * 24 * 3600_000;

export function listRead(list: EntryListName, now: Date): ListRead {
  if (list !== 'appointments') return READS[list];
  // Oracle Health searches appointments by date only (ehr-integration.md 3.4).
  const since = new Date(now.getTime() - YEAR_MS).toISOString().slice(0, 10);
  return { type: 'Appointment', params: { date: `ge${since}`, _sort: '-date' }, count: 50, pages: 1 };
}

const READS: Record<Exclude<EntryListName, 'appointments'>, ListRead> = {
  allergies: { type: 'AllergyIntolerance', params: {}, count: 100, pages: 10 },
  problems: { type: 'Condition', params: { _sort: '-recorded-date' }, count: 100, pages: 1 },
  medications: { type: 'MedicationRequest', params: { _sort: '-authoredon' }, count: 100, pages: 1 },
  vitals: { type: 'Observation', params: { category: 'vital-signs', _sort: '-date' }, count: 100, pages: 1 },
  labs: { type: 'Observation', params: { category: 'laboratory', _sort: '-date' }, count: 100, pages: 1 },
  documents: { type: 'DocumentReference', params: { _sort: '-date' }, count: 50, pages: 1 },
  encounters: { type: 'Encounter', params: { _sort: '-date' }, count: 50, pages: 1 },
  immunizations: { type: 'Immunization', params: { _sort: '-date' }, count: 50, pages: 1 },
  procedures: { type: 'Procedure', params: { _sort: '-date' }, count: 50, pages: 1 },
  coverage: { type: 'Coverage', params: {}, count: 20, pages: 1 },
};

/** The type a list is made of; the patient's own record for the first line. */
export function typeOfList(list: EntryListName | 'patient'): string {
  if (list === 'patient') return 'Patient';
  return list === 'appointments' ? 'Appointment' : READS[list].type;
}
