// This person's own microphone, camera and screen: asks the browser for them, keeps what it gave, and says
// in one word why it gave nothing. It sends nothing to anybody.
import type { DeviceAnswer, DeviceFault, DeviceFaults, TrackSource, Tracks } from '#domain/video';

export interface OwnMedia {
  tracks(): Tracks;
  faults(): DeviceFaults;
  /** Both at once, so that the browser asks one question; each alone where both together failed. */
  open(wish: { microphone: boolean; camera: boolean }): Promise<void>;
  openOne(source: TrackSource, deviceId?: string): Promise<DeviceAnswer>;
  close(source: TrackSource): void;
}

const ASKED = {
  microphone: (deviceId?: string) => ({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...exact(deviceId) },
  }),
  camera: (deviceId?: string) => ({
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, ...exact(deviceId) },
  }),
};
const exact = (deviceId?: string) => (deviceId ? { deviceId: { exact: deviceId } } : {});

/** `tell(source, fault)`: a device was opened or closed (null), gave nothing, or ended by itself. */
export function ownMedia(tell: (source: TrackSource, fault: DeviceFault | null) => void): OwnMedia {
  const held: Partial<Record<TrackSource, MediaStreamTrack>> = {};
  const faults: Partial<Record<TrackSource, DeviceFault>> = {};

  function onChange(source: TrackSource, fault: DeviceFault | null): void {
    // One that still works is no fault, though another could not be taken; nor is changing one's mind.
    if (fault && fault !== 'cancelled' && !held[source]) faults[source] = fault;
    else delete faults[source];
    tell(source, fault);
  }

  function keep(source: TrackSource, track: MediaStreamTrack | undefined): void {
    if (!track) return;
    held[source]?.stop();
    held[source] = track;
    track.onended = () => {
      if (held[source] !== track) return;
      delete held[source];
      onChange(source, source === 'screen' ? null : 'unplugged');
    };
    onChange(source, null);
  }

  function close(source: TrackSource): void {
    const track = held[source];
    delete held[source];
    delete faults[source];
    track?.stop();
  }

  async function openOne(source: TrackSource, deviceId?: string): Promise<DeviceAnswer> {
    try {
      const stream =
        source === 'screen'
          ? await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false })
          : await navigator.mediaDevices.getUserMedia(ASKED[source](deviceId));
      keep(source, stream.getTracks()[0]);
      return { ok: true };
    } catch (error) {
      const fault = faultOf(error, source);
      onChange(source, fault);
      return { ok: false, fault };
    }
  }

  return {
    tracks: () => ({ ...held }),
    faults: () => ({ ...faults }),
    close,
    openOne,
    async open(wish) {
      const wanted = (['microphone', 'camera'] as const).filter((source) => wish[source] && !held[source]);
      if (wanted.length === 2) {
        const both = await navigator.mediaDevices
          ?.getUserMedia({ ...ASKED.microphone(), ...ASKED.camera() })
          .catch(() => null);
        if (both) {
          keep('microphone', both.getAudioTracks()[0]);
          keep('camera', both.getVideoTracks()[0]);
          return;
        }
      }
      for (const source of wanted) await openOne(source);
    },
  };
}

/** The browser's error in our words. https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
export function faultOf(error: unknown, source: TrackSource): DeviceFault {
  if (!navigator.mediaDevices) return 'blocked-here';
  const { name, message } = error instanceof DOMException ? error : { name: '', message: '' };
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    if (/policy/i.test(message)) return 'blocked-here';
    return source === 'screen' ? 'cancelled' : 'denied';
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'unknown';
}
