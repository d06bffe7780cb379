// Corrections around oidc-provider, as Koa middleware. Its own session cookie is neither sent nor read:
// each launch stands alone, so a clinician's launch never meets the log-in of the launch before. And where a
// personality sends `error_uri`, errors on their way back to the app get one.
import type { Context } from 'koa';
import type { Realm } from './realm.ts';
import { traitOf } from './traits.ts';

function dropSessionCookie(header: string | undefined, name: string): string {
  return (header ?? '')
    .split(';')
    .filter((pair) => !pair.trim().startsWith(name))
    .join(';');
}

export function forgetLibrarySession(realm: Realm) {
  const name = `ehr_${realm.personality}_session`;
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    ctx.req.headers.cookie = dropSessionCookie(ctx.req.headers.cookie, name);
    await next();
    const set = [ctx.response.headers['set-cookie'] ?? []].flat();
    const kept = set.filter((cookie) => !String(cookie).startsWith(name));
    if (kept.length > 0) ctx.set('Set-Cookie', kept.map(String));
    else ctx.remove('Set-Cookie');
  };
}

/** Its cookies say Secure, so that they may be SameSite=None; browsers take that from loopback without TLS. */
export async function countAsSecure(ctx: Context, next: () => Promise<unknown>): Promise<void> {
  ctx.cookies.secure = true;
  await next();
}

/** Address of the page that explains an error. */
export function errorPath(realm: Realm, error: string): string {
  return `${new URL(realm.addresses.oauth).pathname}/errors/${encodeURIComponent(error)}`;
}

export function addErrorUri(realm: Realm) {
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    await next();
    const location = ctx.response.get('location');
    if (traitOf(realm.personality, 'errorUri') === 'absent' || !URL.canParse(location)) return;
    const target = new URL(location);
    const error = target.searchParams.get('error');
    if (!error) return;
    const mismatch = target.searchParams.get('error_description')?.startsWith('client-persona-mismatch');
    const page = errorPath(realm, mismatch ? 'client-persona-mismatch' : error);
    target.searchParams.set('error_uri', realm.addresses.origin + page);
    ctx.set('Location', target.href);
  };
}
