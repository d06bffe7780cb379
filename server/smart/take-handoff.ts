// Takes a hand-off code: one more browser for a launch that is open. Who did so and for whom is on record
// before the key leaves; a wrong code is on record as refused.
import type { Request } from 'express';
import type { Database } from '#server/db';
import type { Answer, RecordAccess } from '#server/http';
import { isId } from '#server/smart/secrets';
import {
  describeSession,
  endKey,
  findLaunch,
  type Launch,
  type OpenNeeds,
  openFacts,
  openSecondKey,
  spendHandoff,
} from '#server/smart/sessions';
import type { Refuse } from './smart-needs.ts';

export interface TakeHandoffNeeds extends OpenNeeds {
  database: Database;
  recordAccess: RecordAccess;
  refuse: Refuse;
  now: () => Date;
}

const EVENT = 'session.handoff-taken';

interface Taken {
  launchId: string;
  code: string;
  req: Request;
  requestId: string;
}

export async function takeHandoff(needs: TakeHandoffNeeds, call: Taken): Promise<Answer> {
  const { launchId, code, req, requestId } = call;
  const isGood = isId(launchId) && (await spendHandoff(needs, launchId, code));
  const launch = isGood ? await findLaunch(needs.database, launchId) : undefined;
  if (!launch || launch.endedAt)
    return needs.refuse(req, { code: 'session-none', door: 'ehr', requestId, event: EVENT });
  const opened = await openSecondKey(needs, { ...launch, launchId }, req.headers.cookie);
  try {
    await record(needs, call, launch, opened.keyId);
  } catch (cause) {
    // No record, no window (security-rules rule 24).
    await endKey(needs, opened.keyId, 'not-recorded');
    throw cause;
  }
  return { redirect: `/l/${launchId}/`, cookies: opened.cookies };
}

async function record(
  needs: TakeHandoffNeeds,
  { req, requestId }: Taken,
  launch: Launch,
  keyId: string,
): Promise<void> {
  const facts = await openFacts(needs.database, launch);
  const session = describeSession(launch, facts, { keyId, locked: false });
  await needs.recordAccess({
    event: EVENT,
    outcome: 'success',
    requestId,
    session,
    tenantId: launch.tenantId,
    ...(session.patientId !== null && { patientId: session.patientId }),
    ...(req.ip !== undefined && { address: req.ip }),
  });
}
