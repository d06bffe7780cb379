// The one transition table of a delivery, as product.md words it: from which state, by which event, to which state.
// The worker runs it, the model checker walks it. It knows no EHR, no clock and nobody's permission.
import {
  type DeliveryKind,
  type DeliveryRoute,
  type DeliveryState,
  type HandOverWhy,
  isMoney,
} from './delivery-state.ts';

export const DELIVERY_EVENTS = [
  /** The intent is written down; the first byte leaves after it. */
  'send',
  'confirm',
  'refuse',
  /** Whether it took effect is not known: an answer that was lost, a server error, a worker that died. */
  'lose',
  /** The request certainly took no effect: no connection was made, 401 after one refresh, 429, nobody's token. */
  'no-effect',
  /** The EHR had time to show what it took: it is searched. */
  'look',
  'find',
  /** A complete search found neither our mark nor anything like it. */
  'miss',
  /** The search found what a person must judge. */
  'doubt',
  'hand-over',
  'retry',
  'mark-done',
  /** A charge was withdrawn while it certainly had no effect: the person who took it back has ended it. */
  'take-back',
  /** The database was brought back from a backup: what it says of the EHR may be old. */
  'restore',
] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** What the table needs to know of one. */
export interface DeliveryModel {
  readonly kind: DeliveryKind;
  readonly state: DeliveryState;
  /** `person` once it was handed over, for good. */
  readonly route: DeliveryRoute | null;
  /** A search has put it back to planned before; it does so once. */
  readonly hasGoneBack: boolean;
}

export type DeliveryMove = { ok: true; after: DeliveryModel; why?: HandOverWhy } | { ok: false };

const TABLE: { readonly [From in DeliveryState]: { readonly [Event in DeliveryEvent]?: DeliveryState } } = {
  planned: {
    send: 'sending',
    'hand-over': 'handed-over',
    'take-back': 'done-by-person',
    restore: 'reconciling',
  },
  sending: {
    confirm: 'confirmed',
    refuse: 'refused',
    lose: 'unknown',
    'no-effect': 'planned',
    restore: 'reconciling',
  },
  unknown: { look: 'reconciling', restore: 'reconciling' },
  reconciling: {
    find: 'confirmed',
    miss: 'planned',
    doubt: 'handed-over',
    'hand-over': 'handed-over',
    restore: 'reconciling',
  },
  refused: {
    retry: 'planned',
    'hand-over': 'handed-over',
    'take-back': 'done-by-person',
    restore: 'reconciling',
  },
  'handed-over': { 'mark-done': 'done-by-person', restore: 'reconciling' },
  confirmed: {},
  'done-by-person': {},
};

/** `ok: false`: the table has no such step. */
export function decideDeliveryMove(from: DeliveryModel, event: DeliveryEvent): DeliveryMove {
  const to = TABLE[from.state][event];
  if (to === undefined) return { ok: false };
  if (event === 'take-back' && !isMoney(from.kind)) return { ok: false };
  if (event === 'miss') return decideMiss(from);
  if (to === 'handed-over') return { ok: true, after: { ...from, state: to, route: 'person' } };
  // Its road is decided anew: what stood in the way may have changed.
  if (event === 'retry') return { ok: true, after: { ...from, state: to, route: null } };
  return { ok: true, after: { ...from, state: to } };
}

/**
 * What was looked for and is not there goes again once; a charge and its credit never, nor what a person has in hand, nor
 * a message: nobody says when what a receiver took is to be seen over FHIR.
 */
function decideMiss(from: DeliveryModel): DeliveryMove {
  const isElsewhere = from.route === 'person' || from.route === 'hl7v2';
  const mayGoAgain = !isMoney(from.kind) && !isElsewhere && !from.hasGoneBack;
  if (!mayGoAgain)
    return { ok: true, after: { ...from, state: 'handed-over', route: 'person' }, why: 'not-found' };
  return { ok: true, after: { ...from, state: 'planned', hasGoneBack: true } };
}

/** In the EHR, by us or by a person, or taken back before it was: nothing is left to do, and nothing changes it. */
export function isDelivered(state: DeliveryState): boolean {
  return state === 'confirmed' || state === 'done-by-person';
}

/** The worker goes on with it by itself. */
export function isUnderWay(state: DeliveryState): boolean {
  return state === 'planned' || state === 'sending' || state === 'unknown' || state === 'reconciling';
}
