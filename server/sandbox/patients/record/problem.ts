// Problems and encounter diagnoses (US Core Condition, both profiles).
import type { CodeableConcept, Condition, Encounter, Practitioner, Reference } from '@medplum/fhirtypes';
import { coding, concept, hl7, usCore } from '#server/sandbox/patients/terms';
import type { Day } from './calendar.ts';
import { add, type Chart, slugOf } from './chart.ts';

export interface ProblemOptions {
  /** Full or partial date. */
  onset?: Day;
  recorded?: Day;
  /** Ended on that (full or partial) date: the problem is resolved. */
  resolved?: Day;
  enteredInError?: boolean;
  /** Makes it a diagnosis of that encounter instead of an entry on the problem list. */
  encounter?: Reference<Encounter>;
  by?: Reference<Practitioner>;
  note?: string;
  slug?: string;
}

export function addProblem(chart: Chart, code: CodeableConcept, options: ProblemOptions = {}): Condition {
  const clinical = options.resolved ? 'resolved' : 'active';
  const verification = options.enteredInError ? 'entered-in-error' : 'confirmed';
  return add<Condition>(chart, {
    resourceType: 'Condition',
    id: chart.newId(
      options.slug ?? `${options.encounter ? 'diagnosis' : 'problem'}-${slugOf(code.text ?? '')}`,
    ),
    meta: {
      profile: [
        usCore(
          options.encounter
            ? 'us-core-condition-encounter-diagnosis'
            : 'us-core-condition-problems-health-concerns',
        ),
      ],
    },
    // R4 invariant con-5: no clinical status on what was entered in error.
    clinicalStatus: options.enteredInError
      ? undefined
      : concept(clinical, coding(hl7('condition-clinical'), clinical, title(clinical))),
    verificationStatus: concept(
      verification,
      coding(hl7('condition-ver-status'), verification, title(verification)),
    ),
    category: [
      options.encounter
        ? concept(
            'Encounter diagnosis',
            coding(hl7('condition-category'), 'encounter-diagnosis', 'Encounter Diagnosis'),
          )
        : concept(
            'Problem list',
            coding(hl7('condition-category'), 'problem-list-item', 'Problem List Item'),
          ),
    ],
    code,
    subject: chart.subject,
    encounter: options.encounter,
    onsetDateTime: options.onset,
    abatementDateTime: options.resolved,
    recordedDate: options.recorded ?? options.onset,
    recorder: options.by,
    note: options.note ? [{ text: options.note }] : undefined,
  });
}

function title(code: string): string {
  return code
    .split('-')
    .map((word) => (word === 'in' ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
