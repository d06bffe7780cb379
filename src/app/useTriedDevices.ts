// Camera and microphone tried on a room that reaches nobody.
import { useEffect, useState } from 'react';
import type { RoomDriver } from '#domain/video';
import { openPeerRoom } from '#features/video';

/** Leads nowhere: nobody can be called while a device is being tried. */
const NOWHERE = {
  announce: () => undefined,
  send: () => undefined,
  onMessage: () => () => undefined,
  onPeers: () => () => undefined,
  onReopened: () => () => undefined,
  onRemoved: () => () => undefined,
};

/** Null while nothing is tried, or the devices are not open yet; they are let go when the page goes. */
export function useTriedDevices(isTrying: boolean): RoomDriver | null {
  const [driver, setDriver] = useState<RoomDriver | null>(null);
  useEffect(() => {
    if (!isTrying) return;
    let opened: RoomDriver | null = null;
    let isGone = false;
    openPeerRoom({
      selfId: 'check-in',
      port: NOWHERE,
      servers: async () => ({ iceServers: [], relayOnly: false }),
      now: () => performance.now(),
    }).then(async (made) => {
      if (isGone) return;
      opened = made;
      await made.prepare({ microphone: true, camera: true });
      if (!isGone) setDriver(made);
    });
    return () => {
      isGone = true;
      setDriver(null);
      void opened?.leave();
    };
  }, [isTrying]);
  return driver;
}
