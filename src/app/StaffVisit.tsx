// The visit beside a patient's chart, with the call that another feature draws.
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { VisitDesk } from '#features/visit';
import { CallAfterwards } from './CallAfterwards.tsx';
import { StaffRoom } from './StaffRoom.tsx';

const SEES = ['clinician', 'nurse', 'supervisor'];

export function StaffVisit({ view }: { view: SessionView }) {
  if (view.role === null || !SEES.includes(view.role)) return null;
  return (
    <Suspense>
      <VisitDesk
        launchId={view.launchId}
        mayLead={view.role !== 'supervisor'}
        room={(visit, link) => <StaffRoom launchId={view.launchId} visit={visit} link={link} />}
        after={(visit) => <CallAfterwards launchId={view.launchId} visit={visit} />}
      />
    </Suspense>
  );
}
