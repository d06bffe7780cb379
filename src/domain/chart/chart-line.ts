// The wire of the chart: GET /l/<launchId>/api/chart answers application/x-ndjson, one ChartLine a line, in
// the order in which the EHR answers, the patient and the allergies first. `?list=<name>` reads one list again.
import { z } from 'zod';
import { Reason } from '#domain/launch';
import {
  AllergyRow,
  AppointmentRow,
  CoverageRow,
  DocumentRow,
  EncounterRow,
  ImmunizationRow,
  MedicationRow,
  ObservationRow,
  PatientRow,
  ProblemRow,
  ProcedureRow,
} from './chart-rows.ts';

/** Every list of the chart, in the order of the screen. */
export const CHART_LISTS = [
  'patient',
  'allergies',
  'problems',
  'medications',
  'vitals',
  'labs',
  'documents',
  'encounters',
  'appointments',
  'immunizations',
  'procedures',
  'coverage',
] as const;
export const ChartListName = z.enum(CHART_LISTS);
export type ChartListName = z.infer<typeof ChartListName>;

/** An entry that is in the record and cannot be shown without a risk of showing it wrongly. */
export const UnshownRow = z.object({ id: z.string().nullable(), resourceType: z.string(), reason: Reason });
export type UnshownRow = z.infer<typeof UnshownRow>;

const ready = <Name extends ChartListName, Row extends z.ZodType>(list: Name, row: Row) =>
  z.object({
    list: z.literal(list),
    state: z.literal('ready'),
    rows: z.array(row),
    /** The record has more than this first page. */
    more: z.boolean(),
    /** Address of the next page on our origin, answering a FHIR Bundle; null when there is none. */
    next: z.string().nullable(),
    unshown: z.array(UnshownRow),
    /** How many entries of the page are marked as entered in error and left out. */
    enteredInError: z.number(),
    /** ISO instant at which the EHR answered. */
    asOf: z.string(),
    /**
     * The EHR would not sort: these entries are the ones it chose to give first. They stand in order among
     * themselves, and newer ones may stand on a later page. Absent: the newest come first.
     */
    isAsGiven: z.literal(true).optional(),
  });

const READY = [
  ready('patient', PatientRow),
  ready('allergies', AllergyRow),
  ready('problems', ProblemRow),
  ready('medications', MedicationRow),
  ready('vitals', ObservationRow),
  ready('labs', ObservationRow),
  ready('documents', DocumentRow),
  ready('encounters', EncounterRow),
  ready('appointments', AppointmentRow),
  ready('immunizations', ImmunizationRow),
  ready('procedures', ProcedureRow),
  ready('coverage', CoverageRow),
] as const;

export const ReadyLine = z.discriminatedUnion('list', READY);
export type ReadyLine = z.infer<typeof ReadyLine>;

/**
 * Why a list is not there. `not-permitted`: withheld by scope or refused by the EHR. `not-supported`: this EHR
 * has no such list. `could-not-be-read`: it failed; asking again may help. `wrong-patient`: the EHR answered with
 * somebody else's record; nothing of this launch may stay on screen.
 */
export const MissingLine = z.object({
  /** `data.remedy`: what may help (Remedy), where it is known; `data.said`: the EHR's own number or word. */
  list: ChartListName,
  state: z.enum(['not-permitted', 'not-supported', 'could-not-be-read', 'wrong-patient']),
  reason: Reason,
});
export type MissingLine = z.infer<typeof MissingLine>;

export const ChartLine = z.union([ReadyLine, MissingLine]);
export type ChartLine = z.infer<typeof ChartLine>;

/** The ready line of one list: `ListLine<'labs'>`. */
export type ListLine<Name extends ChartListName> = Extract<ReadyLine, { list: Name }>;
/** The rows of one list: `RowsOf<'labs'>`. */
export type RowsOf<Name extends ChartListName> = ListLine<Name>['rows'];
