// The staff door with the day's visits in it, and what is not in the EHR yet, for the roles that see them.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { StaffDoorPage } from '#features/launch';
import { Today } from '#features/visit';
import { DeliveriesPart } from '#features/write-back';

const SEES_TODAY = ['clinician', 'nurse', 'supervisor'];
const SEES_DELIVERIES = ['clinician', 'biller', 'supervisor'];

export function StaffDoor({ view }: { view: SessionView }) {
  const seesToday = view.role !== null && SEES_TODAY.includes(view.role);
  const seesDeliveries = view.role !== null && SEES_DELIVERIES.includes(view.role);
  return (
    <StaffDoorPage view={view}>
      {seesToday && (
        <Suspense>
          <Today launchId={view.launchId} mayOpen={view.role !== 'supervisor'} />
        </Suspense>
      )}
      {seesDeliveries && (
        <Suspense>
          <DeliveriesPart launchId={view.launchId} />
        </Suspense>
      )}
    </StaffDoorPage>
  );
}
