// Reads an Observation – vital sign, home reading or laboratory result – into a row of the chart.
import { z } from 'zod';
import type { ObservationRow } from '#domain/chart';
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
  SimpleText,
  textOf,
} from '#profiles/elements';
import { Measured, measureOf, readInterpretation, readRange, readValue } from './value.ts';

const Shape = z.intersection(
  EntryFrame.extend({
    status: SimpleText.nullish(),
    category: z.array(Concept).nullish(),
    encounter: Reference.nullish(),
    effectiveDateTime: DateTime.nullish(),
    effectiveInstant: DateTime.nullish(),
    effectivePeriod: Period.nullish(),
    issued: DateTime.nullish(),
    performer: z.array(Reference).nullish(),
    device: Reference.nullish(),
    note: z.array(Annotation).nullish(),
    component: z.array(Measured).nullish(),
  }),
  Measured,
);
type Shape = z.infer<typeof Shape>;

/** Category codes by which EHRs mark what came from home; the sandbox's own word is `home`. */
const HOME_CODES = ['home', 'patient-generated', 'patient-reported', 'pghd'];

/** Cancelled ones were never measured: not current. A value in error is left out whole. */
export function readObservation(resource: unknown): Read<ObservationRow> {
  const wanted = { resourceType: 'Observation', shape: Shape, choices: ['effective', 'value'] };
  return readEntry(wanted, resource, (entry) => {
    if (entry.status === 'entered-in-error') return null;
    return {
      ...buildEntry(entry, {
        text: textOf(entry.code),
        date: readTaken(entry) ?? entry.issued ?? null,
        dateIs: readTaken(entry) === null ? 'recorded' : 'taken',
        status: entry.status ?? null,
        isCurrent: entry.status !== 'cancelled',
        author: (entry.performer ?? []).map(nameOf).filter(Boolean).join(', ') || null,
        codes: listCodes(entry.code),
        encounterId: readReferenceId(entry.encounter?.reference, 'Encounter'),
      }),
      measure: measureOf(entry),
      value: readValue(entry),
      range: readRange(entry),
      interpretation: readInterpretation(entry),
      components: (entry.component ?? []).map((part) => ({
        text: textOf(part.code),
        measure: measureOf(part),
        value: readValue(part),
        range: readRange(part),
        interpretation: readInterpretation(part),
      })),
      isHome: isFromHome(entry),
      device: nameOf(entry.device),
      notes: (entry.note ?? []).flatMap(({ text }) => (text ? [text] : [])),
    };
  });
}

function readTaken(entry: Shape): string | null {
  const period = entry.effectivePeriod;
  return entry.effectiveDateTime ?? entry.effectiveInstant ?? period?.start ?? period?.end ?? null;
}

/** By category, or because nobody but the patient or their people measured it. */
function isFromHome(entry: Shape): boolean {
  const codes = (entry.category ?? []).flatMap((one) => listCodes(one).map(({ code }) => code));
  if (codes.some((code) => HOME_CODES.includes(code))) return true;
  const by = entry.performer ?? [];
  return (
    by.length > 0 && by.every(({ reference }) => /(^|\/)(Patient|RelatedPerson)\//.test(reference ?? ''))
  );
}
