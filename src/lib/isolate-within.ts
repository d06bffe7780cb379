// Whole rows of the record at once, so that no part of a screen can forget a word of them.
import { isolate } from './isolate.ts';

/** Every text within rows of the record, held apart. Not to be done twice: the signs it sets would then look odd. */
export function isolateWithin<Value>(value: Value): Value;
export function isolateWithin(value: unknown): unknown {
  if (typeof value === 'string') return isolate(value);
  if (Array.isArray(value)) return value.map((one) => isolateWithin(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, isolateWithin(part)]));
}
