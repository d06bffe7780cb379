// What is written of a visit, in the order it is done: the note, the charge, what went to the chart, the summary for
// the patient. Features stand side by side here; what stands to the right of another is handed in.
import { type ReactNode, Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { isRunning, STATE_ROWS, type VisitView } from '#domain/visit';
import { ChartFacts } from '#features/chart';
import { NoteDesk, SummaryDesk } from '#features/documentation';

/** Of whom the server tells the note. */
const READS = ['clinician', 'nurse'];
/** Nobody was seen: a note can be written, and nobody waits for it. */
const NOT_HELD = ['cancelled', 'no-show', 'left-before-seen'];

interface AfterVisitProps {
  view: SessionView;
  visit: VisitView;
  charge?: ReactNode;
  receipts?: ReactNode;
  /** How the call went, once it is over. */
  call?: ReactNode;
}

export function AfterVisit({ view, visit, charge, receipts, call }: AfterVisitProps) {
  const { phase } = STATE_ROWS[visit.state];
  if (phase === 'before') return null;
  const ids = { launchId: view.launchId, visitId: visit.visitId };
  const reads = view.role !== null && READS.includes(view.role);
  return (
    <div className="after-visit">
      {reads && (
        <Suspense>
          <ChartFacts launchId={view.launchId}>
            {(chartFacts) => (
              <NoteDesk
                {...ids}
                isRunning={isRunning(visit.state)}
                isOpenAtFirst={phase === 'after' && !NOT_HELD.includes(visit.state)}
                chartFacts={chartFacts}
              />
            )}
          </ChartFacts>
        </Suspense>
      )}
      {charge}
      {receipts}
      {reads && (
        <Suspense>
          <SummaryDesk {...ids} />
        </Suspense>
      )}
      {phase === 'after' && visit.admittedAt !== null && call}
    </div>
  );
}
