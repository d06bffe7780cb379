// What is given and done: medication orders, immunizations, procedures, care teams.
import type {
  CareTeam,
  CodeableConcept,
  Condition,
  Encounter,
  Immunization,
  MedicationRequest,
  Practitioner,
  Procedure,
  Reference,
} from '@medplum/fhirtypes';
import { coding, concept, hl7, SNOMED, usCore } from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { add, type Chart, referTo, slugOf } from './chart.ts';

export interface MedicationOptions {
  /** The directions as the patient reads them. */
  dose: string;
  since: Day;
  by: Reference<Practitioner>;
  status?: MedicationRequest['status'];
  reason?: Condition;
  encounter?: Reference<Encounter>;
  /** Told by the patient, not prescribed here. */
  reported?: boolean;
}

export function addMedication(
  chart: Chart,
  drug: CodeableConcept,
  options: MedicationOptions,
): MedicationRequest {
  return add<MedicationRequest>(chart, {
    resourceType: 'MedicationRequest',
    id: chart.newId(`med-${slugOf(drug.text ?? '')}`),
    meta: { profile: [usCore('us-core-medicationrequest')] },
    status: options.status ?? 'active',
    intent: options.reported ? 'plan' : 'order',
    category: [concept('Community', coding(hl7('medicationrequest-category'), 'community', 'Community'))],
    reportedBoolean: options.reported ?? false,
    medicationCodeableConcept: drug,
    subject: chart.subject,
    encounter: options.encounter,
    authoredOn: options.since,
    requester: options.by,
    reasonReference: options.reason ? [referTo(options.reason, options.reason.code?.text)] : undefined,
    dosageInstruction: [{ text: options.dose }],
  });
}

export function addImmunization(
  chart: Chart,
  vaccine: CodeableConcept,
  on: Day,
  options: { refused?: string; by?: Reference<Practitioner> } = {},
): Immunization {
  return add<Immunization>(chart, {
    resourceType: 'Immunization',
    id: chart.newId(`shot-${slugOf(vaccine.text ?? '')}`),
    meta: { profile: [usCore('us-core-immunization')] },
    status: options.refused ? 'not-done' : 'completed',
    statusReason: options.refused
      ? concept(options.refused, coding(hl7('v3-ActReason'), 'PATOBJ', 'patient objection'))
      : undefined,
    vaccineCode: vaccine,
    patient: chart.subject,
    occurrenceDateTime: on,
    primarySource: true,
    performer: options.by ? [{ actor: options.by }] : undefined,
  });
}

export function addProcedure(
  chart: Chart,
  code: CodeableConcept,
  /** Full or partial date. */
  on: Day,
  options: { by?: Reference<Practitioner>; encounter?: Reference<Encounter>; note?: string } = {},
): Procedure {
  return add<Procedure>(chart, {
    resourceType: 'Procedure',
    id: chart.newId(`procedure-${slugOf(code.text ?? '')}`),
    meta: { profile: [usCore('us-core-procedure')] },
    status: 'completed',
    code,
    subject: chart.subject,
    encounter: options.encounter,
    performedDateTime: on,
    performer: options.by ? [{ actor: options.by }] : undefined,
    note: options.note ? [{ text: options.note }] : undefined,
  });
}

export function addCareTeam(chart: Chart, members: Reference<Practitioner>[]): CareTeam {
  return add<CareTeam>(chart, {
    resourceType: 'CareTeam',
    id: chart.newId('care-team'),
    meta: { profile: [usCore('us-core-careteam')] },
    status: 'active',
    name: `Care team of ${chart.subject.display}`,
    subject: chart.subject,
    participant: members.map((member) => ({
      role: [concept('Healthcare professional', coding(SNOMED, '223366009', 'Healthcare professional'))],
      member,
    })),
  });
}
