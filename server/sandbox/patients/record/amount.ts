// Measured values as they were recorded. JSON numbers lose trailing zeros ("4.0" becomes 4), so the
// number of decimals travels in FHIR's own extension where it would be lost.
import type { CodeableConcept, ObservationReferenceRange, Quantity } from '@medplum/fhirtypes';
import { coding, concept, hl7, type Measure, UCUM } from '#server/sandbox/patients/terms';

/** R4 core extension: count of decimal places, whatever the number's present form. */
export const PRECISION_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/quantity-precision';

/** `value` as printed, e.g. "4.0". */
export function amountOf(what: Measure, value: string): Quantity {
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) throw new Error(`Not a number: ${value}`);
  const quantity: Quantity = { value: number, unit: what.unit, system: UCUM, code: what.ucum };
  if (String(number) === value) return quantity;
  const decimals = value.split('.')[1]?.length ?? 0;
  return { extension: [{ url: PRECISION_EXTENSION, valueInteger: decimals }], ...quantity };
}

export function rangeOf(what: Measure): ObservationReferenceRange[] | undefined {
  const { low, high } = what;
  if (!low && !high) return undefined;
  return [
    {
      ...(low ? { low: amountOf(what, low) } : {}),
      ...(high ? { high: amountOf(what, high) } : {}),
      text: rangeText(what),
    },
  ];
}

/** `3.5–5.0 mmol/L`, `≥ 60 …`, `≤ 99 …` */
export function rangeText(what: Measure): string {
  if (what.low && what.high) return `${what.low}–${what.high} ${what.unit}`;
  return what.low ? `≥ ${what.low} ${what.unit}` : `≤ ${what.high} ${what.unit}`;
}

const INTERPRETATIONS = {
  N: 'Normal',
  L: 'Low',
  H: 'High',
  LL: 'Critical low',
  HH: 'Critical high',
};
export type Interpretation = keyof typeof INTERPRETATIONS;

export function interpretationOf(what: Measure, value: string): Interpretation | undefined {
  if (!what.low && !what.high) return undefined;
  if (what.low && Number(value) < Number(what.low)) return 'L';
  return what.high && Number(value) > Number(what.high) ? 'H' : 'N';
}

export function interpretationConcept(code: Interpretation): CodeableConcept {
  return concept(
    INTERPRETATIONS[code],
    coding(hl7('v3-ObservationInterpretation'), code, INTERPRETATIONS[code]),
  );
}
