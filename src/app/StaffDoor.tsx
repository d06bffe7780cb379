// The staff door with the day's visits and the list of charges in it, for the roles that see them.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { ChargesPage } from '#features/billing';
import { StaffDoorPage } from '#features/launch';
import { Today } from '#features/visit';

const SEES = ['clinician', 'nurse', 'supervisor'];
const SEE_CHARGES = ['biller', 'supervisor'];

export function StaffDoor({ view }: { view: SessionView }) {
  const seesToday = view.role !== null && SEES.includes(view.role);
  const seesCharges = view.role !== null && SEE_CHARGES.includes(view.role);
  return (
    <StaffDoorPage view={view}>
      {seesToday && (
        <Suspense>
          <Today launchId={view.launchId} mayOpen={view.role !== 'supervisor'} />
        </Suspense>
      )}
      {seesCharges && (
        <Suspense>
          <ChargesPage launchId={view.launchId} />
        </Suspense>
      )}
    </StaffDoorPage>
  );
}
