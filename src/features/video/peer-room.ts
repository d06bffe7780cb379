// The room without a vendor: one link to each of up to three others, media straight between the browsers
// and encrypted end to end. Who is there, and which certificate is theirs, is the server's word by the port.
import {
  type ConnectionState,
  type DeviceAnswer,
  type DeviceFault,
  type MediaState,
  NOTHING_SENT,
  type Participant,
  type PictureLevel,
  type RoomDriver,
  type RoomEvent,
  type RoomPeer,
  type RoomView,
  type Signal,
  type SignalPort,
  TRACK_SOURCES,
  type TrackSource,
} from '#domain/video';
import { ownMedia } from './own-media.ts';
import { openLink, type PeerLink } from './peer-link.ts';
import { type Counters, readQuality } from './peer-quality.ts';

export interface PeerNeeds {
  selfId: string;
  port: SignalPort;
  /**
   * Our own STUN and TURN servers, with credentials that live minutes; asked again before routes are looked
   * for anew. A failure means the ones known before. `relayOnly`: this site never lets media go straight.
   */
  servers(): Promise<{ iceServers: RTCIceServer[]; relayOnly: boolean }>;
  /** Milliseconds; the clock of the quality samples. */
  now(): number;
}

interface Other {
  link: PeerLink;
  isHere: boolean;
  hasJoined: boolean;
  media: MediaState;
  counters: Counters | null;
  quality: Participant['quality'];
}

/** A mesh of more than four sends too often what each person says. */
const MOST_OTHERS = 3;
const SAMPLE_MS = 2000;
const MOST_EARLY = 200;
const PICTURE: Record<PictureLevel, Partial<RTCRtpEncodingParameters>> = {
  full: { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, maxFramerate: 30 },
  low: { scaleResolutionDownBy: 3, maxBitrate: 150_000, maxFramerate: 15 },
};

/** The server takes one key from a page for as long as its line lives, so whoever comes back brings the same one. */
const certificates = new WeakMap<SignalPort, Promise<RTCCertificate>>();

function certificateOf(port: SignalPort): Promise<RTCCertificate> {
  const made =
    certificates.get(port) ??
    RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as EcKeyGenParams);
  certificates.set(port, made);
  return made;
}

export function createPeerRoom({ selfId, port, servers, now }: PeerNeeds): RoomDriver {
  const epoch = crypto.randomUUID();
  const others = new Map<string, Other>();
  const listeners = new Set<(event: RoomEvent) => void>();
  const own = ownMedia(onDevice);
  let connection: ConnectionState = 'idle';
  let isAdmitted = false;
  let isMuted = false;
  let picture: PictureLevel = 'full';
  let certificate: RTCCertificate;
  let known: { iceServers: RTCIceServer[]; relayOnly: boolean } = { iceServers: [], relayOnly: false };
  let early: [from: string, signal: Signal][] = [];
  let started: Promise<void> | undefined;
  let stops: (() => void)[] = [];
  let removal: RoomView['removal'] = null;
  let problem: RoomView['problem'] = null;
  let seen = look();

  function emit(event: RoomEvent): void {
    if (event.kind === 'removed') removal = event.cause;
    if (event.kind === 'error' && event.fault !== 'protocol') problem = event.fault;
    seen = look();
    for (const listener of [...listeners]) listener(event);
  }

  function look(): RoomView {
    return {
      connection,
      own: { media: ownState(), tracks: own.tracks(), faults: own.faults() },
      participants: [...others].map(([id, other]) => participantOf(id, other)),
      removal,
      problem,
    };
  }

  function ownState(): MediaState {
    const { microphone, camera, screen } = own.tracks();
    return {
      microphone: microphone !== undefined && !isMuted,
      camera: Boolean(camera),
      screen: Boolean(screen),
    };
  }

  function onDevice(source: TrackSource, fault: DeviceFault | null): void {
    if (hasEnded()) own.close(source);
    else {
      emit({ kind: 'device', source, fault });
      share();
    }
  }

  function hasEnded(): boolean {
    return connection === 'left' || connection === 'removed';
  }

  /** Everybody gets what this person sends now: nothing before admission. */
  async function share(): Promise<void> {
    const { microphone } = own.tracks();
    if (microphone) microphone.enabled = !isMuted;
    if (isAdmitted) await Promise.all([...others.values()].map(({ link }) => sendTo(link)));
    emit({ kind: 'media', id: null, media: ownState() });
  }

  async function sendTo(link: PeerLink): Promise<void> {
    const tracks = own.tracks();
    await link.send(
      TRACK_SOURCES.map((source) => tracks[source] ?? null),
      ownState(),
      PICTURE[picture],
    );
  }

  /** Before admission addresses stay hidden where a relay can carry the connection. */
  function configuration(): RTCConfiguration {
    const hasRelay = known.iceServers.some(({ urls }) => [urls].flat().some((url) => url.startsWith('turn')));
    const isRelayOnly = known.relayOnly || (hasRelay && !isAdmitted);
    return {
      iceServers: known.iceServers,
      iceTransportPolicy: isRelayOnly ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
      certificates: [certificate],
    };
  }

  async function learnServers(): Promise<void> {
    known = await servers().catch(() => known);
  }

  function onPeers(peers: readonly RoomPeer[]): void {
    for (const [id, { link }] of others) {
      const peer = peers.find((one) => one.id === id);
      if (!peer) drop(id, 'left');
      else if (peer.epoch !== link.peer.epoch) drop(id, 'lost');
    }
    for (const peer of peers) {
      if (peer.id === selfId) continue;
      const other = others.get(peer.id);
      // What was said to them while their socket was gone may be lost.
      if (other && peer.presence === 'here' && !other.isHere) other.link.resume();
      if (other) other.isHere = peer.presence === 'here';
      else if (others.size < MOST_OTHERS) meet(peer);
      else emit({ kind: 'error', fault: 'room-full', id: peer.id });
    }
    emit({ kind: 'connection', state: connection });
  }

  function meet(peer: RoomPeer): void {
    const { id } = peer;
    const link = openLink({
      peer,
      isLeading: selfId > id,
      configuration: configuration(),
      limits: PICTURE[picture],
      say: (signal) => port.send(id, { ...signal, epoch, toEpoch: peer.epoch } as Signal),
      onState: (state) => emit({ kind: 'link', id, state, route: other.quality?.route ?? 'unknown' }),
      onMedia: (media) => {
        const isNew = !other.hasJoined;
        Object.assign(other, { media, hasJoined: true });
        if (isNew) emit({ kind: 'participant-joined', id });
        emit({ kind: 'media', id, media });
      },
      onBye: () => drop(id, 'left'),
      onStranger: () => {
        drop(id, 'lost');
        emit({ kind: 'error', fault: 'identity-mismatch', id });
      },
      onProtocol: () => emit({ kind: 'error', fault: 'protocol', id }),
    });
    const other: Other = {
      link,
      isHere: peer.presence === 'here',
      hasJoined: false,
      media: NOTHING_SENT,
      counters: null,
      quality: null,
    };
    others.set(id, other);
    if (isAdmitted) sendTo(link);
    const waiting = early.filter(([from]) => from === id);
    early = early.filter(([from]) => from !== id);
    for (const [from, signal] of waiting) onSignal(from, signal);
  }

  /** What comes before the server named its sender waits for the server's word. */
  function onSignal(from: string, signal: Signal): void {
    if (signal.toEpoch !== epoch) return;
    const link = others.get(from)?.link;
    if (link?.peer.epoch === signal.epoch) link.take(signal);
    else early = [...early, [from, signal] as [string, Signal]].slice(-MOST_EARLY);
  }

  function drop(id: string, how: 'left' | 'lost'): void {
    const other = others.get(id);
    if (!other) return;
    others.delete(id);
    other.link.close(false);
    if (other.hasJoined) emit({ kind: 'participant-left', id, how });
  }

  async function sample(): Promise<void> {
    for (const [id, other] of others) {
      if (other.link.connection.connectionState === 'closed') continue;
      const report = await other.link.connection.getStats();
      const { sample: quality, counters } = readQuality(report.entries(), other.counters, now());
      const isNewRoute = quality.route !== other.quality?.route;
      Object.assign(other, { quality, counters });
      if (isNewRoute) emit({ kind: 'link', id, state: other.link.state(), route: quality.route });
      emit({ kind: 'quality', id, sample: quality });
    }
  }

  function become(next: ConnectionState): void {
    if (connection === next || hasEnded()) return;
    connection = next;
    emit({ kind: 'connection', state: next });
  }

  async function start(): Promise<void> {
    [certificate] = await Promise.all([certificateOf(port), learnServers()]);
    if (hasEnded()) return;
    const again = () => reconnect();
    window.addEventListener('online', again);
    const timer = setInterval(sample, SAMPLE_MS);
    stops = [
      port.onMessage(onSignal),
      port.onReopened(() => {
        for (const { link } of others.values()) link.resume();
      }),
      port.onRemoved((cause) => {
        end('removed', false);
        emit({ kind: 'removed', cause });
      }),
      port.onPeers(onPeers),
      () => window.removeEventListener('online', again),
      () => clearInterval(timer),
    ];
    port.announce({ epoch, fingerprint: certificate.getFingerprints()[0]?.value ?? '' });
    if (connection === 'idle') become('ready');
  }

  async function prepare(wish: { microphone: boolean; camera: boolean }): Promise<void> {
    started ??= start();
    await Promise.all([started, own.open(wish)]);
  }

  function reconnect(): void {
    learnServers().then(() => {
      for (const { link } of others.values()) link.restart(configuration());
    });
  }

  function end(how: 'left' | 'removed', bye: boolean): void {
    for (const stop of stops) stop();
    for (const { link } of others.values()) link.close(bye);
    others.clear();
    for (const source of TRACK_SOURCES) own.close(source);
    become(how);
  }

  async function setDevice(source: 'camera' | 'screen', isOn: boolean): Promise<DeviceAnswer> {
    if (isOn) return own.tracks()[source] ? { ok: true } : own.openOne(source);
    own.close(source);
    await share();
    return { ok: true };
  }

  return {
    protection: 'end-to-end',
    prepare,
    async join(wish) {
      become('joining');
      const wasHidden = started !== undefined && configuration().iceTransportPolicy === 'relay';
      if (!started || wish) await prepare(wish ?? { microphone: true, camera: true });
      await started;
      isAdmitted = true;
      await share();
      become('joined');
      if (wasHidden && configuration().iceTransportPolicy === 'all')
        for (const { link } of others.values()) link.restart(configuration());
    },
    async leave() {
      end('left', true);
    },
    async setMicrophone(isOn) {
      isMuted = !isOn;
      if (isOn && !own.tracks().microphone) return own.openOne('microphone');
      await share();
      return { ok: true };
    },
    setCamera: (isOn) => setDevice('camera', isOn),
    shareScreen: (isOn) => setDevice('screen', isOn),
    switchDevice: (source, deviceId) => own.openOne(source, deviceId),
    async setPicture(level) {
      picture = level;
      await share();
    },
    reconnect,
    view: () => seen,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function participantOf(id: string, { link, hasJoined, media, quality }: Other): Participant {
  const received = link.tracks();
  const live = TRACK_SOURCES.flatMap((source, place) => {
    const track = received[place];
    return media[source] && track ? [[source, track] as const] : [];
  });
  return {
    id,
    hasJoined,
    link: link.state(),
    route: quality?.route ?? 'unknown',
    media,
    tracks: Object.fromEntries(live),
    quality,
  };
}
