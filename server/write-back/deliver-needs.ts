// What a step of the worker is given, and what it says of the EHR afterwards.

import type { WriteAnswer, WriteBackNeeds } from './write-back-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

/** What the EHR was like, for the pace of the next ones. */
export interface Experience {
  ehr: 'reached' | 'away' | 'not-asked';
  retryAfterSeconds: number | null;
}

export interface DeliverNeeds extends WriteBackNeeds {
  /** In [0, 1). */
  random: () => number;
  /** Counts what came of an attempt, without saying whose. */
  count(kind: DeliveryRow['kind'], outcome: string): void;
}

export interface Leased {
  row: DeliveryRow;
  /** False when too little of the lease is left to send in: nothing is begun any more. */
  mayBegin(): boolean;
}

export const NOT_ASKED: Experience = { ehr: 'not-asked', retryAfterSeconds: null };
export const REACHED: Experience = { ehr: 'reached', retryAfterSeconds: null };
export const AWAY: Experience = { ehr: 'away', retryAfterSeconds: null };

/** What an answer says of the EHR, for the others of its hospital: one that was not begun here says nothing. */
export function experienceOf(answer: WriteAnswer): Experience {
  switch (answer.kind) {
    case 'confirmed':
    case 'refused':
    case 'duplicate':
      return REACHED;
    case 'no-token':
      return NOT_ASKED;
    case 'unknown':
      return AWAY;
    case 'no-effect':
      if (answer.why === 'not-begun') return NOT_ASKED;
      return answer.why === 'unauthorized'
        ? REACHED
        : { ehr: 'away', retryAfterSeconds: answer.retryAfterSeconds };
  }
}
