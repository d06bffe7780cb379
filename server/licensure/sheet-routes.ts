// The doors of the register's sheets: only for who keeps the register.
import { z } from 'zod';
import { ImportSheet, PreviewSheet } from '#domain/licensure';
import { type HttpRow, route } from '#server/http';
import { exportSheet, importSheet, previewSheet, type SheetNeeds } from './sheet-verbs.ts';

const KEEPERS = ['supervisor', 'tech-admin'] as const;

export function sheetRoutes(needs: SheetNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/credentials/sheet',
      { who: KEEPERS, input: z.strictObject({}), audit: 'credential.export' },
      async ({ session }) => ({
        text: { body: await exportSheet(needs, session), type: 'text/csv; charset=utf-8' },
        headers: { 'Content-Disposition': 'attachment; filename="credential-register.csv"' },
      }),
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials/sheet/preview',
      { who: KEEPERS, input: PreviewSheet, audit: 'credential.search' },
      async ({ session, input }) => ({ json: await previewSheet(needs, session, input.file) }),
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials/sheet/import',
      { who: KEEPERS, input: ImportSheet, audit: 'credential.import-sheet' },
      async ({ session, input }) => {
        const done = await importSheet(needs, session, input);
        const { entered, changed, leftOut } = done;
        const auditDetail = { entered: `${entered}`, changed: `${changed}`, leftOut: `${leftOut}` };
        return { json: done, auditDetail };
      },
    ),
  ];
}
