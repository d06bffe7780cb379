// Reads the browser's statistics of one link into the numbers of a call. Cumulative counters become what
// happened since the reading before.
import type { MediaRoute, QualitySample } from '#domain/video';

/** The counters of one reading, kept for the next. */
export interface Counters {
  at: number;
  received: number;
  lost: number;
  bytesIn: number;
  bytesOut: number;
  made: number;
  heard: number;
  freezes: number;
  frozen: number;
  frames: number;
}

type Entry = Record<string, unknown>;

/** `report`: what `getStats()` gave; `before`: null at the first reading, which then knows no rates. */
export function readQuality(
  report: Iterable<[string, unknown]>,
  before: Counters | null,
  at: number,
): { sample: QualitySample; counters: Counters } {
  const all = new Map([...report].map(([id, entry]) => [id, entry as Entry]));
  const entries = [...all.values()];
  const of = (type: string, kind?: string): Entry[] =>
    entries.filter((entry) => entry.type === type && (kind === undefined || entry.kind === kind));
  const inbound = of('inbound-rtp');
  const pair = pairInUse(entries, all);
  const sum = (list: Entry[], member: string): number =>
    list.reduce((total, entry) => total + numberOf(entry[member]), 0);

  const counters: Counters = {
    at,
    received: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost'),
    bytesIn: sum(inbound, 'bytesReceived'),
    bytesOut: sum(of('outbound-rtp'), 'bytesSent'),
    made:
      sum(of('inbound-rtp', 'audio'), 'concealedSamples') -
      sum(of('inbound-rtp', 'audio'), 'silentConcealedSamples'),
    heard: sum(of('inbound-rtp', 'audio'), 'totalSamplesReceived'),
    freezes: sum(of('inbound-rtp', 'video'), 'freezeCount'),
    frozen: sum(of('inbound-rtp', 'video'), 'totalFreezesDuration'),
    frames: sum(of('inbound-rtp', 'video'), 'framesDecoded'),
  };
  const since = (member: keyof Counters): number => Math.max(0, counters[member] - (before?.[member] ?? 0));
  const seconds = since('at') / 1000;
  const rate = (member: keyof Counters): number => (before && seconds > 0 ? since(member) / seconds : 0);
  const share = (part: number, whole: number): number | null => (before && whole > 0 ? part / whole : null);
  const told = of('remote-inbound-rtp').flatMap(({ fractionLost }) =>
    typeof fractionLost === 'number' ? [fractionLost] : [],
  );
  const trip = pair?.currentRoundTripTime;
  const pictures = of('inbound-rtp', 'video').filter((entry) => typeof entry.frameHeight === 'number');
  return {
    counters,
    sample: {
      at,
      roundTripMs: typeof trip === 'number' ? Math.round(trip * 1000) : null,
      lossIn: share(since('lost'), since('lost') + since('received')),
      lossOut: told.length > 0 ? Math.max(...told) : null,
      kbitIn: Math.round((rate('bytesIn') * 8) / 1000),
      kbitOut: Math.round((rate('bytesOut') * 8) / 1000),
      concealed: share(since('made'), since('heard')),
      framesPerSecond: pictures.length > 0 && before ? Math.round(rate('frames')) : null,
      pictureHeight:
        pictures.length > 0 ? Math.max(...pictures.map((one) => numberOf(one.frameHeight))) : null,
      freezes: before ? since('freezes') : 0,
      frozenMs: before ? Math.round(since('frozen') * 1000) : 0,
      route: routeOf(pair, all),
    },
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function pairInUse(entries: readonly Entry[], all: ReadonlyMap<string, Entry>): Entry | undefined {
  const transport = entries.find((entry) => entry.type === 'transport');
  return all.get(String(transport?.selectedCandidatePairId));
}

/** Relayed when either end stands on a relay. */
function routeOf(pair: Entry | undefined, all: ReadonlyMap<string, Entry>): MediaRoute {
  if (!pair) return 'unknown';
  const ends = [pair.localCandidateId, pair.remoteCandidateId].map(
    (id) => all.get(String(id))?.candidateType,
  );
  return ends.includes('relay') ? 'relayed' : 'direct';
}
