// Guests: invited by the clinician for one visit, once, for one person; they say who they are and agree; the
// clinician lets them in; removed, they are out at once.
import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  type GuestInviteView,
  type InviteGuest,
  isRunning,
  type OfGuest,
  type TakeInvitation,
  type VisitView,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session, SetCookie } from '#server/http';
import { type AtVisit, atVisit, demandOpen } from './at-visit.ts';
import { movePerson } from './move-visit.ts';
import { demandRoomForMore } from './room-verbs.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findInvited, findVisit, insertPerson, newId, updatePerson } from './visit-store.ts';

/** The invitation itself ends with the visit's end and half an hour (security-rules 6 n), or after a day. */
const HALF_HOUR_MS = 30 * 60_000;
const DAY_MS = 24 * 3600_000;

/** 192 bit; only this is stored of it. */
export const hashInvitation = (invitation: string): string =>
  createHash('sha256').update(`invitation ${invitation}`).digest('base64url');

export function inviteGuest(
  needs: VisitNeeds,
  session: Session,
  { visitId, role, language }: z.infer<typeof InviteGuest>,
): Promise<GuestInviteView> {
  return atVisit(needs, session, visitId, async (at) => {
    demandHost(at);
    demandOpen(at);
    demandRoomForMore(at);
    const invitation = randomBytes(24).toString('base64url');
    const { tx, visit, now } = at;
    const planned = visit.plannedEnd?.getTime() ?? now.getTime() + DAY_MS;
    const until = new Date(Math.max(planned + HALF_HOUR_MS, now.getTime() + HALF_HOUR_MS));
    const guest = await insertPerson(
      { database: needs.database, tx },
      {
        ...{ id: newId(), tenantId: visit.tenantId, visitId, role: 'guest', state: 'expected' },
        ...{ stateSince: now, wasAdmitted: false, personKey: null, lastSeenAt: null, device: null },
        ...{ epoch: 0, joinedAt: now, invitationHash: hashInvitation(invitation), invitationUntil: until },
      },
      { name: null, guestRole: role, language, fhirUser: null },
    );
    visit.people.push(guest);
    await at.tellChanged('invitation');
    return {
      participantId: guest.id,
      address: `${needs.publicUrl}/launch/guest.html#${invitation}`,
      expiresAt: until.toISOString(),
    };
  });
}

export interface TakenInvitation {
  launchId: string;
  cookies: SetCookie[];
  tenantId: string;
  visitId: string;
}

/** Null: unknown, used, expired, or its visit is over; all the same to whoever asks. */
export async function takeInvitation(
  needs: VisitNeeds,
  input: z.infer<typeof TakeInvitation>,
  cookieHeader: string | undefined,
): Promise<TakenInvitation | null> {
  const now = needs.now();
  const hash = hashInvitation(input.invitation);
  const found = await findInvited(needs.database.db, hash, now);
  if (!found) return null;
  const personKey = needs.database.vault.blindIndex(found.tenantId, 'guest', found.id);
  const of = { tenantId: found.tenantId, visitId: found.visitId };
  const isTaken = await needs.database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, { id: of.visitId, tenantId: of.tenantId }, 'lock');
    const guest = visit?.people.find(({ invitationHash }) => invitationHash === hash);
    if (!visit || !guest || guest.state !== 'expected' || visit.refusedSince) return false;
    const known = { ...guest.known, name: input.name };
    const spent = { invitationHash: null, invitationUntil: null, personKey, lastSeenAt: now, joinedAt: now };
    await updatePerson({ database: needs.database, tx }, guest, spent, known);
    Object.assign(guest, spent, { known });
    await needs.consents.give(tx, {
      ...of,
      ...{ patientId: visit.known.patientId, givenFor: 'guest', kind: 'telehealth', agreed: true },
      ...{ version: input.version, language: input.language, by: 'self', at: now },
      who: { personKey, fhirUser: null, name: input.name, participantId: guest.id },
    });
    await movePerson(needs, tx, visit, { event: 'ask', by: 'self', person: guest.id });
    return true;
  });
  if (!isTaken) return null;
  const opened = await needs.openVisitSession(
    {
      ...{ tenantId: of.tenantId, door: 'patient', role: 'guest', personKey, personName: input.name },
      ...{ fhirUser: null, patientId: null, visitId: of.visitId },
    },
    cookieHeader,
  );
  return { ...opened, ...of };
}

export async function tellGuest(
  needs: VisitNeeds,
  session: Session,
  { visitId, participantId }: z.infer<typeof OfGuest>,
  event: 'admit' | 'decline' | 'remove',
): Promise<VisitView> {
  await atVisit(needs, session, visitId, async (at) => {
    demandHost(at);
    const { tx, visit } = at;
    const person = visit.people.find(({ id }) => id === participantId);
    // Patients are not put out by this road; they leave, or the visit ends.
    const isGuest = person?.role === 'guest';
    if (!person || (!isGuest && event === 'remove'))
      throw new AppError('not-found', 'visit.nobody', 'There is no such guest in this visit.');
    if (event === 'admit') {
      if (!isRunning(visit.state) && !isGuest)
        throw new AppError('conflict', 'visit.state', 'The visit has not begun.');
      demandRoomForMore(at);
    }
    await movePerson(needs, tx, visit, { event, by: 'host', person: participantId });
    if (event === 'remove') {
      const spent = { invitationHash: null, invitationUntil: null };
      await updatePerson({ database: needs.database, tx }, person, spent);
    }
  });
  return readVisit(needs, session, visitId);
}

function demandHost(at: AtVisit): void {
  if (at.actor !== 'host')
    throw new AppError('forbidden', 'visit.not-yours', 'Only the visit’s own clinician can do this.');
}
