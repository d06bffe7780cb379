// The visit's doors: for staff in a chart, for whoever is in the room, for patients, for guests, for Today. Who may
// ask stands in each row; whose visit it is, each verb finds out under the lock.
import { z } from 'zod';
import {
  Admit,
  AnswerQuestion,
  CancelVisit,
  ChangeLocation,
  ChangeModality,
  InviteGuest,
  Join,
  MakeVisit,
  MoveVisit,
  OfGuest,
  OfVisit,
  OpenEmergency,
  Present,
  ReadConsentText,
  RecordOverride,
  RecordSpokenConsent,
  SendChat,
  type VisitEvent,
  WithdrawConsent,
} from '#domain/visit';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import { readConsentText, recordSpokenConsent } from './consent-verbs.ts';
import { readEvidence } from './evidence.ts';
import { exceptionRows } from './exception-routes.ts';
import { forecastVisit } from './forecast.ts';
import { inviteGuest, tellGuest } from './guest-verbs.ts';
import { askAgain, readGuestVisit } from './guest-view.ts';
import { addressOfPatient } from './invite-address.ts';
import { listeningRows } from './listening-routes.ts';
import { mailRows } from './mail-routes.ts';
import { listVisits, makeVisit } from './make-visit.ts';
import { openEmergency } from './open-emergency.ts';
import { answer, arrive, cancelOwn, ready, withdraw } from './patient-verbs.ts';
import { listForPatient, readForPatient } from './patient-view.ts';
import { chat, join, leave, present, readRoom } from './room-verbs.ts';
import { signRows } from './sign-routes.ts';
import * as staff from './staff-verbs.ts';
import { openFromToday, readToday } from './today.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';

const Nothing = z.strictObject({});
const CLINICIAN: readonly Caller[] = ['clinician'];
const CARE: readonly Caller[] = ['clinician', 'nurse'];
const OVERSIGHT: readonly Caller[] = ['clinician', 'nurse', 'supervisor'];
const PATIENTS: readonly Caller[] = ['patient', 'proxy'];
const ROOM: readonly Caller[] = ['clinician', 'nurse', 'patient', 'proxy', 'guest'];

const VISIT = '/l/:launchId/api/visits/:visitId';
const MINE = '/l/:launchId/api/my-visits';

/** A command: a POST below one visit. Its record names the visit; the patient the session or the visit gives. */
function command<Input extends { visitId: string }>(
  path: string,
  who: readonly Caller[],
  input: z.ZodType<Input>,
  audit: string | { none: string },
  run: (session: Session, input: Input) => Promise<unknown>,
): HttpRow {
  return route('POST', path, { who, input, audit, activity: true }, async ({ session, input: given }) => ({
    json: await run(session, given),
    auditDetail: { visit: given.visitId },
  }));
}

export function visitRoutes(needs: VisitNeeds): HttpRow[] {
  return [
    ...staffRows(needs),
    ...admissionRows(needs),
    ...exceptionRows(needs),
    ...roomRows(needs),
    ...patientRows(needs),
    ...guestRows(needs),
    ...mailRows(needs),
    ...listeningRows(needs),
    ...signRows(needs),
    ...todayRows(needs),
  ];
}

function staffRows(needs: VisitNeeds): HttpRow[] {
  const tell = (path: string, who: readonly Caller[], event: VisitEvent) =>
    command(`${VISIT}/${path}`, who, OfVisit, `visit.${path}`, (session, { visitId }) =>
      staff.tellVisit(needs, session, { visitId, event }),
    );
  return [
    route(
      'GET',
      '/l/:launchId/api/visits',
      { who: OVERSIGHT, input: Nothing, audit: 'visit.search' },
      async ({ session, requestId }) => ({ json: await listVisits(needs, session, requestId) }),
    ),
    route(
      'POST',
      '/l/:launchId/api/visits',
      { who: CARE, input: MakeVisit, audit: 'visit.create', activity: true },
      async ({ session, input, requestId }) => {
        const visit = await makeVisit(needs, session, input, requestId);
        return { json: visit, auditDetail: { visit: visit.visitId } };
      },
    ),
    route(
      'GET',
      VISIT,
      { who: OVERSIGHT, input: OfVisit, audit: 'visit.read' },
      async ({ session, input: { visitId } }) => ({
        json: await readVisit(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    route(
      'GET',
      `${VISIT}/evidence`,
      { who: OVERSIGHT, input: OfVisit, audit: 'visit.evidence' },
      async ({ session, input: { visitId } }) => ({
        json: await readEvidence(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    command(`${VISIT}/invite`, CARE, OfVisit, 'visit.invite', async (session, { visitId }) => {
      await staff.tellVisit(needs, session, { visitId, event: 'invite' });
      const address = addressOfPatient(needs, { id: visitId, tenantId: session.tenantId });
      return { address, madeAt: needs.now().toISOString() };
    }),
    route(
      'GET',
      `${VISIT}/forecast`,
      { who: CARE, input: OfVisit, audit: 'visit.forecast' },
      async ({ session, input: { visitId } }) => ({
        json: await forecastVisit(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    tell('end', CLINICIAN, 'end'),
    tell('no-show', CARE, 'miss'),
    tell('rebook', CARE, 'rebook'),
    tell('re-call', CLINICIAN, 're-call'),
    command(`${VISIT}/cancel`, CARE, CancelVisit, 'visit.cancel', (session, input) =>
      staff.cancel(needs, session, input),
    ),
    command(`${VISIT}/move`, CARE, MoveVisit, 'visit.move', (session, input) =>
      staff.move(needs, session, input),
    ),
    command(`${VISIT}/modality`, CLINICIAN, ChangeModality, 'visit.modality', (session, input) =>
      staff.changeModality(needs, session, input),
    ),
    command(`${VISIT}/location`, CARE, ChangeLocation, 'visit.location', (session, input) =>
      staff.changeLocation(needs, session, input),
    ),
    command(`${VISIT}/hand-over`, CLINICIAN, OfVisit, 'visit.hand-over', (session, { visitId }) =>
      staff.offerHandOver(needs, session, visitId),
    ),
    command(`${VISIT}/take-over`, CLINICIAN, OfVisit, 'visit.take-over', (session, { visitId }) =>
      staff.takeOver(needs, session, visitId),
    ),
  ];
}

function admissionRows(needs: VisitNeeds): HttpRow[] {
  const guest = (event: 'admit' | 'decline' | 'remove') =>
    command(
      `${VISIT}/guests/:participantId/${event}`,
      CLINICIAN,
      OfGuest,
      `guest.${event}`,
      (session, input) => tellGuest(needs, session, input, event),
    );
  return [
    command(`${VISIT}/admit`, CLINICIAN, Admit, 'visit.admit', (session, input) =>
      staff.admit(needs, session, input),
    ),
    command(`${VISIT}/consent/spoken`, CLINICIAN, RecordSpokenConsent, 'consent.spoken', (session, input) =>
      recordSpokenConsent(needs, session, input),
    ),
    command(`${VISIT}/override`, OVERSIGHT, RecordOverride, 'visit.override', (session, input) =>
      staff.recordOverride(needs, session, input),
    ),
    // The view is read after the door is open: whatever fails in reading it keeps nobody from joining.
    command(`${VISIT}/emergency`, CLINICIAN, OpenEmergency, 'visit.emergency', async (session, input) => {
      await openEmergency(needs, session, input);
      return readVisit(needs, session, input.visitId);
    }),
    command(`${VISIT}/guests`, CLINICIAN, InviteGuest, 'guest.invite', (session, input) =>
      inviteGuest(needs, session, input),
    ),
    guest('admit'),
    guest('decline'),
    guest('remove'),
  ];
}

const A_SIGN_OF_LIFE = { none: 'a sign of life, every few seconds; joining and leaving are on record' };

function roomRows(needs: VisitNeeds): HttpRow[] {
  return [
    route(
      'GET',
      `${VISIT}/room`,
      { who: ROOM, input: OfVisit, audit: A_SIGN_OF_LIFE },
      async ({ session, input: { visitId } }) => ({ json: await readRoom(needs, session, visitId) }),
    ),
    command(`${VISIT}/join`, ROOM, Join, 'visit.join', (session, input) => join(needs, session, input)),
    // Leaving must go when a screen is locked as well.
    route(
      'POST',
      `${VISIT}/leave`,
      { who: ROOM, input: OfVisit, audit: 'visit.leave', whenLocked: 'answers' },
      async ({ session, input: { visitId } }) => ({
        json: await leave(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    // No activity of a person, and not stopped by the lock: an active call is never dropped by a time-out.
    route(
      'POST',
      `${VISIT}/present`,
      { who: ROOM, input: Present, audit: A_SIGN_OF_LIFE, whenLocked: 'answers' },
      async ({ session, input }) => {
        const room = await present(needs, session, input);
        return { json: session.locked ? { ...room, chat: [] } : room };
      },
    ),
    command(`${VISIT}/chat`, ROOM, SendChat, 'chat.create', (session, input) => chat(needs, session, input)),
  ];
}

function patientRows(needs: VisitNeeds): HttpRow[] {
  const row = <Input extends { visitId: string }>(
    path: string,
    input: z.ZodType<Input>,
    audit: string,
    verb: (needs: VisitNeeds, session: Session, input: Input) => Promise<unknown>,
  ) =>
    command(`${MINE}/:visitId/${path}`, PATIENTS, input, audit, (session, said) =>
      verb(needs, session, said),
    );
  return [
    route('GET', MINE, { who: PATIENTS, input: Nothing, audit: 'visit.search' }, async ({ session }) => ({
      json: await listForPatient(needs, session),
    })),
    route(
      'GET',
      `${MINE}/:visitId`,
      { who: PATIENTS, input: OfVisit, audit: 'visit.read' },
      async ({ session, input: { visitId } }) => ({
        json: await readForPatient(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    row('arrive', OfVisit, 'visit.arrive', arrive),
    row('answers', AnswerQuestion, 'visit.answer', answer),
    row('ready', OfVisit, 'visit.ready', ready),
    row('cancel', OfVisit, 'visit.cancel', cancelOwn),
    row('withdraw', WithdrawConsent, 'consent.withdraw', withdraw),
    route(
      'GET',
      '/l/:launchId/api/consent-text',
      {
        who: [...PATIENTS, ...OVERSIGHT],
        input: ReadConsentText,
        audit: 'consent.read',
      },
      async ({ session, input }) => ({
        json: await readConsentText(needs, session, input),
        auditDetail: { visit: input.visitId },
      }),
    ),
  ];
}

function guestRows(needs: VisitNeeds): HttpRow[] {
  const who: readonly Caller[] = ['guest'];
  return [
    route(
      'GET',
      '/l/:launchId/api/guest-visit',
      { who, input: Nothing, audit: A_SIGN_OF_LIFE, whenLocked: 'answers' },
      async ({ session }) => ({ json: await readGuestVisit(needs, session) }),
    ),
    route(
      'POST',
      '/l/:launchId/api/guest-visit/ask-again',
      { who, input: Nothing, audit: 'guest.ask-again', whenLocked: 'answers' },
      async ({ session }) => {
        const { view, cookies } = await askAgain(needs, session);
        return { json: view, cookies, auditDetail: { visit: view.visitId } };
      },
    ),
  ];
}

function todayRows(needs: VisitNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/today',
      { who: OVERSIGHT, input: Nothing, audit: 'today.search' },
      async ({ session }) => ({ json: await readToday(needs, session) }),
    ),
    route(
      'POST',
      '/l/:launchId/api/today/:visitId/open',
      { who: CARE, input: OfVisit, audit: 'today.open', activity: true },
      async ({ session, input: { visitId }, req, requestId }) => {
        const call = { cookieHeader: req.headers.cookie, requestId };
        const { address, cookies } = await openFromToday(needs, session, visitId, call);
        return { json: { address }, cookies, auditDetail: { visit: visitId } };
      },
    ),
  ];
}
