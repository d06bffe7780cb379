// Ways out, and into a window of its own.
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { useLogOut } from './launch-queries.ts';
import { useOwnWindow } from './useOwnWindow.ts';

export function SessionActions({ launchId }: { launchId: string }) {
  const say = useText();
  const logOut = useLogOut(launchId);
  const ownWindow = useOwnWindow(launchId);
  const leaving = (everywhere: boolean) =>
    logOut.isPending && logOut.variables === everywhere ? say('app.log-out.pending') : null;
  return (
    <div className="row">
      {ownWindow.isOffered && (
        <Button
          small
          pending={ownWindow.state === 'opening' ? say('staff.own-window.opening') : null}
          onClick={() => void ownWindow.open()}
        >
          {say('staff.own-window')}
        </Button>
      )}
      <Button small pending={leaving(false)} onClick={() => logOut.mutate(false)}>
        {say('app.log-out')}
      </Button>
      <Button small pending={leaving(true)} onClick={() => logOut.mutate(true)}>
        {say('app.log-out.everywhere')}
      </Button>
      <span role="status" className="small">
        {(ownWindow.state === 'done' || ownWindow.state === 'failed') &&
          say(`staff.own-window.${ownWindow.state}`)}
        {ownWindow.state === 'blocked' && say('staff.own-window.blocked')}
      </span>
      {logOut.isError && (
        <span role="alert" className="small">
          {say('app.log-out.failed')}
        </span>
      )}
    </div>
  );
}
