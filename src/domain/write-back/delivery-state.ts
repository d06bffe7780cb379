// What is put into the EHR, the states it goes through, and the roads it may take: the words, and nothing else.

/** The only ones; meaning and order in delivery-table.ts. */
export const DELIVERY_STATES = [
  'planned',
  'sending',
  'confirmed',
  'refused',
  'unknown',
  'reconciling',
  'handed-over',
  'done-by-person',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * One thing to be put into the EHR. `addendum`, `replacement` and `withdrawal` (entered in error) are signed after a
 * note and build on it; `encounter-end` closes what `encounter` opened; `charge-credit` takes one line of a charge back
 * that may have gone out.
 */
export const DELIVERY_KINDS = [
  'encounter',
  'encounter-end',
  'note',
  'addendum',
  'replacement',
  'withdrawal',
  'charge',
  'charge-credit',
] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** Money: what goes a second time costs somebody. It never does by itself, and holds no note. */
export const isMoney = (kind: DeliveryKind): boolean => kind === 'charge' || kind === 'charge-credit';

/**
 * How it goes. `create` `patch` `update` FHIR; `operation` a vendor's; `hl7v2` a message; `person` by hand;
 * `kept-by-ehr`: the EHR has this record of its own accord, nothing of ours goes.
 */
export const DELIVERY_ROUTES = [
  'create',
  'patch',
  'update',
  'operation',
  'hl7v2',
  'person',
  'kept-by-ehr',
] as const;
export type DeliveryRoute = (typeof DELIVERY_ROUTES)[number];

/** Why something planned does not go at once. */
export const DELIVERY_WAITS = [
  /** Nobody's permission can be used now: it goes at the next launch of its owner. */
  'no-token',
  /** The EHR could not be reached, or asked to be left alone; tried again by itself. */
  'ehr-away',
  /** Something of the same visit goes before it. */
  'earlier',
  /** Its answer was lost; the EHR is asked when it has had time to show what it took. */
  'search-lag',
  /** The EHR could not be searched to the end; asked again by itself. */
  'search-failed',
] as const;
export type DeliveryWait = (typeof DELIVERY_WAITS)[number];

/** Why something went to a person. */
export const HAND_OVER_WHYS = [
  /** This EHR takes no such thing over an interface. */
  'ehr-takes-none',
  /** The EHR takes it only into an encounter, and there is none. */
  'no-encounter',
  /** What it builds on went by hand. */
  'follows-by-hand',
  /** Its answer was lost, and the EHR shows something much like it. */
  'near-match',
  /** Its answer was lost, and the EHR shows our mark more than once. */
  'found-twice',
  /** Its answer was lost and it was not found: a charge never goes again by itself, anything else only once. */
  'not-found',
  /** It cannot be said in the form that this EHR takes. */
  'not-valid-here',
  /** It was taken back before it was sent: nothing is to be filed. */
  'taken-back',
  /** The EHR had refused it when it was taken back: nothing is to be filed. */
  'taken-back-refused',
  /** This EHR takes no credit over an interface. */
  'takes-no-credit',
  /** Its answer was lost, and this EHR cannot be searched for such a thing. */
  'not-searchable',
  /** A person chose it. */
  'by-choice',
] as const;
export type HandOverWhy = (typeof HAND_OVER_WHYS)[number];

/** The one thing to do now. */
export const NEXT_STEPS = [
  'none',
  /** It goes on by itself. */
  'wait',
  /** Its owner opens the patient's chart in the EHR, and Webside in it. */
  'open-in-ehr',
  /** Look at what was sent beside what the EHR shows, then say whether it is there. */
  'compare',
  /** Put it into the EHR by hand from the export, then mark it done. */
  'file-by-hand',
  /** See whether the charge stands in the EHR; if it does and is not credited, credit it; then mark it done. */
  'credit-by-hand',
  /** Change what the EHR names, then try again. */
  'change-and-retry',
  /** The EHR's analyst has to allow it; then try again. */
  'ask-analyst',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];
