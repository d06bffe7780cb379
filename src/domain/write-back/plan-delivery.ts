// Which way one thing goes here: what this EHR takes, what the visit has, and what it builds on. It sends nothing.
import { type StatementSummary, VENDOR_WRITES, type Vendor } from '#domain/launch';
import type { DeliveryKind, DeliveryRoute, DeliveryState, HandOverWhy } from './delivery-state.ts';
import { isDelivered } from './delivery-table.ts';

/**
 * What the EHR can take. The scopes of one launch are not asked: what a token lacks the EHR says itself, with words
 * that name the remedy, and another launch may have it.
 */
export interface WriteCapabilities {
  vendor: Vendor;
  /** `unreadable`: the vendor's table alone decides. */
  statement: StatementSummary | 'unreadable';
  /** The tenant has an HL7 v2 endpoint. */
  hasHl7v2: boolean;
}

export interface ItemToPlan {
  kind: DeliveryKind;
  /** What the visit was made from: `own` is a person's choice of "no encounter in the chart". */
  source: 'encounter' | 'appointment' | 'own';
  /** The EHR's encounter of this visit, whoever made it; null: none is known. */
  encounter: string | null;
  /** Our delivery of the encounter itself; null: the EHR keeps it. */
  ownEncounter: DeliveryState | null;
  /** What it adds to, replaces, withdraws or ends, and whether the EHR has told us its id. */
  buildsOn: { state: DeliveryState; route: DeliveryRoute | null; hasId: boolean } | null;
}

export type DeliveryPlan = { route: Exclude<DeliveryRoute, 'person'> } | { route: 'person'; why: HandWhy };
type HandWhy = Extract<
  HandOverWhy,
  'ehr-takes-none' | 'no-encounter' | 'follows-by-hand' | 'takes-no-credit'
>;

const byHand = (why: HandWhy): DeliveryPlan => ({
  route: 'person',
  why,
});

export function planDelivery(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  switch (item.kind) {
    case 'encounter':
      return planEncounter(can, item);
    case 'encounter-end':
      return planEncounterEnd(can, item);
    case 'charge':
      return planCharge(can, item);
    case 'charge-credit':
      return planCredit(can, item);
    case 'note':
      return planNote(can, item);
    default:
      return planAmendment(can, item);
  }
}

/**
 * Ours to make only where the vendor takes one, neither the launch nor a search gave one, and a person chose "no
 * encounter in the chart". The search itself comes just before the create; what it finds is kept.
 */
function planEncounter(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  const isOurs = item.source === 'own' && item.encounter === null && takes(can, 'encounter', 'create');
  return { route: isOurs ? 'create' : 'kept-by-ehr' };
}

/** The end of what is not ours the EHR keeps as well. */
function planEncounterEnd(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  if (item.ownEncounter === null) return { route: 'kept-by-ehr' };
  if (item.buildsOn?.route === 'kept-by-ehr') return { route: 'kept-by-ehr' };
  if (!item.buildsOn || !isDelivered(item.buildsOn.state) || !item.buildsOn.hasId)
    return byHand('follows-by-hand');
  return interactionsOf(can, 'Encounter', ['patch']) ? { route: 'patch' } : byHand('ehr-takes-none');
}

function planNote(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  // Epic files a note into an encounter or not at all ("Valid encounter required", ehr-integration.md 2.4).
  if (can.vendor === 'epic' && item.encounter === null) return otherwise(can, 'no-encounter');
  return takes(can, 'note', 'create') ? { route: 'create' } : otherwise(can, 'ehr-takes-none');
}

/** What was signed after a note goes the way the note went: a person who filed one by hand files the other. */
function planAmendment(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  const { buildsOn } = item;
  // A message names what it follows by our own number: its receiver tells us none.
  if (buildsOn?.state === 'confirmed' && buildsOn.route === 'hl7v2' && can.hasHl7v2)
    return { route: 'hl7v2' };
  if (!buildsOn || !isDelivered(buildsOn.state) || !buildsOn.hasId) return byHand('follows-by-hand');
  // Epic has no update: a note that says what it corrects stands beside the one that it corrects. Oracle Health
  // amends and withdraws by an update (ehr-integration.md design point 15).
  const isUpdate =
    (item.kind === 'withdrawal' && can.vendor !== 'epic') ||
    (item.kind === 'replacement' && can.vendor === 'oracle');
  if (!isUpdate) return planNote(can, item);
  return interactionsOf(can, 'DocumentReference', ['update'])
    ? { route: 'update' }
    : byHand('ehr-takes-none');
}

function planCharge(can: WriteCapabilities, item: ItemToPlan): DeliveryPlan {
  const { route } = VENDOR_WRITES[can.vendor].charge;
  if (route === 'operation' && takes(can, 'charge', 'operation'))
    // `$create` names the encounter it belongs to (ehr-integration.md 3.3).
    return item.encounter === null ? otherwise(can, 'no-encounter') : { route: 'operation' };
  if (route === 'fhir' && takes(can, 'charge', 'create')) return { route: 'create' };
  return otherwise(can, 'ehr-takes-none');
}

/**
 * A credit goes the way its charge went. A ChargeItem is marked as entered in error, and only where the EHR says that
 * it takes the change: what is not said is not tried on money. Oracle Health's `$create` names no charge that could be
 * credited (ehr-integration.md 3.3).
 */
function planCredit(can: WriteCapabilities, { buildsOn }: ItemToPlan): DeliveryPlan {
  if (buildsOn?.state !== 'confirmed') return byHand('follows-by-hand');
  if (buildsOn.route === 'hl7v2') return can.hasHl7v2 ? { route: 'hl7v2' } : byHand('takes-no-credit');
  const isDeclared = statementOf(can, 'ChargeItem')?.interactions.includes('update') === true;
  const isOurs = buildsOn.route === 'create' && buildsOn.hasId;
  return isOurs && isDeclared ? { route: 'update' } : byHand('takes-no-credit');
}

function otherwise(can: WriteCapabilities, why: 'ehr-takes-none' | 'no-encounter'): DeliveryPlan {
  return can.hasHl7v2 ? { route: 'hl7v2' } : byHand(why);
}

function takes(
  can: WriteCapabilities,
  kind: 'encounter' | 'note' | 'charge',
  how: 'create' | 'operation',
): boolean {
  const write = VENDOR_WRITES[can.vendor][kind];
  if (write.route === 'none') return false;
  if (can.statement === 'unreadable') return true;
  if (how === 'create') return interactionsOf(can, write.resource, ['create']);
  return statementOf(can, write.resource)?.operations.includes(write.operation ?? '') ?? false;
}

/** An unreadable statement forbids nothing: the EHR answers for itself. */
function interactionsOf(can: WriteCapabilities, resource: string, needed: readonly string[]): boolean {
  if (can.statement === 'unreadable') return true;
  const said = statementOf(can, resource)?.interactions ?? [];
  return needed.every((one) => said.includes(one));
}

function statementOf(can: WriteCapabilities, resource: string) {
  if (can.statement === 'unreadable' || !Object.hasOwn(can.statement, resource)) return undefined;
  return can.statement[resource];
}
