// What the visit's socket says to a page, read with narrow checks: a frame that is not in this form is
// passed over. The server's half is server/realtime/wire.ts.

export interface Entry {
  /** 1, 2, 3 … within the visit; numbers that were not for this person are missing. */
  sequence: number;
  kind: string;
  /** ISO instant, the server's clock. */
  at: string;
  /** Checked by whoever knows the kind. */
  body: unknown;
}

/** Another page in the visit that may exchange media with this one, and listens. */
export interface Peer {
  epoch: string;
  participantId: string;
  /** The epoch the same page had before its line broke: the call with it goes on. Null: a new page. */
  was: string | null;
  /** DTLS fingerprint by the server's word; null before that page announced itself or described its media. */
  fingerprint: string | null;
  /** The name that page gave itself when it announced itself; null before. */
  page: string | null;
}

export interface Signal {
  /** Which page wrote it, for which page, and what it is; passed on as it is. */
  page?: { epoch: string; toEpoch: string; kind: string; round?: number };
  description?: { type: 'offer' | 'answer'; sdp: string };
  candidate?: {
    candidate: string;
    sdpMid?: string | null;
    sdpMLineIndex?: number | null;
    usernameFragment?: string | null;
  };
}

export type Told =
  | { t: 'hello'; epoch: string; participantId: string; sequence: number }
  | ({ t: 'entry' } & Entry)
  | { t: 'current'; sequence: number }
  | { t: 'here'; peer: Peer; polite: boolean }
  | { t: 'gone'; epoch: string }
  | ({ t: 'signal'; from: string; fingerprint: string | null } & Signal)
  | { t: 'done'; id: string; body: unknown }
  | { t: 'refused'; id?: string; code: string; detail: string }
  | { t: 'beat' };

const MEMBERS: Record<Told['t'], Record<string, 'string' | 'number' | 'object' | 'boolean'>> = {
  hello: { epoch: 'string', participantId: 'string', sequence: 'number' },
  entry: { sequence: 'number', kind: 'string', at: 'string' },
  current: { sequence: 'number' },
  here: { peer: 'object', polite: 'boolean' },
  gone: { epoch: 'string' },
  signal: { from: 'string' },
  done: { id: 'string' },
  refused: { code: 'string', detail: 'string' },
  beat: {},
};

/** Null: not a frame of ours. */
export function readTold(text: unknown): Told | null {
  try {
    const told = JSON.parse(text as string) as Record<string, unknown>;
    const kind = told.t as Told['t'];
    const isTold =
      Object.hasOwn(MEMBERS, kind) &&
      Object.entries(MEMBERS[kind]).every(
        ([name, type]) => told[name] !== null && typeof told[name] === type,
      );
    return isTold ? (told as unknown as Told) : null;
  } catch {
    return null;
  }
}
