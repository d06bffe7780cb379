// A guest at the door: what the invitation is for, and coming in by it, once, by their own act. The token is known
// here by its hash alone.
import type { z } from 'zod';
import {
  decideInvitation,
  type GuestDoorView,
  type InvitationFault,
  type ShowInvitation,
  type TakeInvitation,
} from '#domain/visit';
import type { SetCookie } from '#server/http';
import { hashInvitation } from './guest-verbs.ts';
import { movePerson } from './move-visit.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findInvited, findVisit, type Person, updatePerson, type Visit } from './visit-store.ts';

/** `of`: whose visit it is, where it is known: for the record of the access. */
type Of = { tenantId: string; visitId: string } | null;

export type ShownInvitation =
  | { ok: true; view: GuestDoorView; cookies: SetCookie[]; of: Of }
  | { ok: false; fault: InvitationFault; of: Of };

/** Changes nothing, however often it is asked. */
export async function showInvitation(
  needs: VisitNeeds,
  { invitation, language }: z.infer<typeof ShowInvitation>,
  cookieHeader: string | undefined,
): Promise<ShownInvitation> {
  const found = await findGuest(needs, hashInvitation(invitation));
  const fault = judge(found, needs.now());
  if (!found) return { ok: false, fault: 'unknown', of: null };
  const { visit, guest } = found;
  const of = { tenantId: visit.tenantId, visitId: visit.id };
  const held = fault && guest.personKey && (await needs.findHeld(guest.personKey, cookieHeader));
  if (held)
    return { ok: true, of, view: { kind: 'yours', address: `/l/${held.launchId}/` }, cookies: held.cookies };
  if (fault) return { ok: false, fault, of };
  const view: GuestDoorView = {
    kind: 'invited',
    hospital: needs.hospitalOf(visit.tenantId),
    role: guest.known.guestRole ?? 'other',
    language: guest.known.language,
    consent: needs.consents.text(language, 'guest', null),
    expiresAt: guest.invitationUntil?.toISOString() ?? needs.now().toISOString(),
  };
  return { ok: true, view, cookies: [], of };
}

export type TakenInvitation =
  | { ok: true; launchId: string; cookies: SetCookie[]; tenantId: string; visitId: string }
  | { ok: false; fault: InvitationFault; of: Of };

/** Of two who come by one invitation at once, one comes in. */
export async function takeInvitation(
  needs: VisitNeeds,
  input: z.infer<typeof TakeInvitation>,
  cookieHeader: string | undefined,
): Promise<TakenInvitation> {
  const hash = hashInvitation(input.invitation);
  const invited = await findInvited(needs.database.db, hash);
  if (!invited) return { ok: false, fault: 'unknown', of: null };
  const of = { tenantId: invited.tenantId, visitId: invited.visitId };
  const personKey = needs.database.vault.blindIndex(of.tenantId, 'guest', invited.id);
  const fault = await needs.database.transaction(async (tx) => {
    const now = needs.now();
    const visit = await findVisit(needs, tx, { id: of.visitId, tenantId: of.tenantId }, 'lock');
    const guest = visit?.people.find(({ invitationHash }) => invitationHash === hash);
    if (!visit || !guest) return 'unknown';
    const wrong = judge({ visit, guest }, now);
    if (wrong) return wrong;
    const known = { ...guest.known, name: input.name };
    const came = { personKey, lastSeenAt: now, joinedAt: now };
    await updatePerson({ database: needs.database, tx }, guest, came, known);
    Object.assign(guest, came, { known });
    await needs.consents.give(tx, {
      ...of,
      ...{ patientId: visit.known.patientId, givenFor: 'guest', kind: 'telehealth', agreed: true },
      ...{ version: input.version, language: input.language, by: 'self', at: now },
      ...{ modality: null, state: null, heard: null },
      who: { personKey, fhirUser: null, name: input.name, participantId: guest.id },
    });
    await movePerson(needs, tx, visit, { event: 'ask', by: 'self', person: guest.id });
    return null;
  });
  if (fault) return { ok: false, fault, of };
  const opened = await needs.openVisitSession(
    {
      ...{ tenantId: of.tenantId, door: 'patient', role: 'guest', personKey, personName: input.name },
      ...{ fhirUser: null, patientId: null, visitId: of.visitId },
    },
    cookieHeader,
  );
  return { ok: true, ...opened, ...of };
}

interface Found {
  visit: Visit;
  guest: Person;
}

async function findGuest(needs: VisitNeeds, hash: string): Promise<Found | null> {
  const { db } = needs.database;
  const invited = await findInvited(db, hash);
  const visit = invited && (await findVisit(needs, db, { id: invited.visitId, tenantId: invited.tenantId }));
  const guest = visit?.people.find(({ id }) => id === invited?.id);
  return visit && guest ? { visit, guest } : null;
}

function judge(found: Found | null, now: Date): InvitationFault | null {
  if (!found) return 'unknown';
  const { visit, guest } = found;
  const facts = {
    ...{ wasTaken: guest.personKey !== null, guest: guest.state, until: guest.invitationUntil },
    ...{ visit: visit.state, isRefused: visit.refusedSince !== null },
  };
  return decideInvitation(facts, now);
}
