// Shapes of the R4 datatypes that the chart reads. Unknown elements are ignored, absent ones stay absent, a
// wrong type makes the entry unshowable: better not shown than shown wrongly.
import { z } from 'zod';

/** An element that may be absent; some servers send null for it. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();

export const SimpleText = z.string().max(200_000);

/** R4 date, dateTime or instant, partial allowed. Some servers leave out the zone or the seconds. */
export const DateTime = z
  .string()
  .regex(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-4]):[0-5]\d(:[0-6]\d(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/,
  );

/** An element with a modifier extension means something that we cannot know (R4 extensibility). */
export const Backbone = z.object({ modifierExtension: maybe(z.array(z.unknown()).max(0)) });

export const Coding = z.object({
  system: maybe(SimpleText),
  code: maybe(SimpleText),
  display: maybe(SimpleText),
});
export const Concept = z.object({ text: maybe(SimpleText), coding: maybe(z.array(Coding)) });
export const Reference = z.object({
  reference: maybe(SimpleText),
  display: maybe(SimpleText),
  type: maybe(SimpleText),
});
export const Period = z.object({ start: maybe(DateTime), end: maybe(DateTime) });
export const Annotation = z.object({ text: maybe(SimpleText) });
export const Identifier = z.object({
  type: maybe(Concept),
  value: maybe(SimpleText),
  use: maybe(SimpleText),
});

const Extension = z.object({
  url: maybe(SimpleText),
  valueString: maybe(z.unknown()),
  valueInteger: maybe(z.unknown()),
});
export const Quantity = z.object({
  value: maybe(z.number()),
  _value: maybe(z.object({ extension: maybe(z.array(Extension)) })),
  comparator: maybe(z.enum(['<', '<=', '>=', '>'])),
  unit: maybe(SimpleText),
  code: maybe(SimpleText),
  extension: maybe(z.array(Extension)),
});
export type Quantity = z.infer<typeof Quantity>;
export const Range = z.object({ low: maybe(Quantity), high: maybe(Quantity) });
export const Ratio = z.object({ numerator: maybe(Quantity), denominator: maybe(Quantity) });

type ConceptRead = z.infer<typeof Concept> | null | undefined;

/** The record's own words, else the first coding's display, else nothing. */
export function textOf(concept: ConceptRead): string | null {
  const spoken = [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)];
  return spoken.find((one) => one !== undefined && one !== null && one.trim() !== '') ?? null;
}

export function listCodes(concept: ConceptRead): { system: string | null; code: string }[] {
  return (concept?.coding ?? []).flatMap(({ system, code }) =>
    code ? [{ system: system ?? null, code }] : [],
  );
}

/** The name that stands in a reference; an id is no name. */
export function nameOf(reference: z.infer<typeof Reference> | null | undefined): string | null {
  return reference?.display?.trim() ? reference.display : null;
}
