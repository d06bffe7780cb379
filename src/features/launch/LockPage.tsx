// The locked screen: nothing of the patient, not even a name; the EHR's identity check opens it.
import { Button } from '#ui/Button';
import { StatePage } from '#ui/StatePage';
import { useText } from '#ui/text';
import { useLogOut, useUnlock } from './launch-queries.ts';

export function LockPage({ launchId, place }: { launchId: string; place: string }) {
  const say = useText();
  const unlock = useUnlock(launchId);
  const logOut = useLogOut(launchId);
  const isLeaving = unlock.isPending || unlock.isSuccess;
  return (
    <StatePage
      tone="care"
      place={place}
      title={say('app.lock.title')}
      meaning={say('app.lock.meaning')}
      next={say('app.lock.next')}
    >
      <Button
        kind="primary"
        pending={isLeaving ? say('app.lock.unlocking') : null}
        onClick={() => unlock.mutate()}
      >
        {say('app.lock.unlock')}
      </Button>
      <Button
        pending={logOut.isPending ? say('app.log-out.pending') : null}
        onClick={() => logOut.mutate(false)}
      >
        {say('app.log-out')}
      </Button>
      {unlock.isError && <p role="alert">{say('app.lock.failed')}</p>}
      {logOut.isError && <p role="alert">{say('app.log-out.failed')}</p>}
    </StatePage>
  );
}
