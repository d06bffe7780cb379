// The wire of the call: what a page in a visit asks of the server about it. All below
// /l/<launchId>/api/visits/<visitId>/; instants are ISO 8601, UTC, by the server's clock.
//
// who                          method path             input            answer
// in the visit                 GET    relays           –                RelaysView
// in the visit                 GET    call             –                CallView
// in the visit, admitted       POST   call/seat        OfCall           CallSeat (Daily alone; minutes)
// in the visit, no guest       POST   call/way         ChooseWay        CallView (for everybody in the visit)
// in the visit                 POST   call/record      SaveCallRecord   {} (the flight recorder)
// staff of this patient        GET    call/report      –                CallReport
// the vendor, by signature     POST   /webhooks/daily/:tenantId         {}
import { z } from 'zod';
import type { CallCause, CallRecord } from './call-record.ts';

/** Which body carries the call. */
export const CALL_PROVIDERS = ['peer', 'daily'] as const;
export type CallProvider = (typeof CALL_PROVIDERS)[number];

const visitId = z.string().min(1).max(100);
export const OfCall = z.strictObject({ visitId });

/** What `RTCPeerConnection` takes, and until when the credential opens a new allocation. */
export interface RelaysView {
  iceServers: { urls: string[]; username: string; credential: string }[];
  /** ISO instant; null without a relay. */
  expiresAt: string | null;
  /** This site never lets media go straight. */
  relayOnly: boolean;
}

export interface CallView {
  provider: CallProvider;
  /** Where the call can go when this way fails; null: nowhere else. */
  otherWay: CallProvider | null;
  /** Removed from the visit, and the vendor has not said yet that they are out of its room; participants' ids. */
  stillThere: readonly string[];
}

/** A place in the vendor's room, for this person, for minutes. */
export interface CallSeat {
  url: string;
  token: string;
  expiresAt: string;
}

export const ChooseWay = z.strictObject({ visitId, provider: z.enum(CALL_PROVIDERS) });

const count = z.number().int().min(0).max(1_000_000);
/** Milliseconds of the page's own clock. */
const moment = z.number().min(0).max(1e12);
const share = z.number().min(0).max(1).nullable();

/** The shape of `CallRecord`, as a page may send it. */
export const CallRecordShape = z.strictObject({
  setUpMs: moment.nullable(),
  joinedAt: moment.nullable(),
  wishedAt: moment.nullable(),
  joins: count,
  losses: count,
  breaks: count,
  hadRoute: z.boolean(),
  routes: z.array(z.enum(['direct', 'relayed', 'vendor', 'unknown'])).max(4),
  samples: count,
  meanLossIn: share,
  worstLossIn: share,
  meanKbitIn: z.number().min(0).max(10_000_000).nullable(),
  freezes: count,
  frozenMs: moment,
  devices: z
    .array(
      z.strictObject({
        at: moment,
        source: z.enum(['microphone', 'camera', 'screen']),
        fault: z
          .enum(['denied', 'blocked-here', 'busy', 'none', 'unplugged', 'cancelled', 'unknown'])
          .nullable(),
      }),
    )
    .max(50),
  faults: z
    .array(z.enum(['identity-mismatch', 'room-full', 'vendor-failed', 'vendor-slow', 'protocol']))
    .max(5),
  removal: z.enum(['removed', 'expired', 'elsewhere', 'ended']).nullable(),
});

export const SaveCallRecord = z.strictObject({
  visitId,
  /** Names one stay of one page. */
  stay: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  /** Counts up within the stay. */
  sequence: z.number().int().min(1).max(1_000_000),
  provider: z.enum(CALL_PROVIDERS),
  /** Somebody else was in the room at some time. */
  othersHere: z.boolean(),
  record: CallRecordShape,
  /** The stay is over. */
  isLast: z.boolean(),
});

export type SaveCallRecord = Omit<z.infer<typeof SaveCallRecord>, 'record'> & { record: CallRecord };

/** One stay of one person in the call. */
export interface CallStay {
  participantId: string;
  provider: CallProvider;
  from: string;
  to: string;
  setUpMs: number | null;
  routes: readonly string[];
  /** 0–1. */
  meanLossIn: number | null;
  worstLossIn: number | null;
  meanKbitIn: number | null;
  freezes: number;
  frozenMs: number;
  joins: number;
  losses: number;
  breaks: number;
  devices: readonly { source: string; fault: string | null }[];
  /** Null: nothing went wrong. */
  cause: CallCause | null;
}

/** What happened on the line in one visit, for its clinicians and for support. */
export interface CallReport {
  /** In the order they began. */
  stays: CallStay[];
  /** Moves of the visit and of the people in it. */
  moves: { at: string; participantId: string | null; state: string }[];
  /** What the vendor's servers saw by themselves. */
  vendor: { at: string; kind: string; participantId: string | null }[];
}
