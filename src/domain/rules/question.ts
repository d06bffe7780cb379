// How a question to a rule is read: strictly. What is malformed or unknown is named by its place.
import { z } from 'zod';
import { STATE_CODES } from './vocabulary.ts';

/** A calendar day, ISO 8601. */
export const Day = z.iso.date();
/** An instant that carries its offset, ISO 8601; seconds may be left out. */
export const Instant = z.union(
  [z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })],
  'not an ISO 8601 instant with its offset',
);
/** What the asker calls the question; the answer carries it unchanged. */
export const QuestionId = z.union([z.string(), z.number()], 'not a string or a number');
/** USPS code of a state, the district or a territory. */
export const State = z.enum(STATE_CODES);

export interface QuestionFault {
  /** JSON pointer to the field. */
  readonly path: string;
  readonly message: string;
}

export type Question<T> =
  | { readonly ok: true; readonly facts: T }
  | { readonly ok: false; readonly errors: readonly QuestionFault[] };

/** Reads one question; every fault is told, unknown fields each by their own path. */
export function readQuestion<T>(schema: z.ZodType<T>, asked: unknown): Question<T> {
  const read = schema.safeParse(asked);
  if (read.success) return { ok: true, facts: read.data };
  const errors = read.error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => pointer(String(part))).join('');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: path + pointer(key), message: 'unknown field' }));
  });
  return { ok: false, errors };
}

/** RFC 6901: `~` and `/` are written otherwise inside a part. */
const pointer = (part: string): string => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
