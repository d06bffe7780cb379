// Prints quantities as they were recorded: same digits, same unit, no rounding, no float arithmetic.
import { AS_WRITTEN, PRECISION } from './decimals.ts';
import type { Quantity } from './elements.ts';

/** Number in recorded spelling, e.g. "4.0"; null when there is no number. */
export function readAmount(quantity: Quantity | null | undefined): string | null {
  if (quantity?.value === undefined || quantity.value === null) return null;
  const beside = quantity._value?.extension ?? [];
  const written = beside.find(({ url }) => url === AS_WRITTEN)?.valueString;
  if (typeof written === 'string') return written;
  const extensions = [...beside, ...(quantity.extension ?? [])];
  const decimals = extensions.find(({ url }) => url === PRECISION)?.valueInteger;
  return padDecimals(String(quantity.value), typeof decimals === 'number' ? decimals : 0);
}

/** With comparator and unit, e.g. "< 0.5 mg/L"; null when there is no number. */
export function printQuantity(quantity: Quantity | null | undefined): string | null {
  const amount = readAmount(quantity);
  if (amount === null) return null;
  return [quantity?.comparator, amount, quantity?.unit ?? quantity?.code].filter(Boolean).join(' ');
}

/** Adds zeros that a float has lost; takes no digit away. */
function padDecimals(printed: string, decimals: number): string {
  if (!/^-?\d+(\.\d+)?$/.test(printed) || decimals < 1 || decimals > 20) return printed;
  const [whole = '', fraction = ''] = printed.split('.');
  return fraction.length >= decimals ? printed : `${whole}.${fraction.padEnd(decimals, '0')}`;
}
