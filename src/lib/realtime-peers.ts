// Which pages can be called, over reconnects of either side. Holds what comes until a driver is there to
// take it, since the driver is loaded late; knows nothing of media.
import type { Peer, Signal, Told } from './realtime-wire.ts';

/** What a video driver is told. */
export interface PeerEvents {
  /**
   * From here on a signal to this epoch arrives. `known`: the page was known already (under `peer.epoch` or
   * `peer.was`) and its call goes on; signalling with it works again.
   */
  peer(peer: Peer, more: { polite: boolean; known: boolean }): void;
  /** The page is gone for good, or may no longer be called. */
  gone(epoch: string): void;
  /** `fingerprint`: the sender's by the server's word. A description that says another is to be refused. */
  signal(from: string, signal: Signal & { fingerprint: string | null }): void;
}

/** After our own line is back, a page that is not announced again within this is gone. */
const GRACE_MS = 15_000;

export function createPeers() {
  const known = new Map<string, { peer: Peer; polite: boolean }>();
  let stale = new Set<string>();
  let waiting: [from: string, Signal & { fingerprint: string | null }][] = [];
  let events: PeerEvents | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function drop(epoch: string): void {
    stale.delete(epoch);
    waiting = waiting.filter(([from]) => from !== epoch);
    if (known.delete(epoch)) events?.gone(epoch);
  }

  function meet(peer: Peer, polite: boolean): void {
    const isKnown = known.has(peer.epoch) || (peer.was !== null && known.has(peer.was));
    for (const epoch of [peer.was, peer.epoch]) {
      if (epoch === null) continue;
      known.delete(epoch);
      stale.delete(epoch);
    }
    known.set(peer.epoch, { peer, polite });
    events?.peer(peer, { polite, known: isKnown });
  }

  return {
    hear(told: Extract<Told, { t: 'here' | 'gone' | 'signal' }>): void {
      if (told.t === 'here') meet(told.peer, told.polite);
      else if (told.t === 'gone') drop(told.epoch);
      else if (known.has(told.from)) {
        const { t: _, from, ...signal } = told;
        if (events) events.signal(from, signal);
        else waiting.push([from, signal]);
      }
    },
    /** Our own line broke: calls go on, and who is still there will be announced again. */
    lineLost(): void {
      clearTimeout(timer);
      stale = new Set(known.keys());
    },
    lineBack(): void {
      timer = setTimeout(() => {
        for (const epoch of stale) drop(epoch);
      }, GRACE_MS);
    },
    attach(driver: PeerEvents): void {
      events = driver;
      for (const { peer, polite } of known.values()) driver.peer(peer, { polite, known: false });
      for (const [from, signal] of waiting.splice(0)) driver.signal(from, signal);
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}
