// The chart's doors: the banner, and the whole chart as a stream of lines.
import { z } from 'zod';
import { ChartListName } from '#domain/chart';
import { type HttpRow, route } from '#server/http';
import { readBanner } from './banner.ts';
import type { Charts } from './held-charts.ts';
import { streamChart } from './stream-chart.ts';

const READERS = ['clinician', 'nurse', 'biller', 'supervisor', 'patient', 'proxy', 'no-role'] as const;

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
        const chart = list
          ? needs.charts.readAgain(session, requestId, list)
          : needs.charts.take(session, requestId);
        return {
          stream: { type: 'application/x-ndjson; charset=utf-8', pieces: streamChart(chart) },
          auditDetail: { lists: list ?? 'all' },
        };
      },
    ),
  ];
}
