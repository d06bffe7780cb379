// Where a delivery stands, in words: what happened, what it means, what to do now. Which of them hold is said by the
// server; here they are only chosen.
import type { DeliveryLine, Receipt } from '#domain/write-back';
import { ApiError } from '#lib/api';
import { formatInstant } from '#lib/dates';
import type { Say } from '#ui/text';

export type AnyDelivery = Pick<
  DeliveryLine | Receipt,
  'kind' | 'state' | 'route' | 'wait' | 'why' | 'isTakenBack' | 'next' | 'nextTryAt' | 'owner' | 'assignedTo'
>;

/** Colour never says it alone: the state stands in words beside it. */
export function toneOf({ state, next }: AnyDelivery): 'good' | 'plain' | 'care' | 'stop' {
  if (state === 'confirmed' || state === 'done-by-person') return 'good';
  if (state === 'refused') return 'stop';
  return state === 'handed-over' || next === 'open-in-ehr' || next === 'compare' ? 'care' : 'plain';
}

export const kindText = (kind: AnyDelivery['kind'], say: Say): string => say(`staff.delivery.kind.${kind}`);

/** A charge that was withdrawn with nothing of it in the EHR: it is over, and nobody put anything in. */
export const hasEnded = ({ state, why }: Pick<AnyDelivery, 'state' | 'why'>): boolean =>
  state === 'done-by-person' && (why === 'taken-back' || why === 'taken-back-refused');
const OF_CREDIT: readonly AnyDelivery['state'][] = ['confirmed', 'handed-over', 'done-by-person'];

export function stateText(delivery: AnyDelivery, say: Say): string {
  const { kind, state, route, why } = delivery;
  if (hasEnded(delivery)) return say(`staff.delivery.state.${why}`);
  if (kind === 'charge-credit' && OF_CREDIT.includes(state))
    return say(`staff.delivery.state.credit.${state}`);
  const isKept = route === 'kept-by-ehr' && state === 'confirmed';
  return say(isKept ? 'staff.delivery.state.kept-by-ehr' : `staff.delivery.state.${state}`);
}

/** What happened and what it means; empty where the state says it all. */
export function storyText(delivery: AnyDelivery, say: Say): string {
  const { state, route, wait, why, nextTryAt, isTakenBack } = delivery;
  if (state === 'confirmed')
    return say(`staff.delivery.story.${route === 'kept-by-ehr' ? 'kept-by-ehr' : 'confirmed'}`);
  if (hasEnded(delivery)) return say(`staff.delivery.why.${why}`);
  if (state === 'handed-over' && why) {
    const reason = say(`staff.delivery.why.${why}`);
    return isTakenBack ? `${reason} ${say('staff.delivery.taken-back-late')}` : reason;
  }
  const story = wait ? say(`staff.delivery.wait.${wait}`) : say(`staff.delivery.story.${state}`);
  return nextTryAt ? `${story} ${say('staff.delivery.next-try', { time: formatInstant(nextTryAt) })}` : story;
}

/** What to do now; null: nothing. */
export function nextText({ next, owner }: AnyDelivery, say: Say): string | null {
  if (next === 'none') return null;
  return say(`staff.delivery.next.${next}`, { owner: owner ?? say('staff.delivery.owner.unknown') });
}

/** Who has it in hand: the person it was given to, else whose it is. */
export function holderText({ owner, assignedTo }: AnyDelivery, say: Say): string {
  return assignedTo ?? owner ?? say('staff.delivery.owner.unknown');
}

/** Somebody else's: a role may not (403), or the server tells this person of no such delivery (404). */
export function isNotTheirs(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

/** Why an order did not come about. */
export function refusalText(error: unknown, say: Say): string {
  if (isNotTheirs(error)) return say('staff.delivery.failed.not-yours');
  const hasMoved = error instanceof ApiError && error.status === 409;
  return say(hasMoved ? 'staff.delivery.failed.moved' : 'staff.delivery.failed');
}

/** Age of a backlog, in the largest whole unit. Both ISO instants. */
export function ageText(since: string, now: string, say: Say): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000));
  if (minutes < 60) return say('staff.delivery.age.minutes', { count: minutes });
  if (minutes < 48 * 60) return say('staff.delivery.age.hours', { count: Math.floor(minutes / 60) });
  return say('staff.delivery.age.days', { count: Math.floor(minutes / (24 * 60)) });
}
