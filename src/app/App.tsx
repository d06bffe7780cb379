// Asks who sits behind this launch and shows the sight that fits: loading, refused, failed, ended,
// locked, or the screens of that person.
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Router } from 'wouter';
import type { SessionView } from '#domain/launch';
import { EndedPage, ErrorPage, IdleGuard, NotFoundPage, sessionQuery } from '#features/launch';
import { launchBase } from '#lib/paths';
import { Loading } from '#ui/Loading';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { isGone, isOver } from './is-over.ts';
import { isPatientRoom } from './is-patient-room.ts';
import { Screens } from './Screens.tsx';

export function App({ launchId }: { launchId: string | null }) {
  if (launchId === null) return <NotFoundPage />;
  return (
    <Router base={launchBase(launchId)}>
      <Launch launchId={launchId} />
    </Router>
  );
}

function Launch({ launchId }: { launchId: string }) {
  const say = useText();
  const session = useQuery(sessionQuery(launchId));
  if (session.data?.state === 'ended') return <EndedPage next={session.data.next} />;
  // Another tab of this browser logged out: the cookie is gone, and this screen was signed in until now.
  if (session.data && session.error && isGone(session.error)) return <EndedPage next={null} />;
  // A refusal takes a screen away; a dead line does not.
  if (session.error && (!session.data || isOver(session.error)))
    return (
      <ErrorPage
        error={session.error}
        isRetrying={session.isFetching}
        onRetry={() => void session.refetch()}
      />
    );
  if (!session.data) return <Loading page words={say('app.loading')} />;
  const { view } = session.data;
  return (
    <div className={isPatientRoom(view) ? 'room-patient' : 'room-staff'}>
      <IdleGuard session={session.data}>
        {session.error && (
          <Notice tone="care" live="polite">
            {say('app.connection.lost')}
          </Notice>
        )}
        <Suspense fallback={<Loading page words={say('app.loading')} />}>
          <UnlockedScreens view={view} />
        </Suspense>
      </IdleGuard>
    </div>
  );
}

/** A locked session tells nothing of the record, not even whose it is; a call that goes on needs the screen it is on. */
function UnlockedScreens({ view }: { view: SessionView }) {
  const [unlocked, setUnlocked] = useState(view);
  if (!view.locked && view !== unlocked) setUnlocked(view);
  return <Screens view={view.locked ? unlocked : view} />;
}
