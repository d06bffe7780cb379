// How much we ask of one EHR at a time and in a minute, and how long we leave it alone when it says so. EHRs
// publish no limits to lean on (security-rules finding 4), so we keep our own; a caller waits its turn, but not
// for ever.
import { randomInt } from 'node:crypto';
import { EhrFailure } from './failures.ts';

export interface Turnstile {
  /** Waits for a place; whoever gets one gives it back by `leave`, once. Throws `ehr.busy`. */
  enter(): Promise<() => void>;
  /** Told of every answer: one that asks for time is given it. True: asking once more soon is worth it. */
  heed(answer: { status: number; retryAfter: string | null }): boolean;
}

const LONGEST_WAIT_MS = 10_000;
const MINUTE = 60_000;
/** Without a Retry-After that can be read; doubled each time, up to a minute. */
const FIRST_PAUSE_MS = 1_000;
/** A pause this short is waited for; during a longer one callers are told at once. */
const SHORT_PAUSE_MS = 5_000;

export function createTurnstile(
  limits: { maxParallel: number; callsPerMinute: number | undefined },
  now: () => Date,
): Turnstile {
  const waiting: (() => void)[] = [];
  let recent: number[] = [];
  let underWay = 0;
  let pausedUntil = 0;
  let refusals = 0;

  async function waitOutPause(): Promise<void> {
    const left = pausedUntil - now().getTime();
    if (left <= 0) return;
    if (left > SHORT_PAUSE_MS) throw new EhrFailure('ehr.busy');
    // Spread out, so that they do not all come back in the same moment.
    await new Promise((resolve) => setTimeout(resolve, left + randomInt(Math.ceil(left / 4) + 1)));
  }

  function demandQuota(): void {
    if (limits.callsPerMinute === undefined) return;
    const at = now().getTime();
    recent = recent.filter((one) => at - one < MINUTE);
    if (recent.length >= limits.callsPerMinute) throw new EhrFailure('ehr.busy');
    recent.push(at);
  }

  function waitForTurn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(new EhrFailure('ehr.busy'));
      }, LONGEST_WAIT_MS);
      waiting.push(turn);
    });
  }

  return {
    async enter() {
      await waitOutPause();
      demandQuota();
      if (underWay >= limits.maxParallel) await waitForTurn();
      else underWay += 1;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        // The place goes to whoever waits, or is free.
        const next = waiting.shift();
        if (next) next();
        else underWay -= 1;
      };
    },
    heed({ status, retryAfter }) {
      const asksForTime = status === 429 || (status === 503 && retryAfter !== null);
      if (!asksForTime) {
        if (status < 500) refusals = 0;
        return false;
      }
      const at = now().getTime();
      const pause = readPause(retryAfter, at) ?? Math.min(FIRST_PAUSE_MS * 2 ** refusals, MINUTE);
      refusals += 1;
      pausedUntil = Math.max(pausedUntil, at + pause);
      return pausedUntil - at <= SHORT_PAUSE_MS;
    },
  };
}

/** Retry-After in milliseconds: seconds or a date (RFC 9110, 10.2.3), at most a minute; null: neither. */
function readPause(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  const until = /^\d{1,9}$/.test(retryAfter) ? now + Number(retryAfter) * 1_000 : Date.parse(retryAfter);
  return Number.isNaN(until) ? null : Math.min(Math.max(until - now, 0), MINUTE);
}
