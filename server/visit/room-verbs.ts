// What everybody in a visit does in the room: join by their own act, leave, a sign of life, a line of chat. Also the
// answer to "is this person a member, and may they hear and see?", asked anew at each message.

import type { z } from 'zod';
import {
  type ChatMessage,
  isRunning,
  type Join,
  listJoinEvents,
  PARTICIPANT_ROWS,
  type Present,
  type RoomView,
  type SendChat,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, atVisit, demandMe, lookAtVisit, unknownVisit } from './at-visit.ts';
import { mayConnectAhead } from './connect-ahead.ts';
import { listChat } from './list-chat.ts';
import { modelOf, movePerson, moveVisit, setLimit } from './move-visit.ts';
import { hearMessage } from './sign-verbs.ts';
import { mayConnect, viewRoom } from './views.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, updatePerson, updateSeen, type Visit } from './visit-store.ts';

/** Connects, comes back, or takes over from another device: always by the person's own act. */
export function join(
  needs: VisitNeeds,
  session: Session,
  { visitId, device }: z.infer<typeof Join>,
): Promise<RoomView> {
  return atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    await letStaffIn(needs, at);
    if (await askToComeIn(needs, at)) return viewRoom(needs, at, me, device);
    const known = modelOf(at.visit).people.find(({ id }) => id === me.id);
    if (!known?.wasAdmitted)
      throw new AppError('forbidden', 'visit.not-admitted', 'You have not been let in yet.');
    // A reload and another device alike: the youngest page speaks for this person.
    const isOther = me.device !== null && me.device !== device;
    const epoch = me.device === device ? me.epoch : me.epoch + 1;
    await updatePerson({ database: needs.database, tx: at.tx }, me, { device, epoch, lastSeenAt: at.now });
    Object.assign(me, { device, epoch, lastSeenAt: at.now });
    await updateSeen(at.tx, at.visit, me.id, at.now);
    at.visit.lastSeenAt = at.now;
    if (me.state !== 'connected' || isOther)
      for (const event of listJoinEvents(known, isOther))
        await movePerson(needs, at.tx, at.visit, { event, by: 'self', person: me.id });
    return viewRoom(needs, at, me, device);
  });
}

/** A nurse or a colleague joins care that is being given as staff of this patient; a newcomer, so not after a refusal. */
async function letStaffIn(needs: VisitNeeds, at: AtVisit): Promise<void> {
  const { me, visit } = at;
  if (!me || me.wasAdmitted || (me.role !== 'staff' && me.role !== 'clinician')) return;
  if (!isRunning(visit.state)) return;
  demandRoomForMore(at);
  await movePerson(needs, at.tx, visit, { event: 'ask', by: 'self', person: me.id });
  await movePerson(needs, at.tx, visit, { event: 'admit', by: 'host', person: me.id });
}

/** A second parent who comes while care is given waits for the clinician's yes. */
async function askToComeIn(needs: VisitNeeds, at: AtVisit): Promise<boolean> {
  const { me, visit } = at;
  if (me?.role !== 'proxy' && me?.role !== 'patient') return false;
  if (me.wasAdmitted || !isRunning(visit.state)) return false;
  if (me.state !== 'asking')
    await movePerson(needs, at.tx, visit, { event: 'ask', by: 'self', person: me.id });
  return true;
}

export function demandRoomForMore({ visit }: AtVisit): void {
  if (visit.refusedSince === null) return;
  throw new AppError(
    'conflict',
    'visit.no-newcomers',
    'Nobody new can be let in, because the visit may not go on as it is.',
  );
}

export function leave(needs: VisitNeeds, session: Session, visitId: string): Promise<RoomView> {
  return atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    const isPrincipal = ['host', 'patient', 'proxy'].includes(me.role);
    if (['left', 'finished', 'removed'].includes(me.state)) return viewRoom(needs, at, me);
    const event = 'leave';
    if (isPrincipal && (at.actor === 'patient' || isRunning(at.visit.state)))
      await moveVisit(needs, at.tx, at.visit, { event, actor: at.actor, person: me.id });
    else await movePerson(needs, at.tx, at.visit, { event, by: 'self', person: me.id });
    return viewRoom(needs, at, me);
  });
}

/** Moves no state: it only keeps the clock from doing so. */
export function present(
  needs: VisitNeeds,
  session: Session,
  { visitId, device }: z.infer<typeof Present>,
): Promise<RoomView> {
  return atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    await updateSeen(at.tx, at.visit, me.id, at.now);
    at.visit.lastSeenAt = at.now;
    me.lastSeenAt = at.now;
    await setLimit(at.tx, at.visit);
    return viewRoom(needs, at, me, device);
  });
}

/** The connection layer's word that somebody's last connection has ended. */
export async function disconnect(
  needs: VisitNeeds,
  { tenantId, visitId, participantId }: { tenantId: string; visitId: string; participantId: string },
): Promise<void> {
  await needs.database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, { id: visitId, tenantId }, 'lock');
    const person = visit?.people.find(({ id }) => id === participantId);
    if (!visit || person?.state !== 'connected') return;
    await movePerson(needs, tx, visit, { event: 'disconnect', by: 'system', person: participantId });
    await setLimit(tx, visit);
  });
}

export function chat(
  needs: VisitNeeds,
  session: Session,
  { visitId, messageId, text }: z.infer<typeof SendChat>,
): Promise<ChatMessage> {
  return atVisit(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    const mayWrite = me.wasAdmitted || ['host', 'clinician', 'staff', 'patient', 'proxy'].includes(me.role);
    if (!mayWrite || me.state === 'removed') throw unknownVisit();
    const sent = await listChat(needs.journal, at.tx, { tenantId: at.visit.tenantId, visitId });
    const same = sent.find((message) => message.messageId === messageId);
    const name = me.known.name ?? '';
    const body = { messageId, participantId: me.id, name, text };
    if (same) {
      // Another's message under this id is not theirs to repeat, nor to read.
      if (same.participantId !== me.id) throw unknownVisit();
      return same;
    }
    const sequence = await needs.journal.append(at.tx, {
      ...{ tenantId: at.visit.tenantId, visitId, kind: 'chat.message' },
      body: { kind: 'chat.message', ...body },
      audience: listHearers(at.visit),
    });
    await hearMessage(needs, at, text);
    return { ...body, sequence, at: at.now.toISOString() };
  });
}

/** Who is of the visit, and of the guests those who are in: who still asks at the door hears nothing. */
function listHearers({ people }: Visit): string[] {
  const guests = people.filter(
    ({ role, state, wasAdmitted }) => role === 'guest' && wasAdmitted && PARTICIPANT_ROWS[state].isIn,
  );
  return ['staff', 'patient', 'proxy', ...guests.map(({ id }) => `participant:${id}`)];
}

export async function readRoom(needs: VisitNeeds, session: Session, visitId: string): Promise<RoomView> {
  const at = await lookAtVisit(needs, session, visitId);
  if (!at.me) throw unknownVisit();
  return viewRoom(needs, at, at.me);
}

export interface VisitMember {
  participantId: string;
  hears: readonly string[];
  /** Pages of one circle may be connected with each other. */
  circle: string | null;
  /** In, in a visit that is going on: may send. Who is connected ahead may not yet. */
  isAdmitted: boolean;
}

/** Who this session is in that visit; null: nobody, or not any more. */
export async function findMember(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<VisitMember | null> {
  const at = await lookAtVisit(needs, session, visitId).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.kind === 'not-found') return null;
    throw thrown;
  });
  const me = at?.me;
  if (!at || !me || me.state === 'removed' || me.state === 'declined') return null;
  if (me.role === 'guest' && !me.wasAdmitted && me.state !== 'asking') return null;
  const isStaff = ['host', 'clinician', 'staff'].includes(me.role);
  const isAdmitted = mayConnect(at.visit, me);
  return {
    participantId: me.id,
    hears: [isStaff ? 'staff' : me.role, `participant:${me.id}`],
    circle: isAdmitted || (await mayConnectAhead(needs, at, me)) ? 'room' : null,
    isAdmitted,
  };
}
