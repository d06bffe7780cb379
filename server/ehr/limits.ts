// How much we ask of one EHR at a time and in a minute. EHRs publish no limits to lean on (security-rules
// finding 4), so we keep our own; a caller waits its turn, but not for ever.
import { AppError } from '#server/errors';

export interface Turnstile {
  /** Runs `call` when there is room; throws `ehr.busy` after waiting too long or over the minute's quota. */
  pass<Result>(call: () => Promise<Result>): Promise<Result>;
}

const LONGEST_WAIT_MS = 10_000;
const MINUTE = 60_000;

export function createTurnstile(
  limits: { maxParallel: number; callsPerMinute: number | undefined },
  now: () => Date,
): Turnstile {
  const waiting: (() => void)[] = [];
  let recent: number[] = [];
  let underWay = 0;

  function demandQuota(): void {
    if (limits.callsPerMinute === undefined) return;
    const at = now().getTime();
    recent = recent.filter((one) => at - one < MINUTE);
    if (recent.length >= limits.callsPerMinute) throw busy();
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
        reject(busy());
      }, LONGEST_WAIT_MS);
      waiting.push(turn);
    });
  }

  return {
    async pass(call) {
      demandQuota();
      if (underWay >= limits.maxParallel) await waitForTurn();
      else underWay += 1;
      try {
        return await call();
      } finally {
        // The place goes to whoever waits, or is free.
        const next = waiting.shift();
        if (next) next();
        else underWay -= 1;
      }
    },
  };
}

function busy(): AppError {
  return new AppError(
    'unavailable',
    'ehr.busy',
    'The hospital’s system is very busy just now. Please try again in a minute.',
  );
}
