// The addresses between a door and a session: the authorize step, the callbacks, the error page, and what
// an EHR's registration form asks for.
import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { z } from 'zod';
import type { Door } from '#domain/launch';
import { type Answer, type HttpRow, type Log, type OpenCall, route } from '#server/http';
import { type DoorPages, type RefuseNeeds, showFailure } from '#server/smart/doors';
import type { AppName } from '#server/smart/tenants';
import { type AuthorizeNeeds, authorize } from './authorize.ts';
import { answerCallback, type CallbackNeeds } from './callback.ts';
import { onOnePage } from './on-one-page.ts';

export interface WayInNeeds {
  pages: DoorPages;
  log: Log;
  authorize: AuthorizeNeeds;
  callback: CallbackNeeds;
  failures: RefuseNeeds;
  publicKeys(): Promise<JWK[]>;
  manifest(): Promise<object>;
}

const noAudit = { none: 'nobody is known yet; launches are recorded where they end' };
const AnyQuery = z.record(z.string(), z.unknown());
type AnyQuery = z.infer<typeof AnyQuery>;
/** EHRs cache keys up to 29 h unless told less (ehr-integration.md 2.1). */
const KEYS_MAX_AGE = 3600;

export function wayInRoutes(needs: WayInNeeds): HttpRow[] {
  const open = { who: 'anyone', audit: noAudit, framing: 'doors' } as const;
  const callback = (app: AppName) => (call: OpenCall<AnyQuery>) => {
    const { tenantId, ...query } = call.input;
    const { req, requestId } = call;
    return answerCallback(needs.callback, { tenantId: String(tenantId), app, query, req, requestId });
  };
  const page = (door: Door, handle: (call: OpenCall<AnyQuery>) => Promise<Answer>) =>
    onOnePage(needs, door, handle);
  const anything = { ...open, input: AnyQuery };
  return [
    route(
      'GET',
      '/smart/authorize/:flowId',
      anything,
      page('ehr', ({ input, req, requestId }) =>
        authorize(needs.authorize, { flowId: String(input.flowId), req, requestId }),
      ),
    ),
    route('GET', '/smart/callback/:tenantId', anything, page('ehr', callback('main'))),
    route('GET', '/smart/callback/:tenantId/patient', anything, page('patient', callback('patient'))),
    route(
      'GET',
      '/launch/error.html',
      anything,
      page('ehr', ({ input, req, requestId }) =>
        showFailure(needs.failures, { ref: String(input.ref ?? ''), req, requestId }),
      ),
    ),
    route('GET', '/.well-known/jwks.json', anything, async () => ({
      json: { keys: await needs.publicKeys() },
      headers: { 'cache-control': `public, max-age=${KEYS_MAX_AGE}`, 'access-control-allow-origin': '*' },
    })),
    route('GET', '/smart-manifest.json', anything, async () => ({
      json: await needs.manifest(),
      headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
    })),
  ];
}

/** The file at the top of the project with our address filled in, and what each tenant is registered with. */
export async function fillManifest(
  file: string,
  publicUrl: string,
  tenants: readonly object[],
): Promise<object> {
  const text = (await readFile(file, 'utf8')).replaceAll('{PUBLIC_URL}', publicUrl);
  return { ...(JSON.parse(text) as object), tenants };
}
