// What staff and the people in the room see of a visit. Reads only; the patient's view stands in a file of its own.
import {
  type GateView,
  gateAtEnd,
  isOpen,
  isOpening,
  isRunning,
  keyOfReason,
  listEvents,
  listMissing,
  PARTICIPANT_ROWS,
  type RoomView,
  type RosterEntry,
  STATE_ROWS,
  type VisitNotice,
  type VisitView,
} from '#domain/visit';
import type { CareStanding } from '#server/consent';
import { type AtVisit, lookAtVisit } from './at-visit.ts';
import { mayConnectAhead } from './connect-ahead.ts';
import { askGate } from './gate.ts';
import { listChat } from './list-chat.ts';
import { isSaid, standOnCare } from './stand-on-care.ts';
import { listStatements, readAnswers, readLocations, readModalities, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Person, Visit, VisitRow } from './visit-store.ts';

const PRESENT_MS = 45_000;
const LONG_WAIT_MS = 60 * 60_000;

export async function viewVisit(needs: VisitNeeds, at: AtVisit): Promise<VisitView> {
  const { visit, tx } = at;
  const said = await listStatements(needs, tx, visit.id);
  const checkIn = readAnswers(said);
  const modalities = readModalities(said);
  const gate = isOpen(visit.state) ? await askGate(needs, tx, visit, said) : readGateAtEnd(visit, said);
  const consent = await standOnCare(needs, at, said);
  const signs = await needs.redFlags.read(tx, { tenantId: visit.tenantId, visitId: visit.id });
  const host = visit.people.find(({ role }) => role === 'host');
  const emergency = said.findLast((one) => one.kind === 'emergency');
  return {
    ...viewState(visit, 'staff', await needs.journal.findLast({ ...visit, visitId: visit.id }, tx)),
    source: { kind: visit.sourceKind, id: visit.known.sourceId },
    patient: { name: visit.known.patientName, birthDate: visit.known.birthDate },
    about: visit.known.about,
    host: { name: host?.known.name ?? null, isYou: at.actor === 'host' },
    modality: modalities.at(-1)?.modality ?? 'video',
    modalities,
    locations: readLocations(said),
    roster: viewRoster(visit, at.me, at.now),
    checkIn,
    missing: listMissing(checkIn, { isSignsTold: signs.isTold, isConsentSaid: isSaid(consent) }),
    signs,
    gate,
    consent,
    may: at.session.role === 'supervisor' ? [] : listEvents(visit.state, at.actor),
    notices: listNotices(visit, gate, consent, said, at.now),
    isOpenToMore: isOpen(visit.state) && visit.refusedSince === null && isOpening(gate.verdict),
    waitingSince: visit.waitingSince?.toISOString() ?? null,
    admittedAt: visit.admittedAt?.toISOString() ?? null,
    endedAt: visit.endedAt?.toISOString() ?? null,
    emergency:
      (emergency && {
        at: emergency.saidAt.toISOString(),
        reason: emergency.reason,
        by: emergency.by,
      }) ||
      null,
    billingReview: visit.billingReview,
    handOverOffered: visit.handOverAt !== null,
  };
}

function readGateAtEnd(visit: Visit, said: readonly Said[]): GateView {
  const last = said.findLast((one) => one.kind === 'evidence');
  return gateAtEnd(last?.record ?? null, visit.endedAt ?? visit.stateSince);
}

export async function readVisit(
  needs: VisitNeeds,
  session: AtVisit['session'],
  visitId: string,
): Promise<VisitView> {
  return viewVisit(needs, await lookAtVisit(needs, session, visitId));
}

export function viewState(visit: VisitRow, reader: 'staff' | 'patient', sequence: number) {
  return {
    visitId: visit.id,
    state: visit.state,
    words: STATE_ROWS[visit.state].words[reader],
    since: visit.stateSince.toISOString(),
    sequence,
    plannedStart: visit.plannedStart?.toISOString() ?? null,
    plannedEnd: visit.plannedEnd?.toISOString() ?? null,
  };
}

export function isPresent(person: Person, now: Date): boolean {
  return person.lastSeenAt !== null && now.getTime() - person.lastSeenAt.getTime() <= PRESENT_MS;
}

export function viewRoster(visit: Visit, me: Person | null, now: Date): RosterEntry[] {
  return visit.people.map((one) => ({
    participantId: one.id,
    name: one.known.name,
    role: one.role,
    guestRole: one.known.guestRole,
    language: one.known.language,
    state: one.state,
    words: PARTICIPANT_ROWS[one.state].words,
    since: one.stateSince.toISOString(),
    lastSeenAt: one.lastSeenAt?.toISOString() ?? null,
    isPresent: isPresent(one, now),
    isYou: one.id === me?.id,
    epoch: one.epoch,
  }));
}

/** May hold a media token at this moment: in, in a visit that is going on. */
export function mayConnect(visit: Visit, me: Person): boolean {
  return isRunning(visit.state) && PARTICIPANT_ROWS[me.state].isIn && me.wasAdmitted;
}

export async function viewRoom(
  needs: VisitNeeds,
  at: AtVisit,
  me: Person,
  device: string | null = null,
): Promise<RoomView> {
  const { visit, tx } = at;
  const said = await listStatements(needs, tx, visit.id, ['modality']);
  const chat = await listChat(needs.journal, tx, { tenantId: visit.tenantId, visitId: visit.id });
  // A guest reads what was said since they were let in, and nobody reads before they are.
  const since = me.role === 'guest' ? (me.wasAdmitted ? me.joinedAt : null) : visit.madeAt;
  return {
    visitId: visit.id,
    state: visit.state,
    sequence: await needs.journal.findLast({ ...visit, visitId: visit.id }, tx),
    modality: readModalities(said).at(-1)?.modality ?? 'video',
    roster: me.role === 'guest' && !me.wasAdmitted ? [] : viewRoster(visit, me, at.now),
    you: me.id,
    mayConnect: mayConnect(visit, me),
    mayConnectAhead: await mayConnectAhead(needs, at, me),
    isElsewhere: device !== null && me.device !== null && me.device !== device,
    chat: chat.filter(({ at: sentAt }) => since !== null && new Date(sentAt) >= since),
  };
}

function listNotices(
  visit: Visit,
  gate: GateView,
  consent: CareStanding,
  said: readonly Said[],
  now: Date,
): VisitNotice[] {
  const notices: VisitNotice[] = [];
  const add = (code: VisitNotice['code'], at: Date, offers: VisitNotice['offers'], reasons: string[] = []) =>
    notices.push({ code, at: at.toISOString(), offers, reasons });
  if (visit.refusedSince) {
    const reasons = gate.parts
      .filter(({ verdict }) => !isOpening(verdict))
      .flatMap((part) => part.reasons.map(keyOfReason));
    const isConsentOpen = gate.parts.some(({ part, verdict }) => part === 'consent' && verdict === 'allow');
    const aloud = !isConsentOpen && consent.mayAgreeAloud ? (['ask-aloud'] as const) : [];
    add('refused-during-visit', visit.refusedSince, [...aloud, ...REFUSAL_OFFERS], reasons);
  } else if (said.findLast((one) => one.kind === 'gate')?.isRefusal === false)
    add('gate-open-again', said.findLast((one) => one.kind === 'gate')?.saidAt ?? now, []);
  if (visit.emergencyAt) add('emergency-opened', visit.emergencyAt, ['end']);
  if (visit.handOverAt) add('hand-over-offered', visit.handOverAt, []);
  if (visit.waitingSince && now.getTime() - visit.waitingSince.getTime() > LONG_WAIT_MS)
    add('long-wait', visit.waitingSince, ['admit', 'move-to-phone']);
  return notices;
}

const REFUSAL_OFFERS: VisitNotice['offers'] = ['finish-safely', 'move-to-phone', 'hand-over', 'emergency'];
