// The chart's doors. For now the banner; the rest of the chart comes beside it.
import { z } from 'zod';
import type { Ehr } from '#server/ehr';
import { type HttpRow, route } from '#server/http';
import { readBanner } from './banner.ts';

export function chartRoutes(needs: { ehr: Ehr }): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/banner',
      {
        who: ['clinician', 'nurse', 'biller', 'supervisor', 'patient', 'proxy', 'no-role'],
        input: z.strictObject({}),
        audit: 'patient.read',
      },
      async ({ session }) => ({ json: await readBanner(needs, session) }),
    ),
  ];
}
