// A page's line to its visit: connects, comes back by itself, and hands on every entry once and in order.
// What it says of its own state is true: `connected` means everything up to now has been told.
import { createPeers, type PeerEvents } from './realtime-peers.ts';
import { type Entry, readTold, type Signal, type Told } from './realtime-wire.ts';

export type { PeerEvents } from './realtime-peers.ts';
export type { Entry, Peer, Signal } from './realtime-wire.ts';

export type LineState =
  | { name: 'connecting' }
  | { name: 'connected' }
  /** `since`: when the line was lost, ms since the epoch. */
  | { name: 'reconnecting'; since: number }
  /** The device itself says that it has no network. */
  | { name: 'offline'; since: number }
  /** For good; only a new page or a new session helps. */
  | { name: 'ended'; why: 'session-ended' | 'not-a-member' | 'locked' | 'refused' | 'closed' };

export interface LineOptions {
  /** `wss://…/l/<launchId>/socket` */
  url: string;
  visitId: string;
  onEntry(entry: Entry): void;
  onState(state: LineState): void;
  /** Another WebSocket, outside a browser. */
  open?: (url: string) => WebSocket;
}

/** What was said was refused (`code` of the server), or the line broke first: `line.lost`, outcome unknown. */
export class LineError extends Error {
  readonly code: string;
  constructor(code: string, detail = code) {
    super(detail);
    this.code = code;
  }
}

export interface Line {
  /** Rejects with LineError; `line.down`: not connected, nothing was sent. */
  say(kind: string, body: object): Promise<unknown>;
  /** To one page. False: there is no line now; the peer is announced again when there is. */
  signal(to: string, signal: Signal): boolean;
  /** Tells the driver of everybody who is here, and from then on of every change. */
  attach(driver: PeerEvents): void;
  state(): LineState;
  close(): void;
}

/** Twice the server's heartbeat, and a little. */
const SILENCE_MS = 22_000;
const LONGEST_PAUSE_MS = 8_000;
const ENDS: Record<number, Extract<LineState, { name: 'ended' }>['why']> = {
  4400: 'refused',
  4401: 'session-ended',
  4403: 'not-a-member',
  4423: 'locked',
};

/** Almost at once, then rarer and rarer, never all pages in the same moment. `tries` counts from 0. */
export function pauseBefore(tries: number, random: number): number {
  return tries === 0 ? random * 20 : random * Math.min(LONGEST_PAUSE_MS, 125 * 2 ** tries);
}

export function openLine(options: LineOptions): Line {
  const { url, visitId, open = (address) => new WebSocket(address) } = options;
  const peers = createPeers();
  const asked = new Map<string, { resolve(body: unknown): void; reject(error: LineError): void }>();
  let state: LineState = { name: 'connecting' };
  let socket: WebSocket | null = null;
  let epoch: string | null = null;
  let seen = 0;
  let tries = 0;
  let said = 0;
  let since = 0;
  let isGreeted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(next: LineState): void {
    if (state.name === next.name) return;
    state = next;
    options.onState(next);
  }
  const send = (frame: object) => socket?.send(JSON.stringify(frame));

  function connect(): void {
    clearTimeout(timer);
    const own = open(url);
    socket = own;
    expectLife(own);
    own.onopen = () => send({ t: 'say', kind: 'hello', body: { visit: visitId, seen, was: epoch } });
    own.onmessage = ({ data }) => {
      const told = own === socket ? readTold(data) : null;
      if (!told) return;
      expectLife(own);
      hear(told);
    };
    own.onclose = ({ code }) => lost(own, code);
  }

  function expectLife(own: WebSocket): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      own.close();
      lost(own, 0);
    }, SILENCE_MS);
  }

  function lost(own: WebSocket, code: number): void {
    if (own !== socket) return;
    socket = null;
    isGreeted = false;
    clearTimeout(timer);
    peers.lineLost();
    for (const { reject } of asked.values()) reject(new LineError('line.lost'));
    asked.clear();
    const why = ENDS[code];
    if (why) end(why);
    else comeBack();
  }

  function comeBack(): void {
    if (state.name === 'connected' || since === 0) since = Date.now();
    become({ name: navigator.onLine === false ? 'offline' : 'reconnecting', since });
    timer = setTimeout(connect, pauseBefore(tries, Math.random()));
    tries += 1;
  }

  function hear(told: Told): void {
    if (told.t === 'beat') send({ t: 'beat' });
    else if (told.t === 'hello') {
      epoch = told.epoch;
      isGreeted = true;
      if (told.sequence < seen) seen = 0;
      peers.lineBack();
    } else if (told.t === 'entry') {
      if (told.sequence <= seen) return;
      seen = told.sequence;
      const { t: _, ...entry } = told;
      options.onEntry(entry);
    } else if (told.t === 'current') {
      seen = Math.max(seen, told.sequence);
      tries = 0;
      become({ name: 'connected' });
    } else if (told.t === 'done' || told.t === 'refused') {
      const waiting = asked.get(told.id ?? '');
      asked.delete(told.id ?? '');
      if (told.t === 'done') waiting?.resolve(told.body);
      else waiting?.reject(new LineError(told.code, told.detail));
    } else peers.hear(told);
  }

  /** The device has its network back, or the page is looked at again: no waiting. */
  function hurry(): void {
    if (state.name === 'ended' || socket) return;
    tries = 0;
    connect();
  }
  globalThis.addEventListener?.('online', hurry);
  globalThis.addEventListener?.('pageshow', hurry);

  function end(why: Extract<LineState, { name: 'ended' }>['why']): void {
    clearTimeout(timer);
    peers.stop();
    globalThis.removeEventListener?.('online', hurry);
    globalThis.removeEventListener?.('pageshow', hurry);
    become({ name: 'ended', why });
  }

  connect();
  return {
    say(kind, body) {
      if (!isGreeted) return Promise.reject(new LineError('line.down'));
      said += 1;
      const id = String(said);
      return new Promise((resolve, reject) => {
        asked.set(id, { resolve, reject });
        send({ t: 'say', kind, id, body });
      });
    },
    signal(to, signal) {
      if (isGreeted) send({ t: 'say', kind: 'signal', body: { to, ...signal } });
      return isGreeted;
    },
    attach: peers.attach,
    state: () => state,
    close() {
      const own = socket;
      socket = null;
      end('closed');
      own?.close(1000);
    },
  };
}
