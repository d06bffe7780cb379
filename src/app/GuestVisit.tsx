// A guest's visit with the call that another feature draws.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { PatientFrame } from '#features/launch';
import { GuestVisitPage } from '#features/visit';
import { DeviceTrial } from './DeviceTrial.tsx';
import { VisitRoom } from './VisitRoom.tsx';

export function GuestVisit({ view: { launchId } }: { view: SessionView }) {
  return (
    <PatientFrame>
      <Suspense>
        <GuestVisitPage
          launchId={launchId}
          deviceCheck={<DeviceTrial />}
          room={(visit, link) => (
            <VisitRoom launchId={launchId} visitId={visit.visitId} link={link} isAhead={false} />
          )}
        />
      </Suspense>
    </PatientFrame>
  );
}
