// A patient's visit with what other features give to it: who the record is about, the call, and the summary.
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { PatientSummary } from '#features/documentation';
import { bannerQuery, PatientFrame, writePlainName } from '#features/launch';
import { PatientVisitPage, type Subject } from '#features/visit';
import { DeviceQuestion } from './DeviceQuestion.tsx';
import { VisitRoom } from './VisitRoom.tsx';

export function PatientVisit({ view, visitId }: { view: SessionView; visitId: string }) {
  const { launchId, patientId } = view;
  const banner = useQuery({ ...bannerQuery(launchId), enabled: patientId !== null });
  const subject = banner.data?.patientId === patientId ? subjectOf(banner.data) : null;
  return (
    <PatientFrame>
      <PatientVisitPage
        launchId={launchId}
        visitId={visitId}
        subject={subject}
        deviceCheck={(check) => <DeviceQuestion {...check} {...{ launchId, visitId }} />}
        room={(visit, link) => (
          <VisitRoom {...{ launchId, link }} visitId={visit.visitId} isAhead={!visit.mayJoin} />
        )}
        papers={(visit) => (
          <Suspense>
            <PatientSummary launchId={launchId} visitId={visit.visitId} subject={subject} />
          </Suspense>
        )}
      />
    </PatientFrame>
  );
}

function subjectOf(
  banner: Parameters<typeof writePlainName>[0] & { birthDate: string | null },
): Subject | null {
  const name = writePlainName(banner);
  return name ? { name, birthDate: banner.birthDate } : null;
}
