// One room driver for one stay in a call, on the visit's own line. It is prepared when the page may connect, sends
// nothing before `join`, and lets go of the devices when the page goes. Whoever left comes back with a new one.
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { type CallProvider, type RoomDriver, readSignal } from '#domain/video';
import type { RoomView } from '#domain/visit';
import { openDailyRoom, openPeerRoom } from '#features/video';
import type { VisitLink } from '#features/visit';
import { createPeerPort, type LinePort } from '#lib/peer-port';
import type { Line } from '#lib/realtime';
import { readRelays, takeSeat } from './call-queries.ts';

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
  /** Names the stay and the way the call goes; with another one comes another driver. */
  { stay, provider }: { stay: string; provider: CallProvider | null },
): RoomDriver | null {
  const { you, mayConnect, modality } = room;
  const [prepared, setPrepared] = useState<{ stay: string; driver: RoomDriver } | null>(null);
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

  // A change of modality is made in the call; it never ends the media of a running one.
  const prepare = useEffectEvent((made: RoomDriver) =>
    made.prepare({ microphone: true, camera: modality === 'video' }),
  );
  const needs = useMemo(
    () => ({
      selfId: you,
      port: port.port,
      servers: () => readRelays(launchId, visitId),
      grant: () => takeSeat(launchId, visitId),
      now: () => performance.now(),
    }),
    [you, port, launchId, visitId],
  );
  useEffect(() => {
    if (!mayConnect || provider === null) return;
    let opened: RoomDriver | null = null;
    let isGone = false;
    const open = provider === 'daily' ? openDailyRoom : openPeerRoom;
    open(needs).then(async (made) => {
      if (isGone) return;
      opened = made;
      setPrepared({ stay, driver: made });
      await prepare(made);
    });
    return () => {
      isGone = true;
      setPrepared(null);
      void opened?.leave();
    };
  }, [needs, mayConnect, stay, provider]);
  return prepared?.stay === stay ? prepared.driver : null;
}
