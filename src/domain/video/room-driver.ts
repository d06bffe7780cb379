// What a room for a call can do, whatever carries it: the one interface behind which the bodies stand
// (peer, Daily). It knows neither who may be in the room nor when: the server says that, `join` obeys.
import type { QualitySample } from './quality.ts';

export type TrackSource = 'microphone' | 'camera' | 'screen';
export const TRACK_SOURCES: readonly TrackSource[] = ['microphone', 'camera', 'screen'];

/** What a person sends now, by their own will. A camera that is on may still not arrive. */
export type MediaState = Readonly<Record<TrackSource, boolean>>;

export type Tracks = Readonly<Partial<Record<TrackSource, MediaStreamTrack>>>;

/** Why a device gives nothing. `blocked-here`: this frame or page may not ask at all. */
export type DeviceFault = 'denied' | 'blocked-here' | 'busy' | 'none' | 'unplugged' | 'cancelled' | 'unknown';

/** Which device was asked for and gives nothing now. */
export type DeviceFaults = Readonly<Partial<Record<TrackSource, DeviceFault>>>;

export type DeviceAnswer = { ok: true } | { ok: false; fault: DeviceFault };

/** Of the room: `ready` is connected ahead with nothing sent, `left` and `removed` are final. */
export type ConnectionState = 'idle' | 'ready' | 'joining' | 'joined' | 'reconnecting' | 'left' | 'removed';

/** Of the way to one participant. */
export type LinkState = 'connecting' | 'connected' | 'reconnecting';

/** How the media travels: straight, over our TURN relay, or through the vendor's servers. */
export type MediaRoute = 'direct' | 'relayed' | 'vendor' | 'unknown';

/** Which protection is in force, as it must be said on the screen. */
export type Protection = 'end-to-end' | 'through-daily';

/** `full`: what the camera gives; `low`: a small picture for a weak line. */
export type PictureLevel = 'full' | 'low';

/** Why the server took this person out of the room. */
export type RemovalCause = 'removed' | 'expired' | 'elsewhere' | 'ended';

export type RoomFault =
  /** The other side's key is not the one the server knows: nothing is sent to them. */
  | 'identity-mismatch'
  /** More people than this body carries. */
  | 'room-full'
  /** The vendor's service did not answer or refused; another body may do. */
  | 'vendor-failed'
  /** The vendor's service has not answered yet; it may still, and another body may do meanwhile. */
  | 'vendor-slow'
  /** A message or answer this body cannot understand. */
  | 'protocol';

export interface Participant {
  readonly id: string;
  /** False while they are connected ahead and not yet in the visit. */
  readonly hasJoined: boolean;
  readonly link: LinkState;
  readonly route: MediaRoute;
  readonly media: MediaState;
  /** Only what they send now. */
  readonly tracks: Tracks;
  readonly quality: QualitySample | null;
}

/** An immutable picture of the room; a new object after each event. */
export interface RoomView {
  readonly connection: ConnectionState;
  readonly own: { readonly media: MediaState; readonly tracks: Tracks; readonly faults: DeviceFaults };
  readonly participants: readonly Participant[];
  /** Why the server ended it for this person; null: it did not. */
  readonly removal: RemovalCause | null;
  /** The last thing that went wrong with the room itself and that a person should know. */
  readonly problem: Exclude<RoomFault, 'protocol'> | null;
}

export type RoomEvent =
  | { kind: 'connection'; state: ConnectionState }
  | { kind: 'participant-joined'; id: string }
  /** `lost`: they vanished without a word and may come back. */
  | { kind: 'participant-left'; id: string; how: 'left' | 'lost' }
  | { kind: 'link'; id: string; state: LinkState; route: MediaRoute }
  /** `id` null: own. */
  | { kind: 'media'; id: string | null; media: MediaState }
  | { kind: 'quality'; id: string; sample: QualitySample }
  | { kind: 'device'; source: TrackSource; fault: DeviceFault | null }
  | { kind: 'removed'; cause: RemovalCause }
  | { kind: 'error'; fault: RoomFault; id: string | null };

export interface RoomDriver {
  readonly protection: Protection;
  /**
   * Opens the devices asked for and connects ahead as far as this body can. Nothing is sent to anybody
   * until `join`. A device that gives nothing is told by a `device` event and stops nothing.
   */
  prepare(wish: DeviceWish): Promise<void>;
  /** Only after the server admitted this person: sends. Without `prepare` it prepares first. */
  join(wish?: DeviceWish): Promise<void>;
  /** Ends the call for this person and lets go of every device. A driver is used once. */
  leave(): Promise<void>;
  setMicrophone(isOn: boolean): Promise<DeviceAnswer>;
  setCamera(isOn: boolean): Promise<DeviceAnswer>;
  /** Another microphone or camera, while the call goes on. */
  switchDevice(source: 'microphone' | 'camera', deviceId: string): Promise<DeviceAnswer>;
  shareScreen(isOn: boolean): Promise<DeviceAnswer>;
  setPicture(level: PictureLevel): Promise<void>;
  /** "Try again": looks for a way to everybody anew; what still runs goes on meanwhile. */
  reconnect(): void;
  view(): RoomView;
  /** Gives the way to stop listening. */
  on(listener: (event: RoomEvent) => void): () => void;
}

export interface DeviceWish {
  readonly microphone: boolean;
  readonly camera: boolean;
}

export const NOTHING_SENT: MediaState = { microphone: false, camera: false, screen: false };
