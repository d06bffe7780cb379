// Pulls one entry of the chart into a visit's note: read from the EHR now, for this patient, by this person's rights,
// and worded here, so that "from the chart" is only ever said of what is there.
import type { z } from 'zod';
import {
  describeChartFact,
  markChartFact,
  type PulledFact,
  type PullFact,
  printInstant,
} from '#domain/documentation';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { atOwnNote } from './at-note.ts';
import type { DocumentationNeeds } from './documentation-needs.ts';
import { insertFact } from './fact-store.ts';

export async function pullFact(
  needs: DocumentationNeeds,
  session: Session,
  { visitId, list, entryId }: z.infer<typeof PullFact>,
  requestId: string,
): Promise<PulledFact> {
  const at = await atOwnNote(needs, session, visitId);
  const line = await needs.charts.readAgain(session, requestId, list).get(list);
  if (line?.state !== 'ready')
    throw new AppError(
      line?.state === 'wrong-patient' ? 'conflict' : 'unavailable',
      line?.state === 'wrong-patient' ? 'wrong-patient' : 'note.chart-not-read',
      'The chart could not be read. Nothing was added to the note.',
    );
  const described = describeChartFact(line, entryId);
  const mark = markChartFact(line, entryId);
  if (!described || !mark)
    throw new AppError('not-found', 'note.no-such-entry', 'The chart has no such entry to quote.');
  const { text, reference } = described;
  const source = `from the chart: ${reference}, read ${printInstant(line.asOf, at.site.timeZone ?? 'UTC')}`;
  const told = { list, text, source };
  const factId = await needs.database.transaction((tx) =>
    insertFact({ database: needs.database, tx }, at.of, { ...told, mark }, at.now),
  );
  return { factId, ...told };
}
