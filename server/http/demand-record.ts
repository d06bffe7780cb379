// No record, no health data (security-rules rule 24): a failing audit becomes the one refusal that everybody
// who asks meets, so that no caller has to know how records are kept.
import { AppError } from '#server/errors';
import type { RecordAccess } from './session.ts';

export function demandRecord(recordAccess: RecordAccess): RecordAccess {
  return async (access) => {
    try {
      await recordAccess(access);
    } catch (cause) {
      throw new AppError(
        'unavailable',
        'audit.unavailable',
        'Accesses cannot be recorded right now, so nothing can be shown. Please try again in a minute.',
        { cause },
      );
    }
  };
}

/** Refusals of callers nobody knows that are recorded in a minute; the rest stand in the request log alone. */
const STRANGERS_A_MINUTE = 60;
const MINUTE = 60_000;

/** Keeps strangers from filling an append-only table (and the disk). True while one more may be recorded. */
export function createStrangerAllowance(clock: () => number = Date.now): () => boolean {
  let since = clock();
  let recorded = 0;
  return () => {
    if (clock() - since >= MINUTE) {
      since = clock();
      recorded = 0;
    }
    recorded += 1;
    return recorded <= STRANGERS_A_MINUTE;
  };
}
