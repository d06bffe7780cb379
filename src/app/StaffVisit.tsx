// The visit beside a patient's chart, with the call and the papers that other features draw.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { ChargePanel } from '#features/billing';
import { VisitDesk } from '#features/visit';
import { ReceiptsPart } from '#features/write-back';
import { AfterVisit } from './AfterVisit.tsx';
import { VisitRoom } from './VisitRoom.tsx';

const SEES = ['clinician', 'nurse', 'supervisor'];
const SEE_CHARGES = ['clinician', 'supervisor'];

export function StaffVisit({ view }: { view: SessionView }) {
  if (view.role === null || !SEES.includes(view.role)) return null;
  const seesCharge = SEE_CHARGES.includes(view.role);
  return (
    <Suspense>
      <VisitDesk
        launchId={view.launchId}
        mayLead={view.role !== 'supervisor'}
        room={(visit, link, onPhone) => (
          <VisitRoom launchId={view.launchId} visitId={visit.visitId} link={link} onPhone={onPhone} />
        )}
        papers={(visit) => (
          <AfterVisit
            view={view}
            visit={visit}
            charge={
              seesCharge && (
                <Suspense>
                  <ChargePanel launchId={view.launchId} visitId={visit.visitId} />
                </Suspense>
              )
            }
            receipts={
              <Suspense>
                <ReceiptsPart launchId={view.launchId} visitId={visit.visitId} />
              </Suspense>
            }
          />
        )}
      />
    </Suspense>
  );
}
