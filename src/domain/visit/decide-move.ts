// What one thing that happens does to a visit and to everybody in it, by the two tables: the server runs exactly
// this, and so does the model checker. It knows no clock, no gate, no store; whoever calls has asked the gate first
// where `gated` says so.
import {
  decideParticipant,
  PARTICIPANT_ROWS,
  type ParticipantActor,
  type ParticipantEvent,
  type ParticipantRole,
  type ParticipantState,
} from './participant-table.ts';
import { isRunning, STATE_ROWS, type VisitState } from './visit-state.ts';
import { type Actor, decideTransition, type VisitEvent } from './visit-table.ts';

export interface VisitPerson {
  readonly id: string;
  readonly role: ParticipantRole;
  readonly state: ParticipantState;
  /** Was let into this visit, and the visit has not ended since: may come back by themselves. */
  readonly wasAdmitted: boolean;
}

export interface VisitModel {
  readonly state: VisitState;
  readonly people: readonly VisitPerson[];
}

/** `person`: whose own act it is; null for the clock and the EHR. */
export interface VisitMove {
  readonly event: VisitEvent;
  readonly actor: Actor;
  readonly person: string | null;
}

/** What happens to one person and may move the visit with it. */
export interface PersonMove {
  readonly event: ParticipantEvent;
  readonly by: ParticipantActor;
  readonly person: string;
}

export interface PersonChange {
  readonly id: string;
  readonly event: ParticipantEvent;
  readonly to: ParticipantState;
}

export type MoveAnswer =
  | {
      readonly ok: true;
      readonly gated: boolean;
      /** The model afterwards. */
      readonly after: VisitModel;
      /** The visit's own events, in order; the second is what follows from the first (both are back). */
      readonly visitEvents: readonly VisitEvent[];
      readonly changes: readonly PersonChange[];
    }
  | { readonly ok: false; readonly code: 'not-from-here' | 'not-by-you' | 'nobody-there' };

const isPatientSide = ({ role }: VisitPerson): boolean => role === 'patient' || role === 'proxy';
const isHost = ({ role }: VisitPerson): boolean => role === 'host';

/** A command or fact about the visit as a whole. */
export function decideMove(model: VisitModel, move: VisitMove): MoveAnswer {
  const answer = decideTransition(model.state, move.event, move.actor);
  if (!answer.ok) return answer;
  const draft = draftOf(model);
  draft.go(move.event, answer.transition.to);
  followVisit(draft, move, model.state);
  return draft.finish(answer.transition.gated);
}

/** An act of one person, or something that befell them. */
export function decidePersonMove(model: VisitModel, { event, by, person }: PersonMove): MoveAnswer {
  const found = model.people.find(({ id }) => id === person);
  if (!found) return { ok: false, code: 'nobody-there' };
  if (!mayHappen(model, found, event)) return { ok: false, code: 'not-from-here' };
  const answer = decideParticipant(found.state, event, by);
  if (!answer.ok) return answer;
  const draft = draftOf(model);
  draft.set(person, event, answer.transition.to);
  followPerson(draft, found, event);
  return draft.finish(false);
}

/** Which act joining is now: coming back after leaving, another device, or simply connecting. */
export function listJoinEvents(person: VisitPerson, isOtherDevice: boolean): ParticipantEvent[] {
  if (person.state === 'left' && person.wasAdmitted) return ['return', 'connect'];
  if (person.state === 'connected' && isOtherDevice) return ['second-device'];
  return ['connect'];
}

/** What the people's table cannot know: whether the visit has room for this now. */
function mayHappen(model: VisitModel, person: VisitPerson, event: ParticipantEvent): boolean {
  const isOver = STATE_ROWS[model.state].phase === 'after';
  if (['connect', 'second-device', 'return'].includes(event))
    return isRunning(model.state) && person.wasAdmitted;
  if (event === 'come' || event === 'ready') return false; // Steps of the visit itself: `arrive`, `ready`.
  // Whoever comes while care is given (a second parent) asks as a guest does; the first way in is the visit's.
  const asks = person.role === 'guest' ? !isOver : isRunning(model.state);
  if (event === 'ask') return asks && !person.wasAdmitted;
  if (event === 'decline') return asks;
  if (event === 'admit') return asks && (person.role === 'guest' || person.state === 'asking');
  return true;
}

function followPerson(draft: Draft, person: VisitPerson, event: ParticipantEvent): void {
  if (event === 'admit') draft.admitted(person.id, true);
  if (event === 'remove') draft.admitted(person.id, false);
  const isGone = event === 'disconnect' || event === 'expire' || event === 'leave';
  if (isGone && draft.state === 'in-visit' && isAlone(draft, person)) draft.go('drop', 'dropped');
  settle(draft);
}

/** The patient's side or the host is not there any more. */
function isAlone(draft: Draft, gone: VisitPerson): boolean {
  if (isHost(gone)) return true;
  return isPatientSide(gone) && !draft.people.some((one) => isPatientSide(one) && one.state === 'connected');
}

function settle(draft: Draft): void {
  const isThere = (which: (one: VisitPerson) => boolean) =>
    draft.people.some((one) => which(one) && one.state === 'connected');
  if (draft.state === 'dropped' && isThere(isHost) && isThere(isPatientSide)) draft.go('back', 'in-visit');
}

function followVisit(draft: Draft, move: VisitMove, before: VisitState): void {
  const patients = draft.people.filter(isPatientSide);
  const own = move.person ?? '';
  if (move.event === 'arrive') draft.tell(own, 'come', 'self');
  else if (move.event === 'ready') draft.tell(own, 'ready', 'self');
  else if (move.event === 'leave') draft.tell(own, 'leave', 'self');
  else if (move.event === 'miss') tellAll(draft, patients, 'expire');
  else if (move.event === 'admit')
    letIn(
      draft,
      patients.filter(({ state }) => state === 'waiting'),
    );
  else if (move.event === 'open-emergency' || move.event === 'move-to-phone') letIn(draft, patients);
  else if (move.event === 'hand-over') handOver(draft, own);
  else if (move.event === 'drop') tellAll(draft, draft.people, 'disconnect');
  else if (beginsAnew(move.event, before))
    // Guests come by a new invitation: the old one died with the visit.
    tellAll(
      draft,
      draft.people.filter(({ role }) => role !== 'guest'),
      'expect',
    );
  else if (draft.state === 'left-before-seen') tellAll(draft, patients, 'expire');
  else if (draft.state !== 'no-show' && STATE_ROWS[draft.state].phase === 'after') putOut(draft);
  settle(draft);
}

function beginsAnew(event: VisitEvent, before: VisitState): boolean {
  return event === 're-call' || event === 'rebook' || (event === 'move-to-video' && !isRunning(before));
}

function putOut(draft: Draft): void {
  tellAll(draft, draft.people, 'finish');
  for (const { id } of draft.people) draft.admitted(id, false);
}

/** The patient's side and the host; whoever had come to the end of it begins anew. */
function letIn(draft: Draft, patients: readonly VisitPerson[]): void {
  for (const { id } of [...patients, ...draft.people.filter(isHost)]) {
    draft.tell(id, 'expect', 'system');
    draft.tell(id, 'admit', 'host');
    draft.admitted(id, true);
  }
}

/** The new host is in at once where care is being given; the old one stays, as a colleague. */
function handOver(draft: Draft, person: string): void {
  for (const one of draft.people.filter(isHost)) draft.role(one.id, 'clinician');
  draft.role(person, 'host');
  if (!isRunning(draft.state)) return;
  letIn(draft, []);
}

function tellAll(draft: Draft, people: readonly VisitPerson[], event: ParticipantEvent): void {
  for (const { id } of people) draft.tell(id, event, 'system');
}

type Draft = ReturnType<typeof draftOf>;

/** A copy to change; steps that a person's state does not have are passed over. */
function draftOf(model: VisitModel) {
  let { state } = model;
  const people = model.people.map((one) => ({ ...one }));
  const visitEvents: VisitEvent[] = [];
  const changes: PersonChange[] = [];
  const find = (id: string) => people.find((one) => one.id === id);
  const draft = {
    people,
    get state() {
      return state;
    },
    go(event: VisitEvent, to: VisitState) {
      state = to;
      visitEvents.push(event);
    },
    set(id: string, event: ParticipantEvent, to: ParticipantState) {
      const one = find(id);
      if (one) one.state = to;
      changes.push({ id, event, to });
    },
    tell(id: string, event: ParticipantEvent, by: ParticipantActor) {
      const one = find(id);
      const answer = one && decideParticipant(one.state, event, by);
      if (answer?.ok) draft.set(id, event, answer.transition.to);
    },
    admitted(id: string, wasAdmitted: boolean) {
      const one = find(id);
      if (one && (!wasAdmitted || PARTICIPANT_ROWS[one.state].isIn)) one.wasAdmitted = wasAdmitted;
    },
    role(id: string, role: ParticipantRole) {
      const one = find(id);
      if (one) one.role = role;
    },
    finish: (gated: boolean): MoveAnswer => ({
      ok: true,
      gated,
      after: { state, people },
      visitEvents,
      changes,
    }),
  };
  return draft;
}
