// Reads a Patient, whatever its shape, into the chart's first line.
import { z } from 'zod';
import type { PatientRow } from '#domain/chart';
import {
  Concept,
  DateTime,
  EntryFrame,
  Identifier,
  Period,
  type Read,
  readEntry,
  SimpleText,
} from '#profiles/elements';
import { readPatient } from './patient.ts';

const Name = z.object({
  use: SimpleText.nullish(),
  text: SimpleText.nullish(),
  family: SimpleText.nullish(),
  given: z.array(SimpleText.nullable()).nullish(),
  period: Period.nullish(),
});
const Shape = EntryFrame.extend({
  name: z.array(Name).nullish(),
  identifier: z.array(Identifier).nullish(),
  birthDate: DateTime.nullish(),
  gender: SimpleText.nullish(),
  deceasedBoolean: z.boolean().nullish(),
  deceasedDateTime: DateTime.nullish(),
  communication: z
    .array(z.object({ language: Concept.nullish(), preferred: z.boolean().nullish() }))
    .nullish(),
  extension: z.array(z.looseObject({ url: SimpleText.nullish() })).nullish(),
});

/** A name or birth date of a wrong shape is not shown in part: the whole line cannot be shown. */
export function readPatientRow(resource: unknown): Read<PatientRow> {
  return readEntry({ resourceType: 'Patient', shape: Shape, choices: ['deceased'] }, resource, (entry) => ({
    resourceType: 'Patient' as const,
    ...readPatient(withoutNulls(entry) as unknown as Parameters<typeof readPatient>[0]),
  }));
}

/** Null is how some servers say absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(parts.map(([name, part]) => [name, withoutNulls(part)]));
}
