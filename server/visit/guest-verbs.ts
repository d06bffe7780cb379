// What the clinician does about guests: invites each for one visit, once, for one person; lets them in or not;
// removed, they are out at once.
import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  type GuestInviteView,
  type InviteGuest,
  isRunning,
  type OfGuest,
  type VisitView,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { appendToOutbox } from '#server/jobs';
import { type AtVisit, atVisit, demandOpen } from './at-visit.ts';
import { movePerson } from './move-visit.ts';
import { demandRoomForMore } from './room-verbs.ts';
import { readVisit } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { insertPerson, newId, updatePerson } from './visit-store.ts';

/** The invitation itself ends with the visit's end and half an hour (security-rules 6 n), or after a day. */
const HALF_HOUR_MS = 30 * 60_000;
const DAY_MS = 24 * 3600_000;

/** 192 bit; only this is stored of it. */
export const hashInvitation = (invitation: string): string =>
  createHash('sha256').update(`invitation ${invitation}`).digest('base64url');

export function inviteGuest(
  needs: VisitNeeds,
  session: Session,
  { visitId, name, role, language }: z.infer<typeof InviteGuest>,
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
      { name, guestRole: role, language, fhirUser: null },
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
    // From now on they read what is said.
    if (isGuest && event === 'admit')
      await updatePerson({ database: needs.database, tx }, person, { joinedAt: at.now });
    // Its hash stays: whoever opens the link reads that it was taken back.
    if (event !== 'remove') return;
    await updatePerson({ database: needs.database, tx }, person, { invitationUntil: null });
    // Whoever keeps a door of their own to this visit closes it too.
    await appendToOutbox(tx, {
      ...{ tenantId: visit.tenantId, kind: 'guest.removed', about: person.id, at: at.now },
    });
  });
  return readVisit(needs, session, visitId);
}

export function demandHost(at: AtVisit): void {
  if (at.actor !== 'host')
    throw new AppError('forbidden', 'visit.not-yours', 'Only the visit’s own clinician can do this.');
}
