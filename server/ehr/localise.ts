// Makes references to this EHR's own records relative, so that nobody further on needs to know its address.
// Everything else stays as it was; what is nested beyond all sense is refused.
import { AppError } from '#server/errors';

/** R4 resources nest a few levels; a hundred is nobody's record. */
const DEEPEST = 100;

/** Changes `reference` and `url` of the value that is given, in place. `base` ends in a slash. */
export function localise<Value>(value: Value, base: string): Value {
  walk(value, base, 0);
  return value;
}

function walk(value: unknown, base: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST)
    throw new AppError(
      'ehr-refused',
      'ehr.too-deep',
      'The hospital’s system answered in a form that cannot be read.',
    );
  if (Array.isArray(value)) {
    for (const one of value) walk(one, base, depth + 1);
    return;
  }
  const parts = value as Record<string, unknown>;
  // A Bundle's own links stay whole: they are judged as addresses.
  const isLink = Object.hasOwn(parts, 'relation');
  for (const name of Object.keys(parts)) {
    const part = parts[name];
    const isAddress = name === 'reference' || (name === 'url' && !isLink);
    if (typeof part === 'object') walk(part, base, depth + 1);
    else if (isAddress && typeof part === 'string' && part.startsWith(base))
      parts[name] = part.slice(base.length);
  }
}
