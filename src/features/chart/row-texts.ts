// What stands below the name of an entry, by the list it stands in: short facts, in the order a clinician
// asks for them. Facts that are not recorded are left out here and told in the details.
import type {
  AllergyRow,
  AnyRow,
  AppointmentRow,
  ChartListName,
  CoverageRow,
  DocumentRow,
  EncounterRow,
  ImmunizationRow,
  MedicationRow,
  ProblemRow,
  ProcedureRow,
} from '#domain/chart';
import type { Say } from '#ui/text';
import { writeCode, writeDay } from './record-texts.ts';

/** A list whose rows are told by name and facts. */
export type EntryListName = Exclude<ChartListName, 'patient' | 'vitals' | 'labs'>;

type Tell<Row> = (row: Row, say: Say) => (string | null | false)[];

const problems: Tell<ProblemRow> = (row, say) => [
  !row.isCurrent && row.status !== null && writeCode(row.status),
  row.verification !== null && row.verification !== 'confirmed' && writeCode(row.verification),
  row.severity,
  row.ended && say('chart.until', { date: writeDay(row.ended) }),
];

const medications: Tell<MedicationRow> = (row, say) => [
  row.dosage ?? say('chart.medication.no-dosage'),
  row.isReported && say('chart.medication.reported'),
  !['active', 'completed', null].includes(row.status) && writeCode(row.status ?? ''),
  row.reason && say('chart.for', { reason: row.reason }),
];

const allergies: Tell<AllergyRow> = (row, say) => [
  row.criticality === 'high' && say('chart.allergy.high-risk'),
  ...row.reactions.map(({ text, severity }) =>
    [text, severity && writeCode(severity)].filter(Boolean).join(', '),
  ),
  row.verification !== null && row.verification !== 'confirmed' && writeCode(row.verification),
  !row.isCurrent && row.status !== null && writeCode(row.status),
];

const documents: Tell<DocumentRow> = (row) => [
  row.type !== row.text && row.type,
  row.author,
  row.docStatus !== null && row.docStatus !== 'final' && writeCode(row.docStatus),
  row.status !== null && row.status !== 'current' && writeCode(row.status),
];

const encounters: Tell<EncounterRow> = (row, say) => [
  row.reason && say('chart.for', { reason: row.reason }),
  row.author,
  row.place,
  row.status !== null && row.status !== 'finished' && writeCode(row.status),
];

const appointments: Tell<AppointmentRow> = (row, say) => [
  row.reason && say('chart.for', { reason: row.reason }),
  row.with.join(', '),
  row.place,
  row.status && writeCode(row.status),
];

const immunizations: Tell<ImmunizationRow> = (row, say) => [
  row.status !== null && row.status !== 'completed' && writeCode(row.status),
  row.reason,
  row.dose,
  row.series,
  row.lot && say('chart.lot', { lot: row.lot }),
];

const procedures: Tell<ProcedureRow> = (row, say) => [
  row.bodySite,
  row.reason && say('chart.for', { reason: row.reason }),
  row.author,
  row.status !== null && row.status !== 'completed' && writeCode(row.status),
];

const coverage: Tell<CoverageRow> = (row, say) => [
  row.payer !== row.text && row.payer,
  row.plan !== row.text && row.plan,
  row.memberId && say('chart.member', { id: row.memberId }),
  row.relationship && writeCode(row.relationship),
  row.end && say('chart.until', { date: writeDay(row.end) }),
  !row.isCurrent && row.status !== null && writeCode(row.status),
];

const TELL = {
  problems,
  medications,
  allergies,
  documents,
  encounters,
  appointments,
  immunizations,
  procedures,
  coverage,
};

/** The facts below the name of an entry, none of them empty. */
export function listRowFacts(list: EntryListName, row: AnyRow, say: Say): string[] {
  const tell = TELL[list] as Tell<AnyRow>;
  return tell(row, say).filter((fact): fact is string => typeof fact === 'string' && fact !== '');
}
