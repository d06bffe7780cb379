// Carries out what the tables say: the move is decided, the visit and its people are written, the journal and the
// outbox told, all in the caller's transaction and under the lock on the visit's row. It knows no gate.
import {
  decideMove,
  decidePersonMove,
  isRunning,
  type MoveAnswer,
  PARTICIPANT_ROWS,
  type PersonMove,
  STATE_ROWS,
  type VisitModel,
  type VisitMove,
} from '#domain/visit';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import { appendToOutbox } from '#server/jobs';
import type { VisitNeeds } from './visit-needs.ts';
import {
  type Person,
  updateLimit,
  updatePerson,
  updateVisit,
  type Visit,
  type VisitRow,
} from './visit-store.ts';

export type MoveNeeds = Pick<VisitNeeds, 'database' | 'journal' | 'now'>;

export function modelOf(visit: Visit): VisitModel {
  return {
    state: visit.state,
    people: visit.people.map(({ id, role, state, wasAdmitted }) => ({ id, role, state, wasAdmitted })),
  };
}

/** Throws `visit.state` (409) when the visit has no such step for this person now; changes `visit` to what is. */
export async function moveVisit(
  needs: MoveNeeds,
  tx: Db,
  visit: Visit,
  move: VisitMove,
  also: Partial<VisitRow> = {},
): Promise<void> {
  await carryOut(needs, tx, visit, demand(decideMove(modelOf(visit), move)), also);
}

export async function movePerson(needs: MoveNeeds, tx: Db, visit: Visit, move: PersonMove): Promise<void> {
  await carryOut(needs, tx, visit, demand(decidePersonMove(modelOf(visit), move)), {});
}

type Good = Extract<MoveAnswer, { ok: true }>;

function demand(answer: MoveAnswer): Good {
  if (answer.ok) return answer;
  throw new AppError(
    'conflict',
    answer.code === 'not-by-you' ? 'visit.not-yours' : 'visit.state',
    answer.code === 'not-by-you'
      ? 'This step is somebody else’s.'
      : 'The visit has moved on meanwhile. The page shows how it stands now.',
  );
}

async function carryOut(
  needs: MoveNeeds,
  tx: Db,
  visit: Visit,
  { after, visitEvents, changes }: Good,
  also: Partial<VisitRow>,
): Promise<void> {
  const now = needs.now();
  const { id: visitId, tenantId } = visit;
  const stamps = { ...stampsOf(visit, after.state, now), ...also };
  if (!(await updateVisit(tx, visit, stamps)))
    throw new AppError('conflict', 'visit.state', 'The visit has moved on meanwhile.');
  const before = visit.state;
  Object.assign(visit, stamps, { version: visit.version + 1 });
  for (const person of visit.people) await writePerson(needs, tx, person, after, now);
  for (const event of visitEvents)
    await needs.journal.append(tx, {
      ...{ tenantId, visitId, kind: 'visit.state' },
      body: { kind: 'visit.state', state: after.state, event },
    });
  for (const { id, event, to } of changes)
    await needs.journal.append(tx, {
      ...{ tenantId, visitId, kind: 'participant.state' },
      body: { kind: 'participant.state', participantId: id, state: to, event, epoch: epochOf(visit, id) },
    });
  await tellOthers(tx, visit, before, now);
  await setLimit(tx, visit);
}

/** Times that go with a state. Admission and end keep their first moment until the visit begins anew. */
function stampsOf(visit: Visit, state: Visit['state'], now: Date): Partial<VisitRow> {
  if (state === visit.state) return {};
  const beginsAnew = !isRunning(visit.state) && STATE_ROWS[state].phase === 'before';
  const isOver = STATE_ROWS[state].phase === 'after';
  return {
    state,
    stateSince: now,
    lastSeenAt: now,
    waitingSince: state === 'waiting' ? now : null,
    ...(isRunning(state) && visit.admittedAt === null && { admittedAt: now }),
    ...(isOver && visit.admittedAt !== null && visit.endedAt === null && { endedAt: now }),
    ...(isRunning(state) && { endedAt: null }),
    ...((isOver || beginsAnew) && { refusedSince: null, handOverAt: null }),
    ...(beginsAnew && { emergencyAt: null }),
  };
}

async function writePerson(
  needs: MoveNeeds,
  tx: Db,
  person: Person,
  after: VisitModel,
  now: Date,
): Promise<void> {
  const next = after.people.find(({ id }) => id === person.id);
  if (!next) return;
  const { state, wasAdmitted, role } = next;
  const hasChanged = state !== person.state || wasAdmitted !== person.wasAdmitted || role !== person.role;
  if (!hasChanged) return;
  const changes = { state, wasAdmitted, role, ...(state !== person.state && { stateSince: now }) };
  await updatePerson({ database: needs.database, tx }, person, changes);
  Object.assign(person, changes);
}

/** What areas to the right are told, in the same transaction. */
async function tellOthers(tx: Db, visit: Visit, before: Visit['state'], now: Date): Promise<void> {
  const { id: about, tenantId, state } = visit;
  if (isRunning(state) && STATE_ROWS[before].phase !== 'running')
    await appendToOutbox(tx, { tenantId, kind: 'visit.admitted', about, at: now });
  if (isRunning(before) && STATE_ROWS[state].phase === 'after')
    await appendToOutbox(tx, { tenantId, kind: 'visit.ended', about, at: now });
}

/** When the clock looks at this visit next: the earliest limit of the visit and of everybody in it. */
export async function setLimit(tx: Db, visit: Visit): Promise<void> {
  const times = [limitOfVisit(visit), ...visit.people.map(limitOfPerson)].filter((one) => one !== null);
  const earliest = times.reduce<Date | null>((least, one) => (least && least <= one ? least : one), null);
  await updateLimit(tx, visit.id, earliest);
  visit.limitAt = earliest;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function limitOfVisit(visit: VisitRow): Date | null {
  const { limit } = STATE_ROWS[visit.state];
  if (!limit) return null;
  const planned = visit.plannedEnd ?? visit.plannedStart ?? new Date(visit.madeAt.getTime() + DAY);
  // A visit that was called or booked again after its day is not over at once.
  const notBefore = Math.max(planned.getTime(), visit.stateSince.getTime());
  const since = {
    seen: visit.lastSeenAt.getTime(),
    entered: visit.stateSince.getTime(),
    planned: notBefore,
  }[limit.since];
  return new Date(since + limit.minutes * MINUTE);
}

export function limitOfPerson(person: Person): Date | null {
  const { limitMinutes } = PARTICIPANT_ROWS[person.state];
  // The patient's own limits before admission are the visit's.
  if (limitMinutes === null || person.state === 'checking-in' || person.state === 'waiting') return null;
  const seen = Math.max(person.lastSeenAt?.getTime() ?? 0, person.stateSince.getTime());
  return new Date(seen + limitMinutes * MINUTE);
}

function epochOf(visit: Visit, personId: string): number {
  return visit.people.find(({ id }) => id === personId)?.epoch ?? 0;
}
