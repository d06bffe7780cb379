// How many deliveries of one hospital the worker has in hand at once, and when its EHR is left alone. Lives in memory:
// what it forgets at a restart costs one more try. How many calls the EHR is given at once, and how many a minute, is kept
// where they are made, in server/ehr.
import { decideRetryAt } from '#domain/write-back';

export interface Pace {
  /** Hospitals that are given nothing now. */
  listResting(): string[];
  /** Over all hospitals: how many may begin. */
  countFree(): number;
  /** False: no place is free; ask again later. */
  begin(tenantId: string): boolean;
  /** `away`: the EHR could not be reached, or asked to be left alone. */
  end(tenantId: string, outcome: 'reached' | 'away' | 'not-asked', retryAfterSeconds?: number | null): void;
}

interface Lane {
  running: number;
  /** Grows again slowly after an outage, so that a backlog does not fall on an EHR that has just come back. */
  width: number;
  failures: number;
  restsUntil: Date | null;
}

/** For each call that the EHR takes at once: while one is there, the next is read, and the last one written down. */
const IN_HAND = 2;

export function createPace(needs: {
  tenants: readonly { id: string; maxParallel: number }[];
  random: () => number;
  now: () => Date;
}): Pace {
  const widest = new Map(needs.tenants.map(({ id, maxParallel }) => [id, maxParallel * IN_HAND]));
  const lanes = new Map<string, Lane>();

  function laneOf(tenantId: string): Lane {
    const known = lanes.get(tenantId);
    if (known) return known;
    const lane: Lane = { running: 0, width: widest.get(tenantId) ?? 1, failures: 0, restsUntil: null };
    lanes.set(tenantId, lane);
    return lane;
  }
  const isResting = ({ restsUntil }: Lane) => restsUntil !== null && needs.now() < restsUntil;
  const isFull = (lane: Lane) => lane.running >= lane.width;

  return {
    listResting: () => [...lanes].flatMap(([id, lane]) => (isResting(lane) || isFull(lane) ? [id] : [])),
    countFree: () =>
      [...widest.keys()]
        .map(laneOf)
        .filter((lane) => !isResting(lane))
        .reduce((sum, { width, running }) => sum + Math.max(0, width - running), 0),
    begin(tenantId) {
      const lane = laneOf(tenantId);
      if (isResting(lane) || isFull(lane)) return false;
      lane.running += 1;
      return true;
    },
    end(tenantId, outcome, retryAfterSeconds = null) {
      const lane = laneOf(tenantId);
      lane.running -= 1;
      if (outcome === 'not-asked') return;
      if (outcome === 'reached') {
        lane.failures = 0;
        lane.restsUntil = null;
        lane.width = Math.min(lane.width * 2, widest.get(tenantId) ?? 1);
        return;
      }
      lane.width = 1;
      // Those that were already on their way when it went away are one failure, not many.
      if (isResting(lane)) return;
      lane.failures += 1;
      const { failures } = lane;
      lane.restsUntil = decideRetryAt(needs.now(), { failures, random: needs.random(), retryAfterSeconds });
    },
  };
}
