// "Are you still there?": two minutes before the lock. Any of Enter, Space, Escape extends (WCAG 2.2.1);
// what is left is said aloud at a few moments.
import { Button } from '#ui/Button';
import { Dialog } from '#ui/Dialog';
import { useText } from '#ui/text';
import { decideSpoken } from './decide-idle.ts';
import { useLogOut } from './launch-queries.ts';

interface IdleWarningProps {
  launchId: string;
  secondsLeft: number;
  isExtending: boolean;
  hasFailed: boolean;
  onStay: () => void;
}

export function IdleWarning({ launchId, secondsLeft, isExtending, hasFailed, onStay }: IdleWarningProps) {
  const say = useText();
  const logOut = useLogOut(launchId);
  const spoken = decideSpoken(secondsLeft);
  const minutes = Math.floor(secondsLeft / 60);
  const seconds = String(secondsLeft % 60).padStart(2, '0');
  return (
    <Dialog title={say('app.idle.title')} onCancel={onStay}>
      <p>{say('app.idle.text')}</p>
      <p className="strong" role="timer" aria-live="off">
        {say('app.idle.left', { minutes, seconds })}
      </p>
      <p className="hidden-but-read" aria-live="assertive">
        {spoken !== null && say('app.idle.spoken', { seconds: spoken })}
      </p>
      {hasFailed && <p role="alert">{say('app.idle.failed')}</p>}
      {logOut.isError && <p role="alert">{say('app.log-out.failed')}</p>}
      <div className="row">
        <Button kind="primary" autoFocus pending={isExtending ? say('app.idle.stay') : null} onClick={onStay}>
          {say('app.idle.stay')}
        </Button>
        <Button
          pending={logOut.isPending ? say('app.log-out.pending') : null}
          onClick={() => logOut.mutate(false)}
        >
          {say('app.log-out')}
        </Button>
      </div>
    </Dialog>
  );
}
