// One room driver for one stay in a call, on the visit's own line. It finds its way ahead, without a device, while the
// gate says yes to somebody who waits; it opens the devices when the page may connect, sends nothing before `join`, and
// lets go of all when the page goes. Whoever left comes back with a new one.
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { type CallProvider, type RoomDriver, readSignal } from '#domain/video';
import type { ParticipantState, RoomView } from '#domain/visit';
import { openDailyRoom, openPeerRoom } from '#features/video';
import type { VisitLink } from '#features/visit';
import { createPeerPort, type LinePort } from '#lib/peer-port';
import type { Line } from '#lib/realtime';
import { readRelays, takeSeat } from './call-queries.ts';

/** Until a room whose code did not arrive is asked for again. */
const AGAIN_MS = 3000;

const GONE: readonly ParticipantState[] = ['left', 'declined', 'removed', 'finished'];

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
  // Daily lets nobody into its room ahead.
  const isNear = mayConnect || (room.mayConnectAhead && provider === 'peer');
  const [prepared, setPrepared] = useState<{ stay: string; driver: RoomDriver } | null>(null);
  const [tries, setTries] = useState(0);
  const port = portOf(link.line);
  const isUp = link.state.name === 'connected';
  useEffect(() => {
    if (isUp) port.lineUp();
  }, [port, isUp]);
  const members = room.roster
    .filter(({ state }) => !GONE.includes(state))
    .map(({ participantId }) => participantId)
    .join(' ');
  useEffect(() => port.keep(new Set(members.split(' '))), [port, members]);

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
    if (!isNear || provider === null) return;
    let opened: RoomDriver | null = null;
    let isGone = false;
    const open = provider === 'daily' ? openDailyRoom : openPeerRoom;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (made: RoomDriver) => {
      if (isGone) return void made.leave();
      opened = made;
      setPrepared({ stay, driver: made });
    };
    const tryAgain = () => {
      if (!isGone) timer = setTimeout(() => setTries(tries + 1), AGAIN_MS);
    };
    open(needs).then(take, tryAgain);
    return () => {
      isGone = true;
      clearTimeout(timer);
      setPrepared(null);
      void opened?.leave();
    };
  }, [needs, isNear, stay, provider, tries]);
  const driver = prepared?.stay === stay ? prepared.driver : null;
  // A change of modality is made in the call; it never ends the media of a running one.
  const prepare = useEffectEvent((made: RoomDriver, withDevices: boolean) =>
    made.prepare({ microphone: withDevices, camera: withDevices && modality === 'video' }),
  );
  useEffect(() => {
    if (driver) void prepare(driver, mayConnect);
  }, [driver, mayConnect]);
  return driver;
}
