// Which cameras and microphones there are now; names come once the person allowed one of them.
import { useEffect, useState } from 'react';

export interface Devices {
  readonly cameras: readonly MediaDeviceInfo[];
  readonly microphones: readonly MediaDeviceInfo[];
}

/** `turn` changes when permissions may have: the names are asked for again. */
export function useDevices(turn: unknown): Devices {
  const [devices, setDevices] = useState<Devices>({ cameras: [], microphones: [] });
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    let isGone = turn === mediaDevices;
    const look = async (): Promise<void> => {
      const all = await mediaDevices.enumerateDevices();
      const of = (kind: string) => all.filter((one) => one.kind === kind && one.deviceId !== '');
      if (!isGone) setDevices({ cameras: of('videoinput'), microphones: of('audioinput') });
    };
    look();
    mediaDevices.addEventListener('devicechange', look);
    return () => {
      isGone = true;
      mediaDevices.removeEventListener('devicechange', look);
    };
  }, [turn]);
  return devices;
}
