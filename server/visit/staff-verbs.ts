// What staff tell a visit. Each verb: the visit under lock → what the table says → what was said, on record → the
// caller's view. The gate stands before the first care; the emergency's verb is in a file of its own.

import type { z } from 'zod';
import {
  type Admit,
  type CancelVisit,
  type ChangeLocation,
  type ChangeModality,
  decideOverride,
  decideTransition,
  type GateView,
  isOpening,
  isRunning,
  type MoveVisit,
  type RecordOverride,
  type VisitEvent,
  type VisitView,
} from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { type AtVisit, demandMe, demandOpen } from './at-visit.ts';
import { markForBilling } from './billing-review.ts';
import { askGate, judgeGate } from './gate.ts';
import { becomeHost } from './host.ts';
import { moveVisit } from './move-visit.ts';
import { recordEvidence } from './record-evidence.ts';
import { tellStaff } from './tell-staff.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { updateVisit } from './visit-store.ts';

type Of<Schema extends z.ZodType> = z.infer<Schema>;

/** One event without more to say: invite, end, no-show, rebook, re-call. */
export function tellVisit(
  needs: VisitNeeds,
  session: Session,
  { visitId, event }: { visitId: string; event: VisitEvent },
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    const me = await demandMe(needs, at);
    if (isDone(at, event)) return;
    await moveVisit(needs, at.tx, at.visit, { event, actor: at.actor, person: me.id });
  });
}

/** Sent twice, or by two at once: the second finds it done. */
const DONE: Partial<Record<VisitEvent, readonly string[]>> = {
  admit: ['in-visit', 'dropped'],
  end: ['ended'],
  cancel: ['cancelled'],
  miss: ['no-show', 'left-before-seen'],
};

function isDone({ visit }: AtVisit, event: VisitEvent): boolean {
  return DONE[event]?.includes(visit.state) ?? false;
}

export function admit(needs: VisitNeeds, session: Session, input: Of<typeof Admit>): Promise<VisitView> {
  return tellStaff(needs, session, input.visitId, async (at) => {
    if (isDone(at, 'admit') && at.actor === 'host') return;
    const { me, visit } = at;
    demandStep(at, 'admit');
    await demandGate(needs, at);
    await at.say({ kind: 'identity', identifiers: input.identifiers, by: me?.known.name ?? null });
    await moveVisit(needs, at.tx, visit, { event: 'admit', actor: at.actor, person: me?.id ?? null });
  });
}

/** Who may not take this step hears that first: a closed gate is not the business of somebody else. */
function demandStep(at: AtVisit, event: VisitEvent): void {
  const answer = decideTransition(at.visit.state, event, at.actor);
  if (answer.ok) return;
  throw new AppError(
    answer.code === 'not-by-you' ? 'forbidden' : 'conflict',
    answer.code === 'not-by-you' ? 'visit.not-yours' : 'visit.state',
    answer.code === 'not-by-you'
      ? 'Only the visit’s own clinician can do this.'
      : 'The visit has moved on meanwhile. The page shows how it stands now.',
  );
}

/** Nobody gets past this but by an open gate, or by what `mayPass` lets pass; and on what it rested is kept. */
async function demandGate(
  needs: VisitNeeds,
  at: AtVisit,
  mayPass = ({ verdict }: GateView) => isOpening(verdict),
): Promise<void> {
  const judged = await judgeGate(needs, at.tx, at.visit);
  if (mayPass(judged.gate)) return recordEvidence(at, 'opened', judged);
  throw new AppError(
    'conflict',
    'visit.gate',
    'The door stays closed: the page shows why, and what can be done.',
  );
}

export function move(needs: VisitNeeds, session: Session, input: Of<typeof MoveVisit>): Promise<VisitView> {
  const event = `move-to-${input.to}` as const;
  return tellStaff(needs, session, input.visitId, async (at) => {
    const me = await demandMe(needs, at);
    demandStep(at, event);
    const step = decideTransition(at.visit.state, event, at.actor);
    if (step.ok && step.transition.gated) await demandGate(needs, at);
    await at.say({ kind: 'reason', event, reason: input.reason });
    if (input.to !== 'in-person') await at.say({ kind: 'modality', modality: input.to, reason: 'moved' });
    await moveVisit(needs, at.tx, at.visit, { event, actor: at.actor, person: me.id });
  });
}

export function cancel(
  needs: VisitNeeds,
  session: Session,
  input: Of<typeof CancelVisit>,
): Promise<VisitView> {
  return tellStaff(needs, session, input.visitId, async (at) => {
    const me = await demandMe(needs, at);
    if (isDone(at, 'cancel')) return;
    await moveVisit(needs, at.tx, at.visit, { event: 'cancel', actor: at.actor, person: me.id });
    await at.say({ kind: 'reason', event: 'cancel', reason: input.reason });
  });
}

export function recordOverride(
  needs: VisitNeeds,
  session: Session,
  { visitId, part, ...said }: Of<typeof RecordOverride>,
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    // What is over went on without it.
    demandOpen(at);
    const gate = await askGate(needs, at.tx, at.visit);
    const view = gate.parts.find((one) => one.part === part);
    const answer = view && decideOverride(view, session.role);
    if (!answer?.ok) throw overrideRefused(answer?.code ?? 'never');
    const by = at.myName ?? session.fhirUser;
    // An override is a named person's; who cannot be named cannot record one.
    if (by === null) throw overrideRefused('not-your-role');
    await at.say({
      kind: 'override',
      override: { part, by, role: session.role ?? 'no-role', covers: [...answer.covers], ...said },
    });
    await recordEvidence(at, 'override', await judgeGate(needs, at.tx, at.visit));
    await markForBilling(at, 'override');
    await at.tellChanged('gate');
  });
}

function overrideRefused(code: string): AppError {
  if (code === 'not-your-role')
    return new AppError('forbidden', 'visit.override-role', 'Somebody with another role has to review this.');
  if (code === 'nothing-to-review')
    return new AppError('conflict', 'visit.override-not-needed', 'There is nothing to review here any more.');
  return new AppError('conflict', 'visit.override-never', 'This cannot be overridden by anybody.');
}

export function changeModality(
  needs: VisitNeeds,
  session: Session,
  { visitId, modality, reason }: Of<typeof ChangeModality>,
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    if (at.actor !== 'host')
      throw new AppError('forbidden', 'visit.not-yours', 'Only the visit’s own clinician can do this.');
    await at.say({ kind: 'modality', modality, reason });
    await at.tellChanged('modality');
  });
}

/** Where the patient says they are now, written down by staff; the gate is asked anew. */
export function changeLocation(
  needs: VisitNeeds,
  session: Session,
  { visitId, where }: Of<typeof ChangeLocation>,
): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    await at.say({ kind: 'answer', answer: { question: 'where', answer: where } });
    await at.tellChanged('location');
  });
}

export function offerHandOver(needs: VisitNeeds, session: Session, visitId: string): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    if (at.actor !== 'host')
      throw new AppError('forbidden', 'visit.not-yours', 'Only the visit’s own clinician can do this.');
    const changes = { handOverAt: at.now };
    if (await updateVisit(at.tx, at.visit, changes))
      Object.assign(at.visit, changes, { version: at.visit.version + 1 });
    await at.tellChanged('host');
  });
}

const HOST_GONE_MS = 10 * 60_000;

/** A consent that needs a review is theirs to ask for, as the visit's clinician: it keeps nobody from becoming that. */
const mayTakeOver = ({ parts }: GateView): boolean =>
  parts.every(({ part, verdict }) => isOpening(verdict) || (part === 'consent' && verdict !== 'block'));

/** Offered, nobody's, or its host has not been seen for ten minutes; in a running visit the gate is asked for them. */
export function takeOver(needs: VisitNeeds, session: Session, visitId: string): Promise<VisitView> {
  return tellStaff(needs, session, visitId, async (at) => {
    if (at.actor === 'host') return;
    const host = at.visit.people.find(({ role }) => role === 'host');
    const isGone = !host || at.now.getTime() - (host.lastSeenAt ?? host.joinedAt).getTime() > HOST_GONE_MS;
    if (!isGone && at.visit.handOverAt === null)
      throw new AppError('conflict', 'visit.not-offered', 'The visit’s clinician has not handed it over.');
    const wasRunning = isRunning(at.visit.state);
    await becomeHost(needs, at);
    // A newcomer to care that is being given: their own licence decides, not the one before theirs.
    if (wasRunning) await demandGate(needs, at, mayTakeOver);
    await at.tellChanged('host');
  });
}
