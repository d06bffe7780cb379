// Draws the sandbox EHR's pages: eta templates of this folder, its own style sheet, strict headers. Pages work
// without any script. Knows nothing of what the pages are about.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Eta } from 'eta';
import type { Response } from 'express';
import type { PersonalityName } from '#server/sandbox/contract';

const folder = import.meta.dirname;
const eta = new Eta({ views: path.join(folder, 'views'), cache: true, autoTrim: [false, 'nl'] });

/** What the pages load: address → type and text. */
export const ASSETS = {
  '/assets/ehr.css': { type: 'text/css', text: readFileSync(path.join(folder, 'ehr.css'), 'utf8') },
  '/assets/ehr.svg': { type: 'image/svg+xml', text: readFileSync(path.join(folder, 'ehr.svg'), 'utf8') },
};

export interface PageRules {
  /** Origins a form on this page may end at, after redirects too. */
  formTargets?: string[];
  /** Origins this page may frame. */
  frames?: string[];
}

function buildPolicy(rules: PageRules): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...(rules.formTargets ?? [])].join(' ')}`,
    `frame-src ${rules.frames?.length ? ["'self'", ...rules.frames].join(' ') : "'none'"}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ');
}

/** What each hospital calls itself. */
export const HOUSES: Record<PersonalityName, string> = {
  generic: 'Sandbox General Hospital',
  epic: 'Northfield Health',
  oracle: 'Lakeshore Clinics',
};

/** The page as text; `view` is a file of `views/` without its ending. */
export function drawPage(view: string, facts: object): string {
  return eta.render(view, { houses: HOUSES, ...facts });
}

/** Headers every page carries. */
export function pageHeaders(rules: PageRules = {}): Record<string, string> {
  return {
    'Content-Security-Policy': buildPolicy(rules),
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

export function sendPage(
  response: Response,
  view: string,
  facts: object,
  rules: PageRules = {},
  status = 200,
): void {
  response.status(status).set(pageHeaders(rules)).send(drawPage(view, facts));
}
