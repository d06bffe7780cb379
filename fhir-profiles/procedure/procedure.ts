// Reads a US Core Procedure into a row of what was done.
import { z } from 'zod';
import type { ProcedureRow } from '#domain/chart';
import {
  Backbone,
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
  SimpleText,
  textOf,
} from '#profiles/elements';

const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  code: Concept.nullish(),
  encounter: Reference.nullish(),
  performedDateTime: DateTime.nullish(),
  performedPeriod: Period.nullish(),
  performedString: SimpleText.nullish(),
  performer: z.array(Backbone.extend({ actor: Reference.nullish() })).nullish(),
  reasonCode: z.array(Concept).nullish(),
  bodySite: z.array(Concept).nullish(),
});
const NOT_DONE = ['not-done', 'stopped'];

export function readProcedure(resource: unknown): Read<ProcedureRow> {
  return readEntry({ resourceType: 'Procedure', shape: Shape, choices: ['performed'] }, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    return {
      ...buildEntry(entry, {
        text: textOf(entry.code),
        date: entry.performedDateTime ?? entry.performedPeriod?.start ?? null,
        dateIs: 'done',
        status: entry.status ?? null,
        isCurrent: !NOT_DONE.includes(entry.status ?? ''),
        author:
          (entry.performer ?? [])
            .map(({ actor }) => nameOf(actor))
            .filter(Boolean)
            .join(', ') || null,
        codes: listCodes(entry.code),
        encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
      }),
      end: entry.performedPeriod?.end ?? null,
      reason: (entry.reasonCode ?? []).map(textOf).filter(Boolean).join(', ') || null,
      bodySite: (entry.bodySite ?? []).map(textOf).filter(Boolean).join(', ') || null,
    };
  });
}
