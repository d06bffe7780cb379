// The chart's doors: the banner, and the whole chart as a stream of lines.
import { z } from 'zod';
import { CHART_LISTS, ChartListName, decideListAccess } from '#domain/chart';
import { AppError } from '#server/errors';
import { EVERYONE_SIGNED_IN, type HttpRow, route, type Session } from '#server/http';
import { readBanner } from './banner.ts';
import type { Charts } from './held-charts.ts';
import { streamChart } from './stream-chart.ts';

/** Whoever may know whose chart it is; each list is then asked for by itself. */
const READERS = EVERYONE_SIGNED_IN.filter((caller) => decideListAccess(caller, 'patient'));

export function chartRoutes(needs: { charts: Charts }): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/banner',
      { who: READERS, input: z.strictObject({}), audit: 'patient.read' },
      async ({ session, requestId }) => ({ json: await readBanner(needs, session, requestId) }),
    ),
    route(
      'GET',
      '/l/:launchId/api/chart',
      { who: READERS, input: z.strictObject({ list: ChartListName.optional() }), audit: 'chart.read' },
      async ({ session, input: { list }, requestId }) => {
        if (list) demandListAccess(session, list);
        const chart = list
          ? needs.charts.readAgain(session, requestId, list)
          : needs.charts.take(session, requestId);
        return {
          stream: { type: 'application/x-ndjson; charset=utf-8', pieces: streamChart(chart) },
          auditDetail: { lists: list ?? nameLists(session) },
        };
      },
    ),
  ];
}

/** A refusal is on record as one; in the whole chart the list is a line that says so. */
function demandListAccess(session: Session, list: ChartListName): void {
  if (!decideListAccess(session.role ?? 'no-role', list))
    throw new AppError('forbidden', 'role.not-allowed', 'Your role does not include this.');
}

function nameLists(session: Session): string {
  const read = CHART_LISTS.filter((list) => decideListAccess(session.role ?? 'no-role', list));
  return read.length === CHART_LISTS.length ? 'all' : read.join(' ');
}
