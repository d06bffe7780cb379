// The flight recorder of one person's call: what happened on the line, in counts and times. It knows no
// names, no words spoken and nothing of health, so that it may be kept and counted.
import type { QualitySample } from './quality.ts';
import type {
  DeviceFault,
  MediaRoute,
  RemovalCause,
  RoomEvent,
  RoomFault,
  TrackSource,
} from './room-driver.ts';

export interface CallRecord {
  /** Milliseconds from the first wish to join to the first other person who was there; null: nobody came through. */
  readonly setUpMs: number | null;
  readonly joinedAt: number | null;
  readonly wishedAt: number | null;
  /** How often somebody came in, and how often one vanished without a word. */
  readonly joins: number;
  readonly losses: number;
  /** Times the way to somebody broke. */
  readonly breaks: number;
  /** Whether there ever was a way to anybody. */
  readonly hadRoute: boolean;
  readonly routes: readonly MediaRoute[];
  readonly samples: number;
  readonly meanLossIn: number | null;
  readonly worstLossIn: number | null;
  readonly meanKbitIn: number | null;
  readonly freezes: number;
  readonly frozenMs: number;
  readonly devices: readonly {
    readonly at: number;
    readonly source: TrackSource;
    readonly fault: DeviceFault | null;
  }[];
  readonly faults: readonly RoomFault[];
  readonly removal: RemovalCause | null;
}

export const EMPTY_RECORD: CallRecord = {
  setUpMs: null,
  joinedAt: null,
  wishedAt: null,
  joins: 0,
  losses: 0,
  breaks: 0,
  hadRoute: false,
  routes: [],
  samples: 0,
  meanLossIn: null,
  worstLossIn: null,
  meanKbitIn: null,
  freezes: 0,
  frozenMs: 0,
  devices: [],
  faults: [],
  removal: null,
};

const MOST_DEVICES = 50;

/** The record after one more event; `at` in milliseconds of one clock. */
export function addToRecord(record: CallRecord, event: RoomEvent, at: number): CallRecord {
  switch (event.kind) {
    case 'connection':
      if (event.state === 'joining') return { ...record, wishedAt: record.wishedAt ?? at };
      return event.state === 'joined' ? joinedAt(record, at) : record;
    case 'participant-joined':
      return { ...record, joins: record.joins + 1, setUpMs: record.setUpMs ?? since(record.wishedAt, at) };
    case 'participant-left':
      return { ...record, losses: record.losses + (event.how === 'lost' ? 1 : 0) };
    case 'link':
      return {
        ...record,
        breaks: record.breaks + (event.state === 'reconnecting' ? 1 : 0),
        hadRoute: record.hadRoute || event.state === 'connected',
        routes: withNew(record.routes, event.route === 'unknown' ? [] : [event.route]),
      };
    case 'quality':
      return addSample(record, event.sample);
    case 'device': {
      const { source, fault } = event;
      return { ...record, devices: [...record.devices, { at, source, fault }].slice(-MOST_DEVICES) };
    }
    case 'removed':
      return { ...record, removal: event.cause };
    case 'error':
      return { ...record, faults: withNew(record.faults, [event.fault]) };
    default:
      return record;
  }
}

/** Who comes last finds the others there: the way to them was laid ahead. */
function joinedAt(record: CallRecord, at: number): CallRecord {
  const setUpMs = record.setUpMs ?? (record.joins > 0 ? since(record.wishedAt, at) : null);
  return { ...record, setUpMs, joinedAt: record.joinedAt ?? at };
}

function since(from: number | null, at: number): number | null {
  return from === null ? null : at - from;
}

function withNew<One>(known: readonly One[], more: readonly One[]): readonly One[] {
  return [...new Set([...known, ...more])];
}

function addSample(record: CallRecord, sample: QualitySample): CallRecord {
  const { samples } = record;
  const mean = (before: number | null, now: number): number =>
    ((before ?? now) * samples + now) / (samples + 1);
  const loss = sample.lossIn;
  return {
    ...record,
    samples: samples + 1,
    meanLossIn: loss === null ? record.meanLossIn : mean(record.meanLossIn, loss),
    worstLossIn: loss === null ? record.worstLossIn : Math.max(record.worstLossIn ?? 0, loss),
    meanKbitIn: mean(record.meanKbitIn, sample.kbitIn),
    freezes: record.freezes + sample.freezes,
    frozenMs: record.frozenMs + sample.frozenMs,
  };
}

export type CallCause =
  | 'identity-mismatch'
  | 'vendor-failed'
  | 'room-full'
  | 'removed'
  | 'expired'
  | 'elsewhere'
  | 'microphone-refused'
  | 'no-route'
  | 'other-vanished'
  | 'line-breaks'
  | 'line-loses';

/** Why this call was no good, the strongest cause first; null: it was. `othersHere`: somebody else was in the room. */
export function decideCause(record: CallRecord, othersHere: boolean): CallCause | null {
  const fault = (['identity-mismatch', 'vendor-failed', 'room-full'] as const).find((one) =>
    record.faults.includes(one),
  );
  if (fault) return fault;
  if (record.faults.includes('vendor-slow') && record.joinedAt === null) return 'vendor-failed';
  const { removal } = record;
  if (removal !== null && removal !== 'ended') return removal;
  if (othersHere && !record.hadRoute) return 'no-route';
  const microphone = record.devices.findLast(({ source }) => source === 'microphone');
  if (microphone?.fault) return 'microphone-refused';
  if (record.breaks >= 3) return 'line-breaks';
  if ((record.meanLossIn ?? 0) >= 0.05) return 'line-loses';
  return record.losses > 0 ? 'other-vanished' : null;
}
