// Cross-site request forgery: rests on a header a form cannot send, on Origin and on Sec-Fetch-Site,
// since the session cookie must be SameSite=None to live inside an EHR's frame (docs/decisions).
import type { IncomingHttpHeaders } from 'node:http';

export type ForgerySign = 'header-missing' | 'origin-foreign' | 'origin-missing' | 'site-foreign';

/**
 * Says why a state-changing request must not pass, or `null`. `form` requests carry a single-use code
 * instead of the header; their Origin is demanded all the same. Under `Referrer-Policy: no-referrer` a
 * browser sends a form's Origin as `null` (Fetch, "append a request Origin header"): it passes only where
 * Sec-Fetch-Site, which no page can set, says that the form is our own.
 */
export function findForgery(
  headers: IncomingHttpHeaders,
  publicOrigin: string,
  csrf: 'header' | 'form',
): ForgerySign | null {
  if (csrf === 'header' && headers['x-webside'] !== '1') return 'header-missing';
  if (headers.origin === undefined) return 'origin-missing';
  const site = headers['sec-fetch-site'];
  const isOwnForm = csrf === 'form' && headers.origin === 'null' && site === 'same-origin';
  if (headers.origin !== publicOrigin && !isOwnForm) return 'origin-foreign';
  if (site !== undefined && site !== 'same-origin') return 'site-foreign';
  return null;
}
