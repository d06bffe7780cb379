// Who can be called, over reconnects of either side, as a video driver wants to hear it: everybody, whole, at
// every change. A page whose line broke is away and not gone; gone is who is no longer in the visit by the
// server's roster. Knows nothing of media.
import type { Peer } from './realtime-wire.ts';

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

/** What a driver is given: the same four ears and two mouths, whatever line lies below. */
export interface PeerPort<Signal> {
  announce(self: { readonly epoch: string; readonly fingerprint: string }): void;
  send(to: string, signal: Signal): void;
  onMessage(handler: (from: string, signal: Signal) => void): () => void;
  onPeers(handler: (peers: readonly KnownPeer[]) => void): () => void;
  onReopened(handler: () => void): () => void;
  onRemoved(handler: (cause: Removal) => void): () => void;
}

/** After our own line is back, whoever is not announced again within this is away. */
const GRACE_MS = 5_000;
const MOST_EARLY = 200;

export interface LinePeers {
  here(peer: Peer): void;
  gone(epoch: string): void;
  signal(from: string, signal: unknown): void;
  lineBack(): void;
  /** Who is in the visit's room by the roster; others get nothing any more. */
  keep(participantIds: ReadonlySet<string>): void;
  remove(cause: Removal): void;
  stop(): void;
  /** `read`: gives null for what is no signal. */
  port<Signal>(read: (value: unknown) => Signal | null): PeerPort<Signal>;
}

export function createPeers(line: {
  announce(self: { epoch: string; fingerprint: string }): void;
  signal(to: string, signal: unknown): void;
}): LinePeers {
  /** By the epoch of their line. */
  const lines = new Map<string, Peer>();
  const known = new Map<string, KnownPeer>();
  const ears = {
    message: new Set<(from: string, signal: unknown) => void>(),
    peers: new Set<(peers: readonly KnownPeer[]) => void>(),
    reopened: new Set<() => void>(),
    removed: new Set<(cause: Removal) => void>(),
  };
  let self: { epoch: string; fingerprint: string } | null = null;
  let early: [from: string, signal: unknown][] = [];
  let stale = new Set<string>();
  let isBackAfterBreak = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    for (const ear of ears.peers) ear([...known.values()]);
  }

  function settle(participantId: string): void {
    const page = [...lines.values()].findLast((peer) => peer.participantId === participantId)?.page;
    const before = known.get(participantId);
    if (page) known.set(participantId, { id: participantId, ...page, presence: 'here' });
    else if (before) known.set(participantId, { ...before, presence: 'away' });
    tell();
  }

  function hear(from: string, signal: unknown): void {
    const peer = lines.get(from);
    if (!peer) return;
    if (ears.message.size > 0) for (const ear of ears.message) ear(peer.participantId, signal);
    else if (early.length < MOST_EARLY) early.push([peer.participantId, signal]);
  }

  const listen = <Ear>(all: Set<Ear>, ear: Ear): (() => void) => {
    all.add(ear);
    return () => all.delete(ear);
  };

  return {
    here(peer) {
      if (peer.was !== null) lines.delete(peer.was);
      stale.delete(peer.epoch);
      if (peer.was !== null) stale.delete(peer.was);
      // The youngest line of a person speaks for them.
      lines.delete(peer.epoch);
      lines.set(peer.epoch, peer);
      settle(peer.participantId);
    },
    gone(epoch) {
      const peer = lines.get(epoch);
      lines.delete(epoch);
      stale.delete(epoch);
      if (peer) settle(peer.participantId);
    },
    signal: hear,
    lineBack() {
      clearTimeout(timer);
      stale = new Set(lines.keys());
      timer = setTimeout(() => {
        for (const epoch of [...stale]) this.gone(epoch);
      }, GRACE_MS);
      if (self) line.announce(self);
      if (isBackAfterBreak) for (const ear of ears.reopened) ear();
      isBackAfterBreak = true;
    },
    keep(participantIds) {
      const lost = [...known.keys()].filter((id) => !participantIds.has(id));
      for (const id of lost) known.delete(id);
      if (lost.length > 0) tell();
    },
    remove(cause) {
      for (const ear of ears.removed) ear(cause);
    },
    stop: () => clearTimeout(timer),
    port: (read) => ({
      announce(said) {
        self = { epoch: said.epoch, fingerprint: said.fingerprint };
        line.announce(self);
      },
      send(to, signal) {
        const found = [...lines.values()].findLast((peer) => peer.participantId === to);
        if (found) line.signal(found.epoch, signal);
      },
      onMessage(handler) {
        const ear = (from: string, value: unknown): void => {
          const signal = read(value);
          if (signal !== null) handler(from, signal);
        };
        const stop = listen(ears.message, ear);
        for (const [from, signal] of early.splice(0)) ear(from, signal);
        return stop;
      },
      onPeers(handler) {
        handler([...known.values()]);
        return listen(ears.peers, handler);
      },
      onReopened: (handler) => listen(ears.reopened, handler),
      onRemoved: (handler) => listen(ears.removed, handler),
    }),
  };
}
