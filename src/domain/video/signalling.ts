// What the pages of one room say to each other before media can flow, and the road it travels. The road
// is a port: in the product the visit's authenticated socket, which the server checks message by message.
import type { RemovalCause } from './room-driver.ts';

/**
 * One page to one page. `epoch` is the sender's page, `toEpoch` the page it was written for; a page takes
 * nothing that was written for another one (its own earlier self, before a reload).
 */
export type Signal = { readonly epoch: string; readonly toEpoch: string } & (
  | { readonly kind: 'offer'; readonly round: number; readonly sdp: string }
  /** `round` of the offer that is answered. */
  | { readonly kind: 'answer'; readonly round: number; readonly sdp: string }
  | { readonly kind: 'candidate'; readonly candidate: RTCIceCandidateInit }
  /** Asks the side that offers for a new offer. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'bye' }
);

/** Somebody in the room, by the server's word. */
export interface RoomPeer {
  /** The same for a person over reloads and reconnects. */
  readonly id: string;
  /** Which page of theirs is the living one; another value is another page. */
  readonly epoch: string;
  /** SHA-256 of their DTLS certificate as they announced it to the server: `AB:CD:…`. */
  readonly fingerprint: string;
  /** `away`: their socket is gone; their media may well be alive. */
  readonly presence: 'here' | 'away';
}

export interface SignalPort {
  /** Who this page is. The port repeats it to the server whenever its socket is new. */
  announce(self: { readonly epoch: string; readonly fingerprint: string }): void;
  /** Sends at once or loses it; the driver says again what must be said after `onReopened`. */
  send(to: string, signal: Signal): void;
  onMessage(handler: (from: string, signal: Signal) => void): () => void;
  /**
   * Everybody else in the room, whole, at every change and once at the start. Whoever is missing has left
   * or was removed and gets no media any more; so a lost socket is `away`, never missing, and while this
   * page's own socket is down the handler is not called.
   */
  onPeers(handler: (peers: readonly RoomPeer[]) => void): () => void;
  /** The socket is back after a break: what was said meanwhile, by either side, may be lost. */
  onReopened(handler: () => void): () => void;
  onRemoved(handler: (cause: RemovalCause) => void): () => void;
}

/** An SDP of four lines of media has about 8,000 signs; more than this is no honest description. */
const MOST_SDP = 32_000;
const MOST_CANDIDATE = 1_000;
const MOST_WORD = 64;

/** Reads what came over the wire; null: it is none of the five kinds. For the server's relay and the port. */
export function readSignal(value: unknown): Signal | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, epoch, toEpoch, round, sdp, candidate } = value as Record<string, unknown>;
  if (!isText(epoch, MOST_WORD) || !isText(toEpoch, MOST_WORD)) return null;
  const pages = { epoch, toEpoch };
  if (kind === 'ask' || kind === 'bye') return { ...pages, kind };
  if (kind === 'offer' || kind === 'answer')
    return isText(sdp, MOST_SDP) && Number.isSafeInteger(round)
      ? { ...pages, kind, round: round as number, sdp }
      : null;
  const route = kind === 'candidate' ? readCandidate(candidate) : null;
  return route && { ...pages, kind: 'candidate', candidate: route };
}

function readCandidate(value: unknown): RTCIceCandidateInit | null {
  if (typeof value !== 'object' || value === null) return null;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value as Record<string, unknown>;
  if (typeof candidate !== 'string' || candidate.length > MOST_CANDIDATE) return null;
  return {
    candidate,
    sdpMid: isText(sdpMid, MOST_WORD) ? sdpMid : null,
    sdpMLineIndex: Number.isSafeInteger(sdpMLineIndex) ? (sdpMLineIndex as number) : null,
    usernameFragment: isText(usernameFragment, 256) ? usernameFragment : null,
  };
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= most;
}
