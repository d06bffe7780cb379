// The rows of signs that cannot wait: the patient's side is asked, tells and goes on; staff acknowledge.
import type { z } from 'zod';
import { AcknowledgeSigns, GoOnAfterSigns, OfVisit, TellSigns } from '#domain/visit';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import { acknowledgeSigns, askSigns, goOnAfterSigns, tellSigns } from './sign-verbs.ts';
import type { VisitNeeds } from './visit-needs.ts';

const CARE: readonly Caller[] = ['clinician', 'nurse'];
const PATIENTS: readonly Caller[] = ['patient', 'proxy'];
const MINE = '/l/:launchId/api/my-visits/:visitId/signs';

export function signRows(needs: VisitNeeds): HttpRow[] {
  const command = <Input extends { visitId: string }>(
    path: string,
    who: readonly Caller[],
    input: z.ZodType<Input>,
    audit: string,
    run: (needs: VisitNeeds, session: Session, input: Input) => Promise<unknown>,
  ) =>
    route('POST', path, { who, input, audit, activity: true }, async ({ session, input: given }) => ({
      json: await run(needs, session, given),
      auditDetail: { visit: given.visitId },
    }));
  return [
    route(
      'GET',
      MINE,
      { who: PATIENTS, input: OfVisit, audit: 'red-flags.read' },
      async ({ session, input: { visitId } }) => ({
        json: await askSigns(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    command(MINE, PATIENTS, TellSigns, 'red-flags.tell', tellSigns),
    command(`${MINE}/go-on`, PATIENTS, GoOnAfterSigns, 'red-flags.go-on', goOnAfterSigns),
    command(
      '/l/:launchId/api/visits/:visitId/signs/acknowledge',
      CARE,
      AcknowledgeSigns,
      'red-flags.acknowledge',
      acknowledgeSigns,
    ),
  ];
}
