// Stands around every signed-in screen: reports input, warns before the lock, and takes everything off
// the screen when it comes, but a call that is going on: nobody is cut off for listening.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useIsInCall } from '#lib/running-call';
import { GuestLockPage } from './GuestLockPage.tsx';
import { IdleWarning } from './IdleWarning.tsx';
import { LockPage } from './LockPage.tsx';
import { forgetPatient, type OpenSession, sessionQuery, useActivity } from './launch-queries.ts';
import { useIdle } from './useIdle.ts';
import './idle-guard.css';
import { useInputReport } from './useInputReport.ts';

export function IdleGuard({ session, children }: { session: OpenSession; children: ReactNode }) {
  const { launchId, role, tenant } = session.view;
  const client = useQueryClient();
  const idle = useIdle(session);
  const activity = useActivity(launchId);
  const isLocked = session.view.locked || idle.phase === 'over';
  const isInCall = useIsInCall();
  useInputReport(!isLocked && idle.phase === 'in-use', () => activity.mutate());
  useEffect(() => {
    if (!isLocked) return;
    forgetPatient(client, isInCall ? 'but-the-call' : 'wholly');
    void client.invalidateQueries({ queryKey: sessionQuery(launchId).queryKey });
  }, [isLocked, isInCall, client, launchId]);
  return (
    <>
      {isLocked &&
        (role === 'guest' ? (
          <GuestLockPage launchId={launchId} place={tenant.name} isInCall={isInCall} />
        ) : (
          <LockPage launchId={launchId} place={tenant.name} />
        ))}
      {(!isLocked || isInCall) && (
        <div className={isLocked ? 'only-the-call' : 'whole-screen'}>{children}</div>
      )}
      {!isLocked && idle.phase === 'warned' && (
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
