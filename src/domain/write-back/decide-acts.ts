// Who may do what with a delivery now, and the one thing to do next. The server obeys it, the screens draw it.
import type { Role } from '#domain/launch';
import {
  type DeliveryKind,
  type DeliveryState,
  type DeliveryWait,
  type HandOverWhy,
  isMoney,
  type NextStep,
} from './delivery-state.ts';
import { decideDeliveryMove, isDelivered } from './delivery-table.ts';
import type { DeliveryAct } from './wire.ts';

export interface ActFacts {
  kind: DeliveryKind;
  state: DeliveryState;
  /** Who signed or confirmed it. */
  isOwner: boolean;
  /** It was assigned to them by name. */
  isAssigned: boolean;
  role: Role | null;
}

/**
 * What stands in it – its text, its codes – is for its author and for the clinician it was assigned to; for a charge
 * also for a biller. A supervisor moves it along and sees nothing of it.
 */
export function listActs({ kind, state, isOwner, isAssigned, role }: ActFacts): DeliveryAct[] {
  if (isDelivered(state)) return [];
  const isTheirs = role === 'clinician' && (isOwner || isAssigned);
  const maySee = isTheirs || (role === 'biller' && isMoney(kind));
  const mayMove = role === 'supervisor' || maySee;
  const has = (event: 'retry' | 'hand-over' | 'mark-done') =>
    decideDeliveryMove({ kind, state, route: null, hasGoneBack: false }, event).ok;
  const acts: [DeliveryAct, boolean][] = [
    ['retry', mayMove && has('retry')],
    ['hand-over', mayMove && has('hand-over')],
    ['assign', role === 'supervisor'],
    ['compare', maySee],
    ['export', maySee],
    ['done', maySee && has('mark-done')],
  ];
  return acts.flatMap(([act, may]) => (may ? [act] : []));
}

export function decideNextStep(of: {
  kind: DeliveryKind;
  state: DeliveryState;
  wait: DeliveryWait | null;
  why: HandOverWhy | null;
  /** A charge that was withdrawn when it may have had an effect. */
  isTakenBack: boolean;
  /** Of a refusal, as its answer was read. */
  advised: NextStep | null;
}): NextStep {
  if (isDelivered(of.state)) return 'none';
  if (of.state === 'refused') return of.advised ?? 'change-and-retry';
  if (of.state === 'handed-over') {
    if (of.kind === 'charge-credit' || of.isTakenBack || of.why === 'taken-back') return 'credit-by-hand';
    return of.why && LOOK_FIRST.includes(of.why) ? 'compare' : 'file-by-hand';
  }
  return of.wait === 'no-token' ? 'open-in-ehr' : 'wait';
}

/** It may be there already: filing it again would double it. */
const LOOK_FIRST: readonly HandOverWhy[] = ['near-match', 'found-twice', 'not-found', 'not-searchable'];

/** Longer than a search lag and a handful of tries; a signed note that is not in the chart by then is missed. */
const LATE_AFTER_MS = 15 * 60_000;

/** What was told before this and is not in the EHR is late. */
export function lateBefore(now: Date): Date {
  return new Date(now.getTime() - LATE_AFTER_MS);
}

export function isLate(of: { state: DeliveryState; madeAt: Date }, now: Date): boolean {
  return !isDelivered(of.state) && of.madeAt < lateBefore(now);
}
