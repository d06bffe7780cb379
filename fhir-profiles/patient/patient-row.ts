// Reads a Patient, whatever its shape, into the chart's first line. One odd fact never takes name and number
// off the screen: what is not shaped as R4 says is named as unreadable, and not shown in part.
import { z } from 'zod';
import type { PatientRow } from '#domain/chart';
import type { PatientFact } from '#domain/launch';
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
const Language = z.object({ language: Concept.nullish(), preferred: z.boolean().nullish() });
const Deceased = z
  .object({ deceasedBoolean: z.boolean().nullish(), deceasedDateTime: DateTime.nullish() })
  // Two of one choice element are a contradiction (R4 formats, choice of data types).
  .refine(({ deceasedBoolean, deceasedDateTime }) => deceasedBoolean == null || deceasedDateTime == null);

/** The elements behind each fact; they are read together or not at all. */
const FACTS: Record<PatientFact, z.ZodType<Record<string, unknown>>> = {
  name: z.object({ name: z.array(Name).nullish() }),
  birthDate: z.object({ birthDate: DateTime.nullish() }),
  deceased: Deceased,
  sex: z.object({ gender: SimpleText.nullish() }),
  mrn: z.object({ identifier: z.array(Identifier).nullish() }),
  language: z.object({ communication: z.array(Language).nullish() }),
  interpreterNeeded: z.object({
    extension: z.array(z.looseObject({ url: SimpleText.nullish() })).nullish(),
  }),
};
const FACT_NAMES = Object.keys(FACTS) as PatientFact[];

/** Unshowable only where nothing of it can be trusted: its id, or a modifier that nobody here knows. */
export function readPatientRow(resource: unknown): Read<PatientRow> {
  const shape = z.looseObject(EntryFrame.shape);
  return readEntry({ resourceType: 'Patient', shape }, resource, (entry) => {
    const known: Record<string, unknown> = { id: entry.id };
    const unreadable: PatientFact[] = [];
    for (const fact of FACT_NAMES) {
      const read = FACTS[fact].safeParse(entry);
      if (read.success) Object.assign(known, withoutNulls(read.data));
      else unreadable.push(fact);
    }
    return { resourceType: 'Patient' as const, ...readPatient(asPatient(known)), unreadable };
  });
}

/** Its elements have the shapes that R4 gives them; the rest of a Patient is not read. */
function asPatient(known: unknown): Parameters<typeof readPatient>[0] {
  return known as Parameters<typeof readPatient>[0];
}

/** Null is how some servers say absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(parts.map(([name, part]) => [name, withoutNulls(part)]));
}
