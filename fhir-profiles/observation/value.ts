// Reads what was measured: value, reference range and interpretation, each in recorded spelling.
import { z } from 'zod';
import type { RangeRow, ValueRow } from '#domain/chart';
import {
  Backbone,
  Concept,
  DateTime,
  listCodes,
  printQuantity,
  Quantity,
  Range,
  Ratio,
  readAmount,
  SimpleText,
  textOf,
} from '#profiles/elements';

const Band = Backbone.extend({
  low: Quantity.nullish(),
  high: Quantity.nullish(),
  text: SimpleText.nullish(),
  type: Concept.nullish(),
});

/** Elements that Observation and its components have in common; kinds of value that no line can show are refused. */
export const Measured = Backbone.extend({
  code: Concept.nullish(),
  valueQuantity: Quantity.nullish(),
  valueCodeableConcept: Concept.nullish(),
  valueString: SimpleText.nullish(),
  valueInteger: z.number().int().nullish(),
  valueBoolean: z.boolean().nullish(),
  valueDateTime: DateTime.nullish(),
  valueTime: SimpleText.nullish(),
  valueRange: Range.nullish(),
  valueRatio: Ratio.nullish(),
  valueSampledData: z.null().optional(),
  valuePeriod: z.null().optional(),
  dataAbsentReason: Concept.nullish(),
  interpretation: z.array(Concept).nullish(),
  referenceRange: z.array(Band).nullish(),
}).refine(hasOneValue, { path: ['value'] });
export type Measured = z.infer<typeof Measured>;

function hasOneValue(measured: object): boolean {
  const isValue = ([name, value]: [string, unknown]) =>
    /^value[A-Z]/.test(name) && value !== null && value !== undefined;
  return Object.entries(measured).filter(isValue).length <= 1;
}

export function readValue(measured: Measured): ValueRow | null {
  const quantity = measured.valueQuantity;
  const amount = readAmount(quantity);
  if (quantity && amount !== null)
    return {
      kind: 'quantity',
      text: amount,
      comparator: quantity.comparator ?? null,
      unit: quantity.unit ?? quantity.code ?? null,
      number: quantity.value ?? 0,
    };
  const spoken = readSpokenValue(measured);
  if (spoken !== null) return { kind: 'text', text: spoken };
  if (measured.dataAbsentReason) return { kind: 'absent', reason: textOf(measured.dataAbsentReason) };
  return null;
}

function readSpokenValue(measured: Measured): string | null {
  const { valueRange: range, valueRatio: ratio } = measured;
  const spoken = [
    textOf(measured.valueCodeableConcept),
    measured.valueString,
    measured.valueInteger?.toString(),
    measured.valueBoolean?.toString(),
    measured.valueDateTime,
    measured.valueTime,
    range && `${printQuantity(range.low) ?? '…'} – ${printQuantity(range.high) ?? '…'}`,
    ratio && `${printQuantity(ratio.numerator) ?? '…'} : ${printQuantity(ratio.denominator) ?? '…'}`,
  ];
  return spoken.find((one) => typeof one === 'string' && one !== '') ?? null;
}

/** The normal band; where there are several (by age, by sex), none is chosen and their words stand together. */
export function readRange(measured: Measured): RangeRow | null {
  const bands = measured.referenceRange ?? [];
  const normal = bands.filter(({ type }) => !type || listCodes(type).some(({ code }) => code === 'normal'));
  const [only, ...others] = normal;
  if (!only) return null;
  if (others.length > 0) {
    const words = normal.map(({ text }) => text).filter(Boolean);
    return words.length > 0
      ? { low: null, high: null, text: words.join('; '), lowNumber: null, highNumber: null }
      : null;
  }
  return {
    low: readAmount(only.low),
    high: readAmount(only.high),
    text: only.text ?? null,
    lowNumber: only.low?.value ?? null,
    highNumber: only.high?.value ?? null,
  };
}

/** The letter as recorded; never worked out from value and range. */
export function readInterpretation(measured: Measured): string | null {
  const [first] = measured.interpretation ?? [];
  return listCodes(first)[0]?.code ?? textOf(first);
}

/** Same code (LOINC first) and same unit: may stand in one trend. */
export function measureOf(measured: Measured): string {
  const codes = listCodes(measured.code);
  const code = codes.find(({ system }) => system === 'http://loinc.org') ?? codes[0];
  const unit = measured.valueQuantity?.code ?? measured.valueQuantity?.unit ?? '';
  return `${code?.code ?? textOf(measured.code) ?? ''}|${unit}`;
}
