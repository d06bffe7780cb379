// The staff door with the day's visits, the list of charges, and what is not in the EHR yet, for the roles that see
// them.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { ChargesPage } from '#features/billing';
import { StaffDoorPage } from '#features/launch';
import { Today } from '#features/visit';
import { DeliveriesPart } from '#features/write-back';

const SEE_TODAY = ['clinician', 'nurse', 'supervisor'];
const SEE_CHARGES = ['biller', 'supervisor'];
const SEE_DELIVERIES = ['clinician', 'biller', 'supervisor'];

export function StaffDoor({ view }: { view: SessionView }) {
  const isOneOf = (roles: readonly string[]) => view.role !== null && roles.includes(view.role);
  return (
    <StaffDoorPage view={view}>
      {isOneOf(SEE_TODAY) && (
        <Suspense>
          <Today launchId={view.launchId} mayOpen={view.role !== 'supervisor'} />
        </Suspense>
      )}
      {isOneOf(SEE_CHARGES) && (
        <Suspense>
          <ChargesPage launchId={view.launchId} />
        </Suspense>
      )}
      {isOneOf(SEE_DELIVERIES) && (
        <Suspense>
          <DeliveriesPart launchId={view.launchId} />
        </Suspense>
      )}
    </StaffDoorPage>
  );
}
