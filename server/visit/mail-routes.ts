// The rows of invitations by e-mail. An address of a person stands in a body, never in an address of ours or a record.
import { MailGuestInvite, MailInvite, OfVisit } from '#domain/visit';
import { AppError } from '#server/errors';
import { type HttpRow, route, type Session } from '#server/http';
import { createGuessLimit } from './guest-door.ts';
import { mailGuestInvite, mailInvite, readMail } from './mail-verbs.ts';
import type { VisitNeeds } from './visit-needs.ts';

const VISIT = '/l/:launchId/api/visits/:visitId';
const care = { who: ['clinician', 'nurse'] as const };

export function mailRows(needs: VisitNeeds): HttpRow[] {
  // As many letters of one person in a minute as wrong invitations of one address.
  const limit = createGuessLimit(() => needs.now().getTime());
  const count = ({ personKey }: Session) => {
    if (limit.isReached(personKey))
      throw new AppError('too-many', 'mail.too-many', 'Too many letters. Wait a minute.');
    limit.count(personKey);
  };
  return [
    route(
      'GET',
      `${VISIT}/mail`,
      { ...care, input: OfVisit, audit: 'patient.read-mail' },
      async ({ session, input: { visitId } }) => ({
        json: await readMail(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    route(
      'POST',
      `${VISIT}/mail`,
      { ...care, input: MailInvite, audit: 'visit.mail', activity: true },
      async ({ session, input }) => {
        count(session);
        return { json: await mailInvite(needs, session, input), auditDetail: { visit: input.visitId } };
      },
    ),
    route(
      'POST',
      `${VISIT}/guests/:participantId/mail`,
      { who: ['clinician'], input: MailGuestInvite, audit: 'guest.mail', activity: true },
      async ({ session, input }) => {
        count(session);
        return { json: await mailGuestInvite(needs, session, input), auditDetail: { visit: input.visitId } };
      },
    ),
  ];
}
