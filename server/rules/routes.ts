// The rule packs' door: what is loaded, what runs out soon, what is wrong with it. No patient, no decision.
import { z } from 'zod';
import { type HttpRow, route } from '#server/http';
import type { LoadedPacks } from './load-packs.ts';
import { viewRules } from './view-rules.ts';

const Nothing = z.strictObject({});

export function ruleRoutes({ loaded, now }: { loaded: LoadedPacks; now: () => Date }): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/rules',
      {
        who: ['supervisor', 'biller', 'privacy-officer', 'tech-admin'],
        input: Nothing,
        audit: 'rules.read',
      },
      async () => ({ json: viewRules(loaded, now().toISOString().slice(0, 10)) }),
    ),
  ];
}
