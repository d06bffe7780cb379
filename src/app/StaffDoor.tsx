// The staff door with the day's visits in it, for the roles that see them.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { StaffDoorPage } from '#features/launch';
import { Today } from '#features/visit';

const SEES = ['clinician', 'nurse', 'supervisor'];

export function StaffDoor({ view }: { view: SessionView }) {
  const seesToday = view.role !== null && SEES.includes(view.role);
  return (
    <StaffDoorPage view={view}>
      {seesToday && (
        <Suspense>
          <Today launchId={view.launchId} mayOpen={view.role !== 'supervisor'} />
        </Suspense>
      )}
    </StaffDoorPage>
  );
}
