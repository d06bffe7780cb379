// Ends a flow on the page for what went wrong, and takes the flow's cookie away.
import type { Request } from 'express';
import type { DoorFailure } from '#domain/launch';
import type { Answer } from '#server/http';
import type { EhrSays } from '#server/smart/doors';
import type { Flow } from '#server/smart/flows';
import { dropCookie, loginCookie } from '#server/smart/sessions';
import type { Refuse } from './smart-needs.ts';

export async function refuseFlow(
  needs: { refuse: Refuse },
  call: { req: Request; requestId: string },
  flow: Flow,
  code: DoorFailure,
  says?: EhrSays,
): Promise<Answer> {
  const answer = await needs.refuse(call.req, {
    code,
    door: flow.door,
    requestId: call.requestId,
    tenantId: flow.tenantId,
    ...(says && { says }),
    ...retryOf(flow),
  });
  return { ...answer, cookies: [...(answer.cookies ?? []), dropCookie(loginCookie(flow.id))] };
}

/** A locked session can try again from its own page; the patient's and the staff door need no token. */
export function retryOf(flow: Flow): { retryHref?: string } {
  if (flow.purpose === 'unlock') return { retryHref: `/l/${flow.launchId}/` };
  return flow.door === 'ehr' ? {} : { retryHref: `/launch/${flow.door}.html?tenant=${flow.tenantId}` };
}
