// The staff door with the day's visits in it, for the roles that see them.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { StaffDoorPage } from '#features/launch';
import { CredentialsPage } from '#features/licensure';
import { Today } from '#features/visit';

const KEEPS = ['clinician', 'supervisor', 'tech-admin'];
const SEES = ['clinician', 'nurse', 'supervisor'];

export function StaffDoor({ view }: { view: SessionView }) {
  const { role, launchId, now } = view;
  const seesToday = view.role !== null && SEES.includes(view.role);
  return (
    <StaffDoorPage view={view}>
      {seesToday && (
        <Suspense>
          <Today launchId={view.launchId} mayOpen={view.role !== 'supervisor'} />
        </Suspense>
      )}
      {role !== null && KEEPS.includes(role) && (
        <Suspense>
          <CredentialsPage launchId={launchId} role={role} today={now.slice(0, 10)} />
        </Suspense>
      )}
    </StaffDoorPage>
  );
}
