// What this page, in this frame, may ask of camera and microphone – found out without asking the person.

export type DeviceReach = 'allowed' | 'ask' | 'denied' | 'blocked-here' | 'none' | 'unknown';

export interface DeviceProbe {
  readonly microphone: DeviceReach;
  readonly camera: DeviceReach;
  /** The frame forbids what a window of its own would be allowed. */
  readonly needsOwnWindow: boolean;
}

interface Policied {
  featurePolicy?: { allowsFeature(name: string): boolean };
}

export async function probeDevices(): Promise<DeviceProbe> {
  const [microphone, camera] = await Promise.all([reachOf('microphone'), reachOf('camera')]);
  const isFramed = window.parent !== window;
  const isBlocked = [microphone, camera].includes('blocked-here');
  return { microphone, camera, needsOwnWindow: isFramed && isBlocked };
}

async function reachOf(name: 'microphone' | 'camera'): Promise<DeviceReach> {
  // Chromium says what the frame's policy allows; elsewhere the question itself tells.
  const isAllowed = (document as Policied).featurePolicy?.allowsFeature(name) ?? true;
  if (!navigator.mediaDevices || !isAllowed) return 'blocked-here';
  const kind = name === 'camera' ? 'videoinput' : 'audioinput';
  const devices = await navigator.mediaDevices.enumerateDevices();
  if (devices.every((device) => device.kind !== kind)) return 'none';
  try {
    const { state } = await navigator.permissions.query({ name });
    return state === 'granted' ? 'allowed' : state === 'denied' ? 'denied' : 'ask';
  } catch {
    // Not every browser knows this question by that name.
    return 'unknown';
  }
}
