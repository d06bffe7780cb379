// The visit beside a patient's chart, with the call and the papers that other features draw.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { ChargePanel, ChargesPage } from '#features/billing';
import { VisitDesk } from '#features/visit';
import { ReceiptsPart } from '#features/write-back';
import { AfterVisit } from './AfterVisit.tsx';
import { CallAfterwards } from './CallAfterwards.tsx';
import { StaffRoom } from './StaffRoom.tsx';

const SEES = ['clinician', 'nurse', 'supervisor'];
const SEE_CHARGES = ['clinician', 'supervisor'];

/** The desk of visits comes, sooner or later: room is kept for it. */
export const showsDesk = ({ role }: SessionView) => role !== null && SEES.includes(role);

interface StaffVisitProps {
  view: SessionView;
  /** The desk has what it needs to be drawn in its size. */
  onSettled?: () => void;
}

export function StaffVisit({ view, onSettled }: StaffVisitProps) {
  // Whoever bills has no part in the visit: its charges are their work here, and this patient's alone.
  if (view.role === 'biller')
    return (
      <Suspense>
        <ChargesPage launchId={view.launchId} />
      </Suspense>
    );
  if (!showsDesk(view)) return null;
  const seesCharge = view.role !== null && SEE_CHARGES.includes(view.role);
  return (
    <Suspense fallback={<div className="visit-desk" />}>
      <VisitDesk
        launchId={view.launchId}
        mayLead={view.role !== 'supervisor'}
        onSettled={onSettled}
        room={(visit, link) => <StaffRoom launchId={view.launchId} visit={visit} link={link} />}
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
            call={<CallAfterwards launchId={view.launchId} visit={visit} />}
          />
        )}
      />
    </Suspense>
  );
}
