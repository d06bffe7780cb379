// Stands around every signed-in screen: reports input, warns before the lock, and takes everything off
// the screen when it comes.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { IdleWarning } from './IdleWarning.tsx';
import { LockPage } from './LockPage.tsx';
import { forgetPatient, type OpenSession, sessionQuery, useActivity } from './launch-queries.ts';
import { useIdle } from './useIdle.ts';
import { useInputReport } from './useInputReport.ts';

export function IdleGuard({ session, children }: { session: OpenSession; children: ReactNode }) {
  const { launchId } = session.view;
  const client = useQueryClient();
  const idle = useIdle(session);
  const activity = useActivity(launchId);
  const isLocked = session.view.locked || idle.phase === 'over';
  useInputReport(!isLocked && idle.phase === 'in-use', () => activity.mutate());
  useEffect(() => {
    if (!isLocked) return;
    forgetPatient(client);
    void client.invalidateQueries({ queryKey: sessionQuery(launchId).queryKey });
  }, [isLocked, client, launchId]);
  if (isLocked) return <LockPage launchId={launchId} place={session.view.tenant.name} />;
  return (
    <>
      {children}
      {idle.phase === 'warned' && (
        <IdleWarning
          launchId={launchId}
          secondsLeft={idle.secondsLeft}
          isExtending={activity.isPending}
          hasFailed={activity.isError}
          onStay={() => activity.mutate()}
        />
      )}
    </>
  );
}
