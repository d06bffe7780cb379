// The room of a visit for whoever is in it: see yourself first, come in by your own act, the call, the chat beside
// it, and the way back after leaving. Visit and video stand side by side here and nowhere else.
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import type { RoomView, RosterEntry } from '#domain/visit';
import { Call, PreCallCheck } from '#features/video';
import { RoomPeople, roomQuery, usePresence, useRoomStep, VisitChat, type VisitLink } from '#features/visit';
import { isolate } from '#lib/isolate';
import { useCallIsRunning } from '#lib/running-call';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { type Say, useText } from '#ui/text';
import { callQuery, useChooseWay } from './call-queries.ts';
import { FrameCheck } from './FrameCheck.tsx';
import { StillThere } from './StillThere.tsx';
import { useCallRecord } from './useCallRecord.ts';
import { useRoomDriver } from './useRoomDriver.ts';

/** Until a way back that failed is tried again. */
const AGAIN_MS = 3000;

interface VisitRoomProps {
  launchId: string;
  visitId: string;
  link: VisitLink;
  /** The patient still waits: the page finds its way to the other side, and shows nothing of it. */
  isAhead: boolean;
  /** Goes on by telephone; undefined where this person cannot decide that. */
  onPhone?: (() => void) | undefined;
}

export function VisitRoom(props: VisitRoomProps) {
  const say = useText();
  const room = useQuery(roomQuery(props.launchId, props.visitId));
  if (!room.data) return props.isAhead ? null : <Loading words={say('app.loading')} />;
  return <Room {...props} room={room.data} />;
}

type RoomProps = VisitRoomProps & { room: RoomView };

function Room({ launchId, visitId, link, isAhead, onPhone, room }: RoomProps) {
  const say = useText();
  const [device] = useState(() => crypto.randomUUID().replaceAll('-', ''));
  const [isIn, setIn] = useState(false);
  const [isChatOpen, setChatOpen] = useState(false);
  const [read, setRead] = useState(0);
  const step = useRoomStep(launchId, visitId, device);
  const [stays, setStays] = useState(0);
  const way = useQuery(callQuery(launchId, visitId)).data;
  const chooseWay = useChooseWay(launchId, visitId);
  const provider = way?.provider ?? null;
  // The two ways are two rooms: whoever changes begins a stay of their own.
  const stay = `${device}-${stays}-${provider}`;
  const mine = room.roster.find(({ isYou }) => isYou);
  const [joinedEpoch, setJoinedEpoch] = useState<number | null>(null);
  const isElsewhere = isIn && joinedEpoch !== null && mine !== undefined && mine.epoch > joinedEpoch;
  const driver = useRoomDriver(launchId, visitId, link, room, {
    stay,
    provider: isElsewhere ? null : provider,
  });
  useCallRecord(launchId, visitId, { driver, provider, stay });
  useEffect(() => {
    if (isIn) void driver?.join();
  }, [isIn, driver]);
  // Another page of this person is in the call: this one lets go of devices, line and signs of life.
  const { line } = link;
  useEffect(() => {
    if (isElsewhere) line.close();
  }, [isElsewhere, line]);
  usePresence(launchId, visitId, { isOpen: isIn && !isElsewhere, device });
  useCallIsRunning(isIn && !isElsewhere);
  const people = room.roster.map((entry) => personOf(entry, say));
  const self = people.find(({ id }) => id === room.you) ?? { id: room.you, name: '', role: '' };
  const others = room.chat.filter(({ participantId }) => participantId !== room.you).length;
  const epochIn = (view: RoomView) => view.roster.find(({ isYou }) => isYou)?.epoch ?? null;
  const join = () =>
    step.mutate('join', {
      onSuccess: (view) => {
        setJoinedEpoch(epochIn(view));
        setIn(true);
      },
    });
  // The line broke and is back: this page is still in the call, and says so.
  const isLost = isIn && !isElsewhere && mine?.state === 'dropped' && link.state.name === 'connected';
  const { mutate, isPending, isError } = step;
  useEffect(() => {
    if (!isLost || isPending) return;
    const timer = setTimeout(() => mutate('join'), isError ? AGAIN_MS : 0);
    return () => clearTimeout(timer);
  }, [isLost, isPending, isError, mutate]);
  const leave = () => {
    void driver?.leave();
    setIn(false);
    // Only then: before the server knows, another stay would open the devices again.
    step.mutate('leave', { onSettled: () => setStays((now) => now + 1) });
  };
  const otherWay = way?.otherWay;
  const stillThere = room.roster.filter(({ participantId }) => way?.stillThere.includes(participantId));
  if (isElsewhere)
    return (
      <div className="stack-tight">
        <p>{say('app.visit.elsewhere')}</p>
        <p>
          <Button kind="primary" onClick={() => window.location.reload()}>
            {say('app.visit.here')}
          </Button>
        </p>
      </div>
    );
  if (!isIn && isAhead) return null;
  // Who left has nothing to look at before they come in again.
  if (!driver && (isIn || room.mayConnect)) return <Loading words={say('app.visit.preparing')} />;
  return (
    <Suspense fallback={<Loading words={say('app.loading')} />}>
      <StillThere
        names={stillThere.map(({ name, role }) => name ?? say(`app.visit.role.${role}`))}
        pending={chooseWay.isPending ? say('app.one-moment') : null}
        onOtherWay={otherWay && mine?.role !== 'guest' ? () => chooseWay.mutate(otherWay) : undefined}
      />
      {!isIn && (
        <div className="stack">
          <FrameCheck launchId={launchId} />
          {driver && room.mayConnect && <PreCallCheck driver={driver} name={self.name} />}
          <p>
            <Button kind="primary" pending={step.isPending ? say('app.one-moment') : null} onClick={join}>
              {say('app.visit.join')}
            </Button>
          </p>
          {step.isError && <p role="alert">{say('app.visit.join.failed')}</p>}
        </div>
      )}
      {isIn && driver && (
        <Call
          driver={driver}
          people={people}
          self={self}
          onLeave={leave}
          onPhone={onPhone}
          onOtherWay={otherWay ? () => chooseWay.mutate(otherWay) : undefined}
          chat={{
            isOpen: isChatOpen,
            unread: isChatOpen ? 0 : Math.max(0, others - read),
            onToggle: () => {
              setRead(others);
              setChatOpen(!isChatOpen);
            },
          }}
        />
      )}
      <RoomPeople roster={room.roster} />
      {isIn && isChatOpen && (
        <VisitChat launchId={launchId} visitId={visitId} you={room.you} messages={room.chat} />
      )}
    </Suspense>
  );
}

function personOf({ participantId, name, role, guestRole, language }: RosterEntry, say: Say) {
  const shown = say(guestRole ? `app.visit.guest.${guestRole}` : `app.visit.role.${role}`);
  return {
    id: participantId,
    name: name ? isolate(name) : say(`app.visit.role.${role}`),
    role: language ? `${shown} (${language})` : shown,
  };
}
