// How the call of a visit went, beside the visit that is over: names by the visit's roster, figures by the recorder.
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { VisitView } from '#domain/visit';
import { CallReport } from '#features/video';
import { isolate } from '#lib/isolate';
import { useText } from '#ui/text';
import { reportQuery } from './call-queries.ts';

export function CallAfterwards({ launchId, visit }: { launchId: string; visit: VisitView }) {
  const say = useText();
  const { data: report } = useQuery(reportQuery(launchId, visit.visitId));
  const nameOf = (participantId: string) => {
    const entry = visit.roster.find((one) => one.participantId === participantId);
    return entry?.name ? isolate(entry.name) : say(`app.visit.role.${entry?.role ?? 'guest'}`);
  };
  return <Suspense>{report && <CallReport report={report} nameOf={nameOf} />}</Suspense>;
}
