// The visit beside a patient's chart, with the call that another feature draws.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { VisitDesk } from '#features/visit';
import { VisitRoom } from './VisitRoom.tsx';

const SEES = ['clinician', 'nurse', 'supervisor'];

export function StaffVisit({ view }: { view: SessionView }) {
  if (view.role === null || !SEES.includes(view.role)) return null;
  return (
    <Suspense>
      <VisitDesk
        launchId={view.launchId}
        mayLead={view.role !== 'supervisor'}
        room={(visit, link, onPhone) => (
          <VisitRoom launchId={view.launchId} visitId={visit.visitId} link={link} onPhone={onPhone} />
        )}
      />
    </Suspense>
  );
}
