// Reads a US Core Condition into a row of the problem list.
import { z } from 'zod';
import type { ProblemRow } from '#domain/chart';
import {
  Annotation,
  buildEntry,
  Concept,
  DateTime,
  EntryFrame,
  listCodes,
  nameOf,
  Period,
  type Read,
  Reference,
  readEntry,
  readReferenceId,
  textOf,
} from '#profiles/elements';

const Shape = EntryFrame.extend({
  clinicalStatus: Concept.nullish(),
  verificationStatus: Concept.nullish(),
  category: z.array(Concept).nullish(),
  severity: Concept.nullish(),
  code: Concept.nullish(),
  encounter: Reference.nullish(),
  onsetDateTime: DateTime.nullish(),
  onsetPeriod: Period.nullish(),
  abatementDateTime: DateTime.nullish(),
  abatementPeriod: Period.nullish(),
  recordedDate: DateTime.nullish(),
  recorder: Reference.nullish(),
  asserter: Reference.nullish(),
  note: z.array(Annotation).nullish(),
});
const OVER = ['inactive', 'remission', 'resolved'];

/** Refuted ones are not current. A problem that is over by date and says nothing of its status is over. */
export function readCondition(resource: unknown): Read<ProblemRow> {
  const wanted = { resourceType: 'Condition', shape: Shape, choices: ['onset', 'abatement'] };
  return readEntry(wanted, resource, (entry) => {
    const clinical = listCodes(entry.clinicalStatus).map(({ code }) => code);
    const verification = listCodes(entry.verificationStatus).map(({ code }) => code);
    if (verification.includes('entered-in-error')) return null;
    const began = entry.onsetDateTime ?? entry.onsetPeriod?.start ?? null;
    const ended = entry.abatementDateTime ?? entry.abatementPeriod?.end ?? entry.onsetPeriod?.end ?? null;
    const isOver = clinical.length > 0 ? clinical.some((code) => OVER.includes(code)) : ended !== null;
    return {
      ...buildEntry(entry, {
        text: textOf(entry.code),
        date: began ?? entry.recordedDate ?? null,
        dateIs: began === null ? 'recorded' : 'began',
        status: clinical[0] ?? null,
        isCurrent: !isOver && !verification.includes('refuted'),
        author: nameOf(entry.recorder) ?? nameOf(entry.asserter),
        codes: listCodes(entry.code),
        encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
      }),
      verification: verification[0] ?? null,
      severity: textOf(entry.severity),
      ended,
      category: (entry.category ?? []).flatMap((one) => listCodes(one).map(({ code }) => code)),
    };
  });
}
