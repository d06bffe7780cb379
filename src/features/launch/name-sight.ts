// Which sight a failure is: ended, refused, silent and broken must never look alike.
import { ApiError } from '#lib/api';

export interface Sight {
  /** Root of its words in the catalogue. */
  words: string;
  tone: 'plain' | 'care' | 'stop';
  /** Can trying again help? */
  mayHelp: boolean;
}

const BY_CODE: Record<string, Sight> = {
  'session.ended': { words: 'app.ended', tone: 'plain', mayHelp: false },
  'session.mismatch': { words: 'app.error.mismatch', tone: 'stop', mayHelp: false },
  'ehr.relaunch-needed': { words: 'app.error.relaunch', tone: 'care', mayHelp: false },
};
const NONE: Sight = { words: 'app.none', tone: 'plain', mayHelp: false };
const REFUSED: Sight = { words: 'app.error.refused', tone: 'care', mayHelp: false };
const BUSY: Sight = { words: 'app.error.busy', tone: 'care', mayHelp: true };
const SILENT: Sight = { words: 'app.error.network', tone: 'care', mayHelp: true };
const EHR: Sight = { words: 'app.error.ehr', tone: 'care', mayHelp: true };
const FAULT: Sight = { words: 'app.error.fault', tone: 'stop', mayHelp: true };

export function nameSight(error: Error): Sight {
  if (!(error instanceof ApiError)) return FAULT;
  const known = Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code] : undefined;
  if (known) return known;
  if (error.status === 0) return SILENT;
  if (error.status === 401) return NONE;
  if (error.status === 403) return REFUSED;
  if (error.status === 429) return BUSY;
  return error.status === 502 || error.status === 504 ? EHR : FAULT;
}
