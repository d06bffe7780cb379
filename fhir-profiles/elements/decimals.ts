// Decimals in their recorded spelling. A JSON parser turns 4.0 into 4; FHIR says that the zero means something
// (R4 datatypes, decimal). The spelling is kept as a primitive extension beside the number.

/** Ours: the number as it was written in the JSON text. Made on reading, never sent to an EHR. */
export const AS_WRITTEN = 'https://webside.example/fhir/StructureDefinition/decimal-as-written';
/** R4 core extension: count of decimal places, whatever the number's present form. */
export const PRECISION = 'http://hl7.org/fhir/StructureDefinition/quantity-precision';

/** Numbers whose spelling a float may lose: a closing zero, an exponent, very many digits. */
const AT_RISK = /\.\d*0[\s,}\]]|\d[eE][+-]?\d|\d{16}|\d\.\d{15}|-0[\s,}\]]/;

/**
 * Parses FHIR JSON; where a number's own text says more than the number, `_<name>` gets the extension
 * {@link AS_WRITTEN}. Throws what JSON.parse throws.
 */
export function markDecimals(text: string): unknown {
  if (!AT_RISK.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, keepSpelling) as unknown;
}

function keepSpelling(this: unknown, name: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || source === String(value)) return value;
  if (typeof this === 'object' && this !== null && !Array.isArray(this)) {
    const beside = `_${name}`;
    if (!Object.hasOwn(this, beside))
      Object.defineProperty(this, beside, {
        value: { extension: [{ url: AS_WRITTEN, valueString: source }] },
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return value;
}
