// Somebody was removed from the visit, and the video service has not said yet that they are out of its room: said as
// it is, with the one way that leaves them behind at once.
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';

interface StillThereProps {
  names: readonly string[];
  pending: string | null;
  /** Undefined: this person cannot decide that, or there is no other way. */
  onOtherWay: (() => void) | undefined;
}

export function StillThere({ names, pending, onOtherWay }: StillThereProps) {
  const say = useText();
  if (names.length === 0) return null;
  return (
    <Notice
      tone="stop"
      live="assertive"
      title={say('app.visit.still-there', { names: names.map(isolate).join(', ') })}
    >
      <p>{say('app.visit.still-there.meaning')}</p>
      {onOtherWay && (
        <p>
          <Button pending={pending} onClick={onOtherWay}>
            {say('app.visit.still-there.leave')}
          </Button>
        </p>
      )}
    </Notice>
  );
}
