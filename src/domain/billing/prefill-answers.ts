// What the records already say of a charge's facts: the visit's own timelines, who pays by the chart, and the minutes
// that the clinician entered in the note as their own. Where two things are on record, or none, the field stays open.
// Never a level, never a measured time: those are the clinician's to say.
import type { CoverageRow } from '#domain/chart';
import { listDays, State } from '#domain/rules';
import type { LocationLine, VisitRecord } from '#domain/visit';
import type { ChargeAnswers, ChargeField } from './charge-answers.ts';
import { readPayer } from './read-payer.ts';

export interface Prefilled {
  readonly answers: ChargeAnswers;
  readonly from: Readonly<Partial<Record<ChargeField, 'visit' | 'chart' | 'note' | 'usual'>>>;
  /** Where the patient said they were during care, in order; with what staff wrote down afterwards. */
  readonly places: readonly LocationLine[];
  /** From the first admission to the end, whole minutes; null: not both are known. */
  readonly callMinutes: number | null;
}

/** `ownMinutes`: of the charge's clinician, as they entered them in the note; null: they did not. */
export function prefillAnswers(
  record: VisitRecord,
  coverage: readonly CoverageRow[] | null,
  ownMinutes: number | null,
): Prefilled {
  const places = listInForce(record.locations, record.admittedAt);
  const [first] = places;
  const state = State.safeParse(first?.where.state).data;
  const ways = new Set<'video' | 'audio'>(
    listInForce(record.modalities, record.admittedAt)
      .filter(({ from }) => record.endedAt === null || from < record.endedAt)
      .map(({ modality }) => (modality === 'video' ? 'video' : 'audio')),
  );
  const [way] = ways;
  const day = record.admittedAt && state ? listDays(record.admittedAt, state) : null;
  const payers = (coverage ?? []).filter(({ isCurrent }) => isCurrent).map(readPayer);
  const [payer] = payers;
  const answers: ChargeAnswers = {
    service: 'office-visit',
    ...(day && day.first === day.last && { serviceDate: day.first }),
    ...(record.admittedAt !== null && way !== undefined && ways.size === 1 && { modality: way }),
    ...(first && { patientPlace: first.where.place }),
    ...(state && { patientState: state }),
    ...(payers.length === 1 && payer && { payer }),
    ...(ownMinutes !== null && { totalMinutes: ownMinutes }),
  };
  return {
    answers,
    from: {
      service: 'usual',
      ...(answers.serviceDate && { serviceDate: 'visit' }),
      ...(answers.modality && { modality: 'visit' }),
      ...(answers.patientPlace && { patientPlace: 'visit' }),
      ...(answers.patientState && { patientState: 'visit' }),
      ...(answers.payer && { payer: 'chart' }),
      ...(ownMinutes !== null && { totalMinutes: 'note' }),
    },
    places,
    callMinutes: minutesBetween(record.admittedAt, record.endedAt),
  };
}

/** The line that held when care began, and every later one; without an admission all of them. */
function listInForce<Line extends { readonly from: string }>(
  lines: readonly Line[],
  admittedAt: string | null,
): Line[] {
  if (admittedAt === null) return [...lines];
  const before = lines.filter(({ from }) => from <= admittedAt);
  return [...before.slice(-1), ...lines.filter(({ from }) => from > admittedAt)];
}

const minutesBetween = (from: string | null, until: string | null): number | null =>
  from === null || until === null ? null : Math.floor((Date.parse(until) - Date.parse(from)) / 60_000);
