// Names and reading of our cookies. All are __Host-; Secure; HttpOnly; SameSite=None; Partitioned: the
// only form an EHR's frame keeps (security-rules finding 8).
import type { SetCookie } from '#server/http';

export const sessionCookie = (launchId: string) => `__Host-ws-${launchId}`;
export const loginCookie = (flowId: string) => `__Host-ws-login-${flowId}`;
export const BROWSER_COOKIE = '__Host-ws-browser';
/** Holds the ref of the failure this browser was last sent away with. */
export const REFUSED_COOKIE = '__Host-ws-refused';

const BROWSER_SECONDS = 90 * 24 * 3600;

/** The value of the first cookie of that name, or null. `__Host-` cannot be tossed from a sibling host. */
export function readCookie(header: string | undefined, name: string): string | null {
  if (!header) return null;
  const start = header.startsWith(`${name}=`) ? 0 : header.indexOf(`; ${name}=`) + 2;
  if (start === 1) return null;
  const from = start + name.length + 1;
  const end = header.indexOf(';', from);
  const value = end === -1 ? header.slice(from) : header.slice(from, end);
  return /^[A-Za-z0-9_-]{22,128}$/.test(value) ? value : null;
}

/** The cookies in the header that are, or once were, keys to launches. */
export function listSessionCookies(header: string | undefined): { name: string; value: string | null }[] {
  const names = listNames(header).filter(
    (name) => !name.startsWith(loginCookie('')) && name !== BROWSER_COOKIE && name !== REFUSED_COOKIE,
  );
  return names.map((name) => ({ name, value: readCookie(header, name) }));
}

/** Ids of the flows this browser has begun and not finished. */
export function listLoginFlows(header: string | undefined): string[] {
  const prefix = loginCookie('');
  return listNames(header)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

function listNames(header: string | undefined): string[] {
  const names = [...(header ?? '').matchAll(/(?:^|; )(__Host-ws-[A-Za-z0-9_-]{1,80})=/g)];
  return [...new Set(names.map((match) => match[1] ?? ''))];
}

export function keepBrowser(secret: string): SetCookie {
  return { name: BROWSER_COOKIE, value: secret, maxAge: BROWSER_SECONDS };
}

export function dropCookie(name: string): SetCookie {
  return { name, value: '', maxAge: 0 };
}
