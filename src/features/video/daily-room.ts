// The room at Daily: its script comes only when the call is joined, its servers carry the media and see
// them (never called end to end). Devices stay ours: Daily is handed tracks, it opens none. Rooms, tokens
// and who may have one are the server's; the vendor's key is never here.
import type {
  DailyCall,
  DailyCallFactory,
  DailyFactoryOptions,
  DailyFatalErrorType,
  DailyParticipant,
  DailyTrackState,
} from '@daily-co/daily-js';
import {
  type CallSeat,
  type ConnectionState,
  type DeviceAnswer,
  type DeviceFault,
  type MediaState,
  NOTHING_SENT,
  type Participant,
  type QualitySample,
  type RemovalCause,
  type RoomDriver,
  type RoomEvent,
  type RoomView,
  type SignalPort,
  TRACK_SOURCES,
  type TrackSource,
  type Tracks,
} from '#domain/video';
import { ownMedia } from './own-media.ts';

/** What we use of Daily's call object; the tests' double has the same type. */
export type DailyRoomCall = Pick<
  DailyCall,
  | 'on'
  | 'join'
  | 'leave'
  | 'destroy'
  | 'participants'
  | 'setLocalAudio'
  | 'setLocalVideo'
  | 'setInputDevicesAsync'
  | 'startScreenShare'
  | 'stopScreenShare'
  | 'updateSendSettings'
  | 'getNetworkStats'
>;

export interface DailyNeeds {
  /** From the server, at the moment of joining: this room, this person, minutes. `user_id` is the participant's id. */
  grant(): Promise<Pick<CallSeat, 'url' | 'token'>>;
  /** The server's word that this person is out; the vendor knows no reasons. */
  port: Pick<SignalPort, 'onRemoved'>;
  now(): number;
  /** Makes the call object; by itself: of the vendor's package, loaded now. */
  createCall?(options: DailyFactoryOptions): Promise<DailyRoomCall>;
}

const SAMPLE_MS = 2000;
/** Whoever still waits is offered another way; the vendor may come first all the same. */
const SLOW_MS = 4500;
const PLACES = { microphone: 'audio', camera: 'video', screen: 'screenVideo' } as const;
const CAUSES: Partial<Record<DailyFatalErrorType, RemovalCause>> = {
  ejected: 'removed',
  'exp-token': 'expired',
  'exp-room': 'ended',
  'no-room': 'ended',
};

async function createAtDaily(options: DailyFactoryOptions): Promise<DailyRoomCall> {
  // Its declarations speak of CommonJS; what a browser is given is an ES module.
  const { default: daily } = (await import('@daily-co/daily-js')) as unknown as { default: DailyCallFactory };
  return daily.createCallObject(options);
}

export function createDailyRoom({ grant, port, now, createCall = createAtDaily }: DailyNeeds): RoomDriver {
  const others = new Map<string, Participant>();
  const listeners = new Set<(event: RoomEvent) => void>();
  const own = ownMedia(onDevice);
  let call: DailyRoomCall | null = null;
  let connection: ConnectionState = 'idle';
  let isMuted = false;
  let stops: (() => void)[] = [];
  let slow: ReturnType<typeof setTimeout> | undefined;
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
      participants: [...others.values()],
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

  function hasEnded(): boolean {
    return connection === 'left' || connection === 'removed';
  }

  function become(next: ConnectionState): void {
    if (connection === next || hasEnded()) return;
    connection = next;
    emit({ kind: 'connection', state: next });
  }

  function onDevice(source: TrackSource, fault: DeviceFault | null): void {
    if (hasEnded()) own.close(source);
    else {
      emit({ kind: 'device', source, fault });
      share();
    }
  }

  /** Hands Daily what this person sends now. */
  async function share(): Promise<void> {
    const { microphone, camera, screen } = own.tracks();
    if (microphone) microphone.enabled = !isMuted;
    if (call && !hasEnded()) {
      await call.setInputDevicesAsync({ audioSource: microphone ?? false, videoSource: camera ?? false });
      call.setLocalAudio(Boolean(microphone) && !isMuted);
      call.setLocalVideo(Boolean(camera));
      if (screen) call.startScreenShare({ mediaStream: new MediaStream([screen]) });
      else call.stopScreenShare();
    }
    emit({ kind: 'media', id: null, media: ownState() });
  }

  function meet(person: DailyParticipant): void {
    const id = person.user_id;
    if (person.local) return;
    const before = others.get(id);
    const { media, tracks } = readTracks(person);
    const { quality = null, link = 'connected' as const } = before ?? {};
    others.set(id, { id, hasJoined: true, link, route: 'vendor', media, tracks, quality });
    if (!before) {
      emit({ kind: 'participant-joined', id });
      emit({ kind: 'link', id, state: link, route: 'vendor' });
    }
    emit({ kind: 'media', id, media });
  }

  function setLinks(link: Participant['link']): void {
    for (const [id, other] of others) {
      others.set(id, { ...other, link });
      emit({ kind: 'link', id, state: link, route: 'vendor' });
    }
  }

  /** The vendor measures the one way to its servers, so everybody's line has the same numbers. */
  async function sample(): Promise<void> {
    if (!call || others.size === 0) return;
    const { stats } = await call.getNetworkStats();
    const quality = readStats(stats, now());
    for (const [id, other] of others) {
      others.set(id, { ...other, quality });
      emit({ kind: 'quality', id, sample: quality });
    }
  }

  function end(how: 'left' | 'removed'): void {
    clearTimeout(slow);
    for (const stop of stops) stop();
    stops = [];
    for (const source of TRACK_SOURCES) own.close(source);
    others.clear();
    become(how);
    const gone = call;
    call = null;
    gone?.leave().finally(() => gone.destroy());
  }

  function remove(cause: RemovalCause): void {
    if (hasEnded()) return;
    end('removed');
    emit({ kind: 'removed', cause });
  }

  function listen(to: DailyRoomCall): void {
    to.on('participant-joined', ({ participant }) => meet(participant));
    to.on('participant-updated', ({ participant }) => meet(participant));
    to.on('participant-left', ({ participant: { user_id: id } }) => {
      if (others.delete(id)) emit({ kind: 'participant-left', id, how: 'left' });
    });
    to.on('network-connection', ({ event }) => {
      const isUp = event !== 'interrupted';
      become(isUp ? 'joined' : 'reconnecting');
      setLinks(isUp ? 'connected' : 'reconnecting');
    });
    to.on('error', ({ error }) => {
      const type = error?.type as DailyFatalErrorType | undefined;
      const cause = type && CAUSES[type];
      if (cause) return remove(cause);
      emit({ kind: 'error', fault: type === 'meeting-full' ? 'room-full' : 'vendor-failed', id: null });
      end('left');
    });
    const timer = setInterval(sample, SAMPLE_MS);
    stops = [port.onRemoved(remove), () => clearInterval(timer)];
  }

  async function setDevice(source: 'camera' | 'screen', isOn: boolean): Promise<DeviceAnswer> {
    if (isOn) return own.tracks()[source] ? { ok: true } : own.openOne(source);
    own.close(source);
    await share();
    return { ok: true };
  }

  async function enter(): Promise<void> {
    const { url, token } = await grant();
    const { microphone, camera } = own.tracks();
    const made = await createCall({
      // Without this the vendor's script is run by eval, which our content security policy forbids.
      dailyConfig: { avoidEval: true },
      audioSource: microphone ?? false,
      videoSource: camera ?? false,
    });
    if (hasEnded()) return void made.destroy();
    call = made;
    listen(made);
    await made.join({ url, token });
    clearTimeout(slow);
    problem = null;
    for (const person of Object.values(made.participants())) meet(person);
    await share();
    become('joined');
  }

  async function prepare(wish: { microphone: boolean; camera: boolean }): Promise<void> {
    await own.open(wish);
    if (connection === 'idle') become('ready');
  }

  return {
    protection: 'through-daily',
    prepare,
    async join(wish) {
      const isFresh = connection === 'idle';
      become('joining');
      if (isFresh || wish) await prepare(wish ?? { microphone: true, camera: true });
      slow = setTimeout(() => emit({ kind: 'error', fault: 'vendor-slow', id: null }), SLOW_MS);
      try {
        await enter();
      } catch {
        // The vendor's own words can hold addresses; that it failed is what another body needs to know.
        if (hasEnded()) return;
        emit({ kind: 'error', fault: 'vendor-failed', id: null });
        end('left');
      }
    },
    async leave() {
      end('left');
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
      await call?.updateSendSettings({ video: { maxQuality: level === 'full' ? 'high' : 'low' } });
    },
    // Daily looks for a new way by itself and offers nothing to hasten it.
    reconnect: () => undefined,
    view: () => seen,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readTracks({ tracks }: DailyParticipant): { media: MediaState; tracks: Tracks } {
  const media = { ...NOTHING_SENT } as Record<TrackSource, boolean>;
  const live: Partial<Record<TrackSource, MediaStreamTrack>> = {};
  for (const source of TRACK_SOURCES) {
    const place: DailyTrackState = tracks[PLACES[source]];
    media[source] = place.state !== 'off' && place.state !== 'blocked';
    const track = place.persistentTrack;
    if (media[source] && track) live[source] = track;
  }
  return { media, tracks: live };
}

type Stats = Awaited<ReturnType<DailyCall['getNetworkStats']>>['stats'];

function readStats(stats: Stats, at: number): QualitySample {
  const latest = 'latest' in stats ? (stats.latest as Record<string, number | null>) : {};
  const trip = latest.networkRoundTripTime ?? null;
  return {
    at,
    roundTripMs: trip === null ? null : Math.round(trip * 1000),
    lossIn: latest.totalRecvPacketLoss ?? null,
    lossOut: latest.totalSendPacketLoss ?? null,
    kbitIn: Math.round((latest.recvBitsPerSecond ?? 0) / 1000),
    kbitOut: Math.round((latest.sendBitsPerSecond ?? 0) / 1000),
    concealed: null,
    framesPerSecond: null,
    pictureHeight: null,
    freezes: 0,
    frozenMs: 0,
    route: 'vendor',
  };
}
