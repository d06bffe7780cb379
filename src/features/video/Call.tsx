// The call as a part of a screen: people, controls, the line, and what protects it. Whose visit it is, who
// may be in it and what happens after leaving is the business of the screen around it.
import { useRef, useState } from 'react';
import type { LadderOffer, RoomDriver, RoomEvent } from '#domain/video';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { CallControls } from './CallControls.tsx';
import { CallStage } from './CallStage.tsx';
import { DeviceNotices } from './DeviceNotices.tsx';
import { LineNotice } from './LineNotice.tsx';
import { Sound } from './Media.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { type CallKey, useCallKeys } from './useCallKeys.ts';
import { useLadder } from './useLadder.ts';
import { useRoom, useRoomEvents } from './useRoom.ts';
import './call.css';

export interface CallPerson {
  /** The id the room knows them by. */
  readonly id: string;
  readonly name: string;
  /** In the words of the screen's language: "Patient", "Interpreter (Spanish)". */
  readonly role: string;
}

export interface CallProps {
  driver: RoomDriver;
  /** Everybody of the visit, by the server's word. */
  people: readonly CallPerson[];
  self: CallPerson;
  /** Asked to leave; the screen asks back where it must, then calls `driver.leave()`. */
  onLeave: () => void;
  /** Goes on by telephone; undefined: this screen has no telephone to offer. */
  onPhone?: (() => void) | undefined;
  /** Takes the call another way, for everybody; undefined: there is none. */
  onOtherWay?: (() => void) | undefined;
  chat?: { isOpen: boolean; unread: number; onToggle: () => void } | undefined;
}

export function Call({ driver, people, self, onLeave, onPhone, onOtherWay, chat }: CallProps) {
  const say = useText();
  const view = useRoom(driver);
  const { step, decline } = useLadder(driver);
  const [isSelfShown, showSelf] = useState(true);
  const [isSilenced, setSilenced] = useState(false);
  const [soundTurn, setSoundTurn] = useState(0);
  const [news, setNews] = useState('');
  const box = useRef<HTMLElement>(null);
  useRoomEvents(driver, (event) => setNews((before) => newsOf(event, people, say) ?? before));

  const press = (key: CallKey): void => {
    const { microphone, camera, screen } = view.own.media;
    if (key === 'microphone') driver.setMicrophone(!microphone);
    if (key === 'camera') driver.setCamera(!camera);
    if (key === 'screen' && canShareScreen()) driver.shareScreen(!screen);
    if (key === 'chat') chat?.onToggle();
    if (key === 'leave') onLeave();
  };
  useCallKeys(press);

  const take = (offer: LadderOffer): void => {
    if (offer === 'audio-only') driver.setCamera(false);
    if (offer === 'video') driver.setCamera(true);
    if (offer === 'try-again') driver.reconnect();
    if (offer === 'phone') onPhone?.();
    decline();
  };

  const largest = () => box.current?.querySelector<HTMLVideoElement>('video[data-large]');
  return (
    <section className="call" aria-label={say('video.call')} ref={box}>
      <CallStage view={view} people={people} self={self} isSelfShown={isSelfShown} />
      {view.participants.map(
        ({ id, tracks }) =>
          tracks.microphone && (
            <Sound
              key={`${id}-${tracks.microphone.id}`}
              track={tracks.microphone}
              turn={soundTurn}
              onBlocked={() => setSilenced(true)}
            />
          ),
      )}
      {isSilenced && (
        <Button
          kind="primary"
          onClick={() => {
            setSilenced(false);
            setSoundTurn(soundTurn + 1);
          }}
        >
          {say('video.sound.allow')}
        </Button>
      )}
      {view.own.media.screen && <p className="call-sharing">{say('video.sharing')}</p>}
      {view.removal && <Notice live="polite" title={say(`video.removed.${view.removal}`)} />}
      {view.problem && <ProblemNotice problem={view.problem} onOtherWay={onOtherWay} onPhone={onPhone} />}
      <DeviceNotices driver={driver} view={view} />
      <CallControls media={view.own.media} chat={chat} canShare={canShareScreen()} onPress={press} />
      <LineNotice step={step} canPhone={onPhone !== undefined} onTake={take} onDecline={decline} />
      <div className="call-foot">
        <p className="call-protection">{say(`video.protection.${driver.protection}`)}</p>
        <Button small aria-pressed={!isSelfShown} onClick={() => showSelf(!isSelfShown)}>
          {say(isSelfShown ? 'video.self.hide' : 'video.self.show')}
        </Button>
        {document.pictureInPictureEnabled && (
          <Button small onClick={() => toggleCorner(largest())}>
            {say('video.corner')}
          </Button>
        )}
      </div>
      <p className="hidden-but-read" role="status">
        {news}
      </p>
    </section>
  );
}

function canShareScreen(): boolean {
  return navigator.mediaDevices !== undefined && 'getDisplayMedia' in navigator.mediaDevices;
}

/** The large picture in a small window above all others, so that one can chart; and back. */
async function toggleCorner(video: HTMLVideoElement | null | undefined): Promise<void> {
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  else await video?.requestPictureInPicture();
}

/** What is said aloud when somebody comes, goes, or is lost. */
function newsOf(
  event: RoomEvent,
  people: readonly CallPerson[],
  say: ReturnType<typeof useText>,
): string | null {
  if (event.kind === 'participant-joined')
    return say('video.news.joined', { name: nameOf(event.id, people, say) });
  if (event.kind === 'participant-left')
    return say(`video.news.${event.how}`, { name: nameOf(event.id, people, say) });
  return null;
}

function nameOf(id: string, people: readonly CallPerson[], say: ReturnType<typeof useText>): string {
  return people.find((one) => one.id === id)?.name ?? say('video.tile.somebody');
}
