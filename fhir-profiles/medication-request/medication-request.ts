// Reads a US Core MedicationRequest into a row of the medication list.
import { z } from 'zod';
import type { MedicationRow } from '#domain/chart';
import {
  Backbone,
  buildEntry,
  Concept,
  DateTime,
  EntryFrame,
  listCodes,
  nameOf,
  printQuantity,
  Quantity,
  type Read,
  Reference,
  readEntry,
  readReferenceId,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Dosage = Backbone.extend({
  text: SimpleText.nullish(),
  patientInstruction: SimpleText.nullish(),
  route: Concept.nullish(),
  timing: z.object({ code: Concept.nullish() }).nullish(),
  doseAndRate: z.array(z.object({ doseQuantity: Quantity.nullish() })).nullish(),
});
const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  intent: SimpleText.nullish(),
  doNotPerform: z.boolean().nullish(),
  reportedBoolean: z.boolean().nullish(),
  reportedReference: Reference.nullish(),
  medicationCodeableConcept: Concept.nullish(),
  medicationReference: Reference.nullish(),
  encounter: Reference.nullish(),
  authoredOn: DateTime.nullish(),
  requester: Reference.nullish(),
  reasonCode: z.array(Concept).nullish(),
  dosageInstruction: z.array(Dosage).nullish(),
});
const CURRENT = ['active', 'on-hold'];

/** A "do not give" is unshowable as a medication: it would say the opposite. */
const Given = Shape.refine(({ doNotPerform }) => doNotPerform !== true, { path: ['doNotPerform'] });

export function readMedicationRequest(resource: unknown): Read<MedicationRow> {
  const wanted = { resourceType: 'MedicationRequest', shape: Given, choices: ['medication', 'reported'] };
  return readEntry(wanted, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    return {
      ...buildEntry(entry, {
        text: textOf(entry.medicationCodeableConcept) ?? nameOf(entry.medicationReference),
        date: entry.authoredOn ?? null,
        dateIs: 'ordered',
        status: entry.status ?? null,
        // Without a status nobody knows that it was stopped.
        isCurrent: CURRENT.includes(entry.status ?? 'active'),
        author: nameOf(entry.requester),
        codes: listCodes(entry.medicationCodeableConcept),
        encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
      }),
      dosage: (entry.dosageInstruction ?? []).map(printDosage).filter(Boolean).join('; ') || null,
      intent: entry.intent ?? null,
      reason: (entry.reasonCode ?? []).map(textOf).filter(Boolean).join(', ') || null,
      isReported: entry.reportedBoolean === true || (entry.reportedReference ?? null) !== null,
    };
  });
}

/** The record's own sentence; only where there is none, its parts in their recorded spelling. */
function printDosage(dosage: z.infer<typeof Dosage>): string {
  if (dosage.text?.trim()) return dosage.text;
  const dose = (dosage.doseAndRate ?? []).map(({ doseQuantity }) => printQuantity(doseQuantity));
  const parts = [...dose, textOf(dosage.route), textOf(dosage.timing?.code)].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : (dosage.patientInstruction ?? '');
}
