// Cross-site request forgery: rests on a header a form cannot send, on Origin and on Sec-Fetch-Site,
// since the session cookie must be SameSite=None to live inside an EHR's frame (docs/decisions).
import type { IncomingHttpHeaders } from 'node:http';

export type ForgerySign = 'header-missing' | 'origin-foreign' | 'origin-missing' | 'site-foreign';

/**
 * Says why a state-changing request must not pass, or `null`. `form` requests carry a single-use code
 * instead of the header; their Origin is demanded all the same.
 */
export function findForgery(
  headers: IncomingHttpHeaders,
  publicOrigin: string,
  csrf: 'header' | 'form',
): ForgerySign | null {
  if (csrf === 'header' && headers['x-webside'] !== '1') return 'header-missing';
  if (headers.origin === undefined) return 'origin-missing';
  if (headers.origin !== publicOrigin) return 'origin-foreign';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return 'site-foreign';
  return null;
}
