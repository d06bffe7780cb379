// The rows of signs that cannot wait: the patient's side is asked, tells and goes on, their guest reports; staff write
// down what was said aloud, and acknowledge.
import { z } from 'zod';
import {
  AcknowledgeSigns,
  GoOnAfterSigns,
  OfVisit,
  ReportSigns,
  TellSigns,
  WriteDownSigns,
} from '#domain/visit';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import {
  acknowledgeSigns,
  askGuest,
  askSigns,
  goOnAfterSigns,
  listSigns,
  reportSigns,
  tellSigns,
  writeDownSigns,
} from './sign-verbs.ts';
import type { VisitNeeds } from './visit-needs.ts';

const CARE: readonly Caller[] = ['clinician', 'nurse'];
const PATIENTS: readonly Caller[] = ['patient', 'proxy'];
const Nothing = z.strictObject({});
const STAFFS = '/l/:launchId/api/visits/:visitId/signs';
const GUESTS = '/l/:launchId/api/guest-visit/signs';
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
    route(
      'GET',
      STAFFS,
      { who: CARE, input: OfVisit, audit: 'red-flags.read' },
      async ({ session, input: { visitId } }) => ({
        json: await listSigns(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    command(STAFFS, CARE, WriteDownSigns, 'red-flags.write-down', writeDownSigns),
    ...guestRows(needs),
    command(`${STAFFS}/acknowledge`, CARE, AcknowledgeSigns, 'red-flags.acknowledge', acknowledgeSigns),
  ];
}

/** A guest's session knows its one visit. */
function guestRows(needs: VisitNeeds): HttpRow[] {
  const who: readonly Caller[] = ['guest'];
  return [
    route('GET', GUESTS, { who, input: Nothing, audit: 'red-flags.read' }, async ({ session }) => ({
      json: await askGuest(needs, session),
      auditDetail: { visit: session.visit?.id ?? '' },
    })),
    route(
      'POST',
      GUESTS,
      { who, input: ReportSigns, audit: 'red-flags.report', activity: true },
      async ({ session, input }) => ({
        json: await reportSigns(needs, session, input),
        auditDetail: { visit: session.visit?.id ?? '' },
      }),
    ),
  ];
}
