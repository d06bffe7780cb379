// A track on the screen or in the ears.
import { type ComponentProps, useEffect, useEffectEvent, useRef } from 'react';

interface PictureProps extends Omit<ComponentProps<'video'>, 'ref'> {
  track: MediaStreamTrack;
}

/** Sound never comes from here, so that a picture may be hidden without silencing anybody. */
export function Picture({ track, ...rest }: PictureProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video) {
      video.srcObject = new MediaStream([track]);
      // Asked for, it goes on also where it is scrolled out of sight; left to the attribute, browsers pause it.
      video.play().catch(passOver);
    }
    return () => {
      if (video) video.srcObject = null;
    };
  }, [track]);
  return <video {...rest} ref={element} autoPlay playsInline muted tabIndex={-1} />;
}

/** A picture that was replaced before it began is nobody's loss. */
function passOver(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}

interface SoundProps {
  track: MediaStreamTrack;
  /** Another value plays again: a press allowed what the browser held back. */
  turn: number;
  onBlocked: () => void;
}

/** Nothing to see: what one person says, played. */
export function Sound({ track, turn, onBlocked }: SoundProps) {
  const blocked = useEffectEvent(onBlocked);
  useEffect(() => {
    const sound = new Audio();
    sound.srcObject = new MediaStream([track]);
    sound.dataset.turn = String(turn);
    sound.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') blocked();
    });
    return () => {
      sound.srcObject = null;
    };
  }, [track, turn]);
  return null;
}
