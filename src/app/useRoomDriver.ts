// One room driver for one page of a visit, on the visit's own line. It is prepared when the page may connect, sends
// nothing before `join`, and lets go of the devices when the page goes.
import { useEffect, useMemo, useState } from 'react';
import { type RoomDriver, readSignal } from '#domain/video';
import type { RoomView } from '#domain/visit';
import { openPeerRoom } from '#features/video';
import { readRelays, type VisitLink } from '#features/visit';
import { createPeerPort, type LinePort } from '#lib/peer-port';
import type { Line } from '#lib/realtime';

/** A line hands its peers to one port; a page that is drawn again asks for the same one. */
const portsOfLines = new WeakMap<Line, LinePort>();

function portOf(line: Line): LinePort {
  const port = portsOfLines.get(line) ?? createPeerPort(line, readSignal);
  portsOfLines.set(line, port);
  return port;
}

export function useRoomDriver(
  launchId: string,
  visitId: string,
  link: VisitLink,
  room: RoomView,
): RoomDriver | null {
  const { you, mayConnect, modality } = room;
  const [driver, setDriver] = useState<RoomDriver | null>(null);
  const port = portOf(link.line);
  const isUp = link.state.name === 'connected';
  useEffect(() => {
    if (isUp) port.lineUp();
  }, [port, isUp]);
  const members = room.roster
    .filter(({ state }) => ['admitted', 'connected', 'dropped'].includes(state))
    .map(({ participantId }) => participantId)
    .join(' ');
  useEffect(() => port.keep(new Set(members.split(' '))), [port, members]);

  const isVideo = modality === 'video';
  const needs = useMemo(
    () => ({
      selfId: you,
      port: port.port,
      servers: async () => ({ ...(await readRelays(launchId, visitId)), relayOnly: false }),
      now: () => performance.now(),
    }),
    [you, port, launchId, visitId],
  );
  useEffect(() => {
    if (!mayConnect) return;
    let opened: RoomDriver | null = null;
    let isGone = false;
    openPeerRoom(needs).then(async (made) => {
      if (isGone) return;
      opened = made;
      setDriver(made);
      await made.prepare({ microphone: true, camera: isVideo });
    });
    return () => {
      isGone = true;
      setDriver(null);
      void opened?.leave();
    };
  }, [needs, mayConnect, isVideo]);
  return driver;
}
