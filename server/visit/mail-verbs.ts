// Invitations by e-mail, where the site has a mail server: to an address that a person typed or took from the chart
// and confirmed. Nothing is kept of it but that it was sent.
import type { z } from 'zod';
import type { MailGuestInvite, MailInvite, MailSent, MailView } from '#domain/visit';
import { readMailAddresses } from '#profiles/patient';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { atVisit, demandOpen, lookAtVisit } from './at-visit.ts';
import { demandHost, hashInvitation } from './guest-verbs.ts';
import { addressOfPatient } from './invite-address.ts';
import type { VisitNeeds } from './visit-needs.ts';

/** Whether e-mail is set up, and what the chart knows of the patient's addresses. */
export async function readMail(needs: VisitNeeds, session: Session, visitId: string): Promise<MailView> {
  await lookAtVisit(needs, session, visitId);
  if (!needs.mail.isOn) return { isOn: false, fromChart: [] };
  return { isOn: true, fromChart: await readFromChart(needs, session) };
}

/** The chart's word is an offer: without it the address is typed. */
async function readFromChart(needs: VisitNeeds, session: Session): Promise<string[]> {
  if (session.patientId === null) return [];
  try {
    const patient = await needs.ehr.readResource(session, 'Patient', session.patientId);
    return readMailAddresses(patient, needs.now());
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : 'unknown';
    needs.log.info({ code }, 'the chart could not be asked for an e-mail address');
    return [];
  }
}

export async function mailInvite(
  needs: VisitNeeds,
  session: Session,
  { visitId, to, language }: z.infer<typeof MailInvite>,
): Promise<MailSent> {
  const at = await lookAtVisit(needs, session, visitId);
  demandOpen(at);
  const address = addressOfPatient(needs, at.visit);
  return send(needs, at.visit.tenantId, { kind: 'patient-invite', to, language, address, until: null });
}

/** The page that made the invitation still holds it: here only its hash is known. */
export async function mailGuestInvite(
  needs: VisitNeeds,
  session: Session,
  { visitId, participantId, invitation, to, language }: z.infer<typeof MailGuestInvite>,
): Promise<MailSent> {
  const { tenantId, until } = await atVisit(needs, session, visitId, async (at) => {
    demandHost(at);
    demandOpen(at);
    const guest = at.visit.people.find(({ id }) => id === participantId);
    const holds = guest?.state === 'expected' && guest.personKey === null && guest.invitationUntil !== null;
    if (!holds || guest.invitationHash !== hashInvitation(invitation))
      throw new AppError('conflict', 'guest.invitation', 'This invitation cannot be used any more.');
    return { tenantId: at.visit.tenantId, until: guest.invitationUntil };
  });
  const address = `${needs.publicUrl}/launch/guest.html#${invitation}`;
  const written = until && writeInstant(until, language);
  return send(needs, tenantId, { kind: 'guest-invite', to, language, address, until: written });
}

type Sending = Omit<Parameters<VisitNeeds['mail']['send']>[0], 'hospital'>;

async function send(needs: VisitNeeds, tenantId: string, letter: Sending): Promise<MailSent> {
  const answer = await needs.mail.send({ ...letter, hospital: needs.hospitalOf(tenantId) });
  if (answer.ok) return { sentAt: needs.now().toISOString() };
  if (answer.why === 'refused')
    throw new AppError('conflict', 'mail.refused', 'The mail server does not take this address.');
  if (answer.why === 'off') throw new AppError('conflict', 'mail.off', 'E-mail is not set up here.');
  throw new AppError('unavailable', 'mail.unreachable', 'The mail server did not answer. Try again.');
}

/** In UTC and saying so: where the reader is, nobody knows. */
function writeInstant(at: Date, language: 'en' | 'es'): string {
  const form = new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-GB', {
    ...{ day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZone: 'UTC', timeZoneName: 'short' },
  });
  return form.format(at);
}
