// The rows of signed exceptions to the licence rule: what may be attested, attesting, taking back.
import type { z } from 'zod';
import { AttestException, OfVisit, TakeBackException, type VisitView } from '#domain/visit';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import { attestException, readExceptions, takeBackException } from './exception-verbs.ts';
import type { VisitNeeds } from './visit-needs.ts';

const CLINICIAN: readonly Caller[] = ['clinician'];
const EXCEPTIONS = '/l/:launchId/api/visits/:visitId/exceptions';

export function exceptionRows(needs: VisitNeeds): HttpRow[] {
  const command = <Input extends { visitId: string }>(
    path: string,
    input: z.ZodType<Input>,
    audit: string,
    run: (needs: VisitNeeds, session: Session, input: Input) => Promise<VisitView>,
  ) =>
    route(
      'POST',
      path,
      { who: CLINICIAN, input, audit, activity: true },
      async ({ session, input: given }) => ({
        json: await run(needs, session, given),
        auditDetail: { visit: given.visitId },
      }),
    );
  return [
    route(
      'GET',
      EXCEPTIONS,
      { who: CLINICIAN, input: OfVisit, audit: 'visit.exceptions' },
      async ({ session, input: { visitId } }) => ({
        json: await readExceptions(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    command(EXCEPTIONS, AttestException, 'visit.exception', attestException),
    command(`${EXCEPTIONS}/take-back`, TakeBackException, 'visit.exception-take-back', takeBackException),
  ];
}
