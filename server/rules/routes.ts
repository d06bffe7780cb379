// The rule packs' door: what is loaded, what runs out soon, what is wrong with it. No patient, no decision.
import { z } from 'zod';
import { type HttpRow, route } from '#server/http';
import type { LoadedPacks } from './load-packs.ts';
import { type ChangedTexts, viewRules } from './view-rules.ts';

const Nothing = z.strictObject({});

interface RuleNeeds {
  loaded: LoadedPacks;
  listChangedTexts: () => Promise<ChangedTexts>;
  now: () => Date;
}

export function ruleRoutes({ loaded, listChangedTexts, now }: RuleNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/rules',
      {
        who: ['supervisor', 'biller', 'privacy-officer', 'tech-admin'],
        input: Nothing,
        audit: 'rules.read',
      },
      async () => ({
        json: viewRules(loaded, now().toISOString().slice(0, 10), await listChangedTexts()),
      }),
    ),
  ];
}
