// A guest's locked screen: no EHR can say who they are, so the clinician lets them in again. A call that goes on is
// not touched.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { postJson } from '#lib/api';
import { apiPath } from '#lib/paths';
import { Button } from '#ui/Button';
import { StatePage } from '#ui/StatePage';
import { useText } from '#ui/text';
import { sessionQuery } from './launch-queries.ts';

interface GuestLockPageProps {
  launchId: string;
  place: string;
  isInCall: boolean;
}

export function GuestLockPage({ launchId, place, isInCall }: GuestLockPageProps) {
  const say = useText();
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: () => postJson(apiPath(launchId, 'guest-visit/ask-again'), {}),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery(launchId).queryKey }),
  });
  return (
    <StatePage
      tone="care"
      place={place}
      title={say('app.lock.title')}
      meaning={say(isInCall ? 'app.lock.guest.in-call' : 'app.lock.guest.meaning')}
      next={say(isInCall ? 'app.lock.guest.in-call.next' : 'app.lock.guest.next')}
    >
      {!isInCall && (
        <Button
          kind="primary"
          pending={ask.isPending ? say('app.one-moment') : null}
          onClick={() => ask.mutate()}
        >
          {say('app.lock.guest.ask')}
        </Button>
      )}
      {ask.isError && <p role="alert">{say('app.lock.guest.failed')}</p>}
    </StatePage>
  );
}
