// Reads a US Core Immunization into a row of the vaccinations.
import { z } from 'zod';
import type { ImmunizationRow } from '#domain/chart';
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

const Shape = EntryFrame.extend({
  status: SimpleText.nullish(),
  statusReason: Concept.nullish(),
  vaccineCode: Concept.nullish(),
  encounter: Reference.nullish(),
  occurrenceDateTime: DateTime.nullish(),
  // Words like "as a child": some records know no more.
  occurrenceString: SimpleText.nullish(),
  recorded: DateTime.nullish(),
  lotNumber: SimpleText.nullish(),
  doseQuantity: Quantity.nullish(),
  performer: z.array(Backbone.extend({ actor: Reference.nullish() })).nullish(),
  protocolApplied: z
    .array(
      Backbone.extend({
        series: SimpleText.nullish(),
        doseNumberPositiveInt: z.number().nullish(),
        doseNumberString: SimpleText.nullish(),
      }),
    )
    .nullish(),
});

/** `not-done` is a row that says so; only `completed` was given. */
export function readImmunization(resource: unknown): Read<ImmunizationRow> {
  const wanted = { resourceType: 'Immunization', shape: Shape, choices: ['occurrence'] };
  return readEntry(wanted, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    const [protocol] = entry.protocolApplied ?? [];
    const number = protocol?.doseNumberPositiveInt?.toString() ?? protocol?.doseNumberString;
    const series = [protocol?.series, number && `#${number}`, entry.occurrenceString].filter(Boolean);
    return {
      ...buildEntry(entry, {
        text: textOf(entry.vaccineCode),
        date: entry.occurrenceDateTime ?? entry.recorded ?? null,
        dateIs: entry.occurrenceDateTime ? 'given' : 'recorded',
        status: entry.status ?? null,
        isCurrent: entry.status === 'completed',
        author:
          (entry.performer ?? [])
            .map(({ actor }) => nameOf(actor))
            .filter(Boolean)
            .join(', ') || null,
        codes: listCodes(entry.vaccineCode),
        encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
      }),
      dose: printQuantity(entry.doseQuantity),
      lot: entry.lotNumber ?? null,
      series: series.join(' ') || null,
      reason: textOf(entry.statusReason),
    };
  });
}
