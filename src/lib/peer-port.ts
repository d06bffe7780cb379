// The room's port over the visit's line: everybody who can be called, whole, at every change, and what pages say to
// each other. A page whose line broke is away and not gone; gone is who is no longer in the room by the roster.
// Knows nothing of media.
import type { Signal as Carried, Line, Peer } from './realtime.ts';

/** Somebody in the room, by the server's word. */
export interface KnownPeer {
  /** The participant's id; the same over reloads. */
  readonly id: string;
  /** Which page of theirs is the living one. */
  readonly epoch: string;
  /** SHA-256 of their DTLS certificate as they announced it to the server: `AB:CD:…`. */
  readonly fingerprint: string;
  readonly presence: 'here' | 'away';
}

export type Removal = 'removed' | 'expired' | 'elsewhere' | 'ended';

/** What one page writes to one page; the server reads the description's fingerprint and nothing else. */
export type PageSignal = { readonly epoch: string; readonly toEpoch: string } & (
  | { readonly kind: 'offer' | 'answer'; readonly round: number; readonly sdp: string }
  | { readonly kind: 'candidate'; readonly candidate: RTCIceCandidateInit }
  | { readonly kind: 'ask' | 'bye' }
);

export interface PeerPort {
  announce(self: { readonly epoch: string; readonly fingerprint: string }): void;
  send(to: string, signal: PageSignal): void;
  onMessage(handler: (from: string, signal: PageSignal) => void): () => void;
  onPeers(handler: (peers: readonly KnownPeer[]) => void): () => void;
  onReopened(handler: () => void): () => void;
  onRemoved(handler: (cause: Removal) => void): () => void;
}

export interface LinePort {
  port: PeerPort;
  /** The line is up, for the first time or again. */
  lineUp(): void;
  /** Who is in the room by the visit's roster; whoever is not gets nothing any more. */
  keep(participantIds: ReadonlySet<string>): void;
  remove(cause: Removal): void;
}

const MOST_EARLY = 200;

export function createPeerPort(
  line: Pick<Line, 'attach' | 'say' | 'signal'>,
  read: (value: unknown) => PageSignal | null,
): LinePort {
  /** By the epoch of their line, the youngest last. */
  const lines = new Map<string, Peer>();
  const known = new Map<string, KnownPeer>();
  const ears = {
    message: new Set<(from: string, signal: PageSignal) => void>(),
    peers: new Set<(peers: readonly KnownPeer[]) => void>(),
    reopened: new Set<() => void>(),
    removed: new Set<(cause: Removal) => void>(),
  };
  let self: { epoch: string; fingerprint: string } | null = null;
  const early: [from: string, signal: PageSignal][] = [];
  let wasUp = false;

  function settle(participantId: string): void {
    const peer = [...lines.values()].findLast((one) => one.participantId === participantId);
    const before = known.get(participantId);
    if (peer?.page && peer.fingerprint) {
      const fingerprint = peer.fingerprint.replace(/^sha-256 /, '');
      known.set(participantId, { id: participantId, epoch: peer.page, fingerprint, presence: 'here' });
    } else if (before && !peer) known.set(participantId, { ...before, presence: 'away' });
    for (const ear of ears.peers) ear([...known.values()]);
  }

  function announce(): void {
    // Not connected now: `lineUp` says it again.
    if (self) line.say('announce', self).catch(() => undefined);
  }

  line.attach({
    peer(peer) {
      if (peer.was !== null) lines.delete(peer.was);
      lines.delete(peer.epoch);
      lines.set(peer.epoch, peer);
      settle(peer.participantId);
    },
    gone(epoch) {
      const peer = lines.get(epoch);
      lines.delete(epoch);
      if (peer) settle(peer.participantId);
    },
    signal(from, carried) {
      const peer = lines.get(from);
      const signal = read(unpack(carried));
      if (!peer || !signal) return;
      if (ears.message.size === 0 && early.length < MOST_EARLY) early.push([peer.participantId, signal]);
      for (const ear of ears.message) ear(peer.participantId, signal);
    },
  });

  return {
    lineUp() {
      announce();
      if (wasUp) for (const ear of ears.reopened) ear();
      wasUp = true;
    },
    keep(participantIds) {
      const lost = [...known.keys()].filter((id) => !participantIds.has(id));
      for (const id of lost) known.delete(id);
      if (lost.length > 0) for (const ear of ears.peers) ear([...known.values()]);
    },
    remove(cause) {
      for (const ear of ears.removed) ear(cause);
    },
    port: {
      announce({ epoch, fingerprint }) {
        self = { epoch, fingerprint };
        announce();
      },
      send(to, signal) {
        const peer = [...lines.values()].findLast((one) => one.participantId === to);
        if (peer) line.signal(peer.epoch, pack(signal));
      },
      onMessage(handler) {
        const stop = listen(ears.message, handler);
        for (const [from, signal] of early.splice(0)) handler(from, signal);
        return stop;
      },
      onPeers(handler) {
        handler([...known.values()]);
        return listen(ears.peers, handler);
      },
      onReopened: (handler) => listen(ears.reopened, handler),
      onRemoved: (handler) => listen(ears.removed, handler),
    },
  };
}

function listen<Ear>(all: Set<Ear>, ear: Ear): () => void {
  all.add(ear);
  return () => all.delete(ear);
}

function pack(signal: PageSignal): Carried {
  const { epoch, toEpoch, kind } = signal;
  if (signal.kind === 'offer' || signal.kind === 'answer')
    return {
      page: { epoch, toEpoch, kind, round: signal.round },
      description: { type: signal.kind, sdp: signal.sdp },
    };
  const page = { epoch, toEpoch, kind };
  if (signal.kind !== 'candidate') return { page };
  return { page, candidate: { ...signal.candidate, candidate: signal.candidate.candidate ?? '' } };
}

function unpack({ page, description, candidate }: Carried): unknown {
  return { ...page, ...(description && { sdp: description.sdp }), ...(candidate && { candidate }) };
}
