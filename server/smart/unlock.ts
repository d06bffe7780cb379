// Opens a locked session again: the EHR has just identified somebody, and it is the same person.
import type { Request } from 'express';
import type { DoorFailure } from '#domain/launch';
import type { Database } from '#server/db';
import type { Access, Answer, RecordAccess } from '#server/http';
import type { Flow } from '#server/smart/flows';
import { hashSecret, newSecret } from '#server/smart/secrets';
import {
  describeSession,
  dropCookie,
  findKey,
  findLaunch,
  keySessionCookie,
  loginCookie,
  openFacts,
  putBackId,
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
  const launch = key && (await findLaunch(needs.database, key.launchId));
  if (!key || !launch || key.endedAt || launch.endedAt || key.launchId !== flow.launchId)
    return 'session-ended';
  const facts = await openFacts(needs.database, launch);
  const session = describeSession(launch, facts, { keyId: key.id, locked: true });
  const record = (outcome: 'success' | 'refused', more: Partial<Access>) =>
    needs.recordAccess({
      event: 'session.unlock',
      outcome,
      requestId,
      session,
      tenantId: key.tenantId,
      ...(session.patientId !== null && { patientId: session.patientId }),
      ...(req.ip !== undefined && { address: req.ip }),
      ...more,
    });
  if (key.personKey !== personKey || key.tenantId !== flow.tenantId) {
    // On record as whom the EHR named: somebody else at this launch's screen.
    const stranger = { ...session, personKey, fhirUser: null, role: null };
    await record('refused', { session: stranger, detail: { code: 'other-person' } });
    return 'other-person';
  }
  const now = needs.now();
  const secret = newSecret();
  const secretHash = hashSecret(secret);
  if (!(await replaceId(needs.database.db, key.id, { secretHash, now, opens: true }))) return 'session-ended';
  try {
    await record('success', {});
  } catch (cause) {
    // No record, nothing opened (security-rules rule 24).
    await putBackId(needs.database.db, key, secretHash);
    throw cause;
  }
  await needs.database.notify(SESSION_CHANNEL, key.launchId);
  return {
    redirect: `/l/${key.launchId}/`,
    cookies: [keySessionCookie(key, secret, now), dropCookie(loginCookie(flow.id))],
  };
}
