// Turns a failure on the way in into one page: the reason in words, a request id, what the EHR said, one
// next step. The address the person ends at holds neither code nor state nor the reason.
import type { Request } from 'express';
import { type Door, type DoorFailure, decideNextStep } from '#domain/launch';
import type { Database } from '#server/db';
import type { Answer, RecordAccess } from '#server/http';
import { isId, newSecret } from '#server/smart/secrets';
import { REFUSED_COOKIE, readCookie } from '#server/smart/sessions';
import type { DoorPages } from './door-pages.ts';
import type { Language } from './door-texts.ts';
import type { FailureLimit } from './failure-limit.ts';
import { type EhrSays, findFailure, insertFailure } from './failure-store.ts';

export interface RefuseNeeds {
  database: Database;
  pages: DoorPages;
  limit: FailureLimit;
  recordAccess: RecordAccess;
  now: () => Date;
}

export interface Refusal {
  code: DoorFailure;
  door: Door;
  requestId: string;
  tenantId?: string;
  address?: string;
  /** What is recorded; `launch.refuse` unless it was something else. */
  event?: string;
  says?: EhrSays;
  /** An address of ours worth another try. */
  retryHref?: string;
}

const KEPT_MS = 60 * 60_000;
/** Anybody may have sent the words of an error; only the browser they came by is shown them, and not for long. */
const SAYS_SECONDS = 600;

/** Records the failure and sends the browser to its page; 429 without a record when there are too many. */
export async function refuse(needs: RefuseNeeds, refusal: Refusal): Promise<Answer> {
  const now = needs.now();
  const { address, tenantId } = refusal;
  if (address !== undefined) {
    if (needs.limit.isOver(address, now)) return refuseTooMany(needs, refusal);
    needs.limit.count(address, now);
  }
  const id = newSecret(16);
  await insertFailure(
    needs.database,
    {
      id,
      tenantId: tenantId ?? '-',
      code: refusal.code,
      door: refusal.door,
      requestId: refusal.requestId,
      retryHref: refusal.retryHref ?? null,
      madeAt: now,
      expiresAt: new Date(now.getTime() + KEPT_MS),
    },
    refusal.says ?? null,
  );
  await needs.recordAccess({
    event: refusal.event ?? 'launch.refuse',
    outcome: 'refused',
    requestId: refusal.requestId,
    ...(tenantId !== undefined && { tenantId }),
    ...(address !== undefined && { address }),
    detail: { code: refusal.code, door: refusal.door },
  });
  return {
    redirect: `/launch/error.html?ref=${id}`,
    ...(refusal.says && { cookies: [{ name: REFUSED_COOKIE, value: id, maxAge: SAYS_SECONDS }] }),
  };
}

export async function refuseTooMany(
  needs: Pick<RefuseNeeds, 'pages'>,
  refusal: Pick<Refusal, 'door' | 'requestId'> & { code?: DoorFailure },
): Promise<Answer> {
  const { door, requestId, code = 'too-many-failures' } = refusal;
  const page = {
    door,
    requestId,
    // Whose session is over is told so all the same: a hospital behind one address comes back in the morning.
    code: code.startsWith('session-') ? code : ('too-many-failures' as const),
    language: 'en' as const,
    says: null,
    next: null,
  };
  return { status: 429, headers: { 'retry-after': '60' }, html: await needs.pages.error(page) };
}

/** The page behind `/launch/error.html?ref=…`. */
export async function showFailure(
  needs: RefuseNeeds,
  input: { ref: string; req: Request; requestId: string },
): Promise<Answer> {
  const found = isId(input.ref) ? await findFailure(needs.database, input.ref) : undefined;
  if (!found || found.failure.expiresAt <= needs.now()) {
    const page = { code: 'not-found', door: 'staff', language: 'en', says: null, next: null } as const;
    return { status: 404, html: await needs.pages.error({ ...page, requestId: input.requestId }) };
  }
  const { failure, says } = found;
  const kind = decideNextStep(failure.code, failure.door);
  const html = await needs.pages.error({
    code: failure.code,
    door: failure.door,
    requestId: failure.requestId,
    language: languageOf(input.req, failure.door),
    says: readCookie(input.req.headers.cookie, REFUSED_COOKIE) === failure.id ? says : null,
    next: kind && failure.retryHref ? { kind, href: failure.retryHref, newWindow: false } : null,
  });
  return { html };
}

/** Spanish is for patients; staff screens are in English (issue "launch", section 1). */
export function languageOf(req: Request, door: Door): Language {
  return door === 'patient' && req.acceptsLanguages('en', 'es') === 'es' ? 'es' : 'en';
}
