// Opens a locked session again: the EHR has just identified somebody, and it is the same person.
import type { Request } from 'express';
import type { DoorFailure } from '#domain/launch';
import type { Database } from '#server/db';
import type { Answer, RecordAccess } from '#server/http';
import type { Flow } from '#server/smart/flows';
import { hashSecret, newSecret } from '#server/smart/secrets';
import {
  dropCookie,
  findKey,
  keySessionCookie,
  loginCookie,
  replaceId,
  SESSION_CHANNEL,
} from '#server/smart/sessions';

interface UnlockNeeds {
  database: Database;
  recordAccess: RecordAccess;
  now: () => Date;
}

/** A new id comes with the identity check (V7.2.4); the same launch, patient and text are behind it. */
export async function unlock(
  needs: UnlockNeeds,
  input: { flow: Flow; personKey: string; req: Request; requestId: string },
): Promise<Answer | DoorFailure> {
  const { flow, personKey, req, requestId } = input;
  const key = flow.keyId === null ? undefined : await findKey(needs.database.db, flow.keyId);
  if (!key || key.endedAt || key.launchId !== flow.launchId) return 'session-ended';
  if (key.personKey !== personKey || key.tenantId !== flow.tenantId) return 'other-person';
  await needs.recordAccess({
    event: 'session.unlock',
    outcome: 'success',
    requestId,
    tenantId: key.tenantId,
    ...(req.ip !== undefined && { address: req.ip }),
  });
  const now = needs.now();
  const secret = newSecret();
  const isOpen = await replaceId(needs.database.db, key.id, {
    secretHash: hashSecret(secret),
    now,
    opens: true,
  });
  if (!isOpen) return 'session-ended';
  await needs.database.notify(SESSION_CHANNEL, key.launchId);
  return {
    redirect: `/l/${key.launchId}/`,
    cookies: [keySessionCookie(key, secret, now), dropCookie(loginCookie(flow.id))],
  };
}
