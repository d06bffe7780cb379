// What is wrong with the shape of an entry, in words for the person who wrote it. Values are not repeated:
// a secret may stand where it does not belong.
import type { z } from 'zod';
import { TenantEntry } from './tenant-schema.ts';

/** Sentences without subject, each beginning with the field it is about; empty for a well-shaped entry. */
export function listShapeFaults(entry: unknown): string[] {
  const read = TenantEntry.safeParse(entry, { error: wordsFor });
  return read.success
    ? []
    : read.error.issues.map((issue) => `${fieldOf(issue.path) || 'the entry'} ${issue.message}`);
}

/** `roles[0].when.claim` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`;
    return field === '' ? String(step) : `${field}.${String(step)}`;
  }, '');
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const UNITS: Record<string, string> = { string: ' characters', array: ' entries' };

/** Messages that the schema itself gives win over these. */
function wordsFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${KINDS[issue.expected] ?? 'something else'}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin !== 'number' && issue.minimum === 1
        ? 'must not be empty'
        : `must be at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'unrecognized_keys':
      return `has no member ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    default:
      return 'cannot be read';
  }
}
