// What the withdrawal of a charge makes of its delivery, and when its credit has anything to undo. Nothing that has
// certainly had no effect is ever sent or credited; what may have had one waits until that is known.
import type { DeliveryState, HandOverWhy } from './delivery-state.ts';
import { isDelivered } from './delivery-table.ts';

export type TakeBack =
  /** It is over: nothing of it went, or the EHR had refused it. */
  | { does: 'end'; why: Extract<HandOverWhy, 'taken-back' | 'taken-back-refused'> }
  /** A credit is planned after it. `isMarked`: whoever gets the charge itself in hand is told that it was taken back. */
  | { does: 'credit'; isMarked: boolean };

/** Of the charge's own delivery, at the moment at which its withdrawal is told. */
export function decideTakeBack(state: DeliveryState): TakeBack {
  if (state === 'planned') return { does: 'end', why: 'taken-back' };
  if (state === 'refused') return { does: 'end', why: 'taken-back-refused' };
  return { does: 'credit', isMarked: !isDelivered(state) };
}

/**
 * The credit's turn, its charge being settled. `end-both`: the EHR refused the charge after it was taken back.
 * `nothing`: it never went, or the person who had it in hand was told that it was taken back.
 */
export function decideCredit(charge: {
  state: DeliveryState;
  isTakenBack: boolean;
}): 'go' | 'nothing' | 'end-both' {
  if (charge.state === 'refused') return 'end-both';
  return charge.state === 'done-by-person' && charge.isTakenBack ? 'nothing' : 'go';
}
