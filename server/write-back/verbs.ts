// What people do with deliveries: try again, hand over, assign, mark done. Each takes it out of the worker's hand
// first; what the table does not have is refused.
import type { DeliveryAct, DeliveryEvent, DeliveryLine } from '#domain/write-back';
import type { Db } from '#server/db';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { demandAct, movedOn } from './at-delivery.ts';
import { type HandFacts, openHands, sealIn } from './delivery-facts.ts';
import { type Changes, takeDelivery, updateDelivery } from './delivery-store.ts';
import { findColleague } from './list-colleagues.ts';
import { moveWithin } from './move-delivery.ts';
import { release } from './postpone.ts';
import type { VerbNeeds } from './verb-needs.ts';
import { viewLine } from './views.ts';
import type { DeliveryRow } from './write-back-tables.ts';

async function withTaken(
  needs: VerbNeeds,
  session: Session,
  row: DeliveryRow,
  run: (tx: Db, taken: DeliveryRow) => Promise<DeliveryRow | null>,
): Promise<DeliveryLine> {
  const after = await needs.database.transaction(async (tx) => {
    const taken = await takeDelivery(tx, row);
    const changed = taken && (await run(tx, taken));
    // Thrown inside, so that the hand taken from a worker is given back.
    if (!changed) throw movedOn();
    return changed;
  });
  return viewLine(needs, session, after);
}

function tell(act: DeliveryAct, event: DeliveryEvent, changes: Changes = {}) {
  return async (needs: VerbNeeds, session: Session, deliveryId: string): Promise<DeliveryLine> => {
    const { row } = await demandAct(needs, session, deliveryId, act);
    const by = session.personKey;
    const step = { event, by, ...(event === 'hand-over' && { why: 'by-choice' as const }) };
    const line = await withTaken(needs, session, row, (tx, taken) =>
      moveWithin(needs, tx, taken, step, changes),
    );
    if (event === 'retry' && row.launchId) await needs.keepGrant(row.launchId);
    if (event === 'hand-over') await release(needs, row);
    return line;
  };
}

/** After a change of what the EHR named; its road is decided anew. */
export const retry = tell('retry', 'retry');
export const handOver = tell('hand-over', 'hand-over');

const NO_HANDS: HandFacts = { assignedTo: null, doneBy: null, doneAt: null };

export async function markDone(
  needs: VerbNeeds,
  session: Session,
  deliveryId: string,
): Promise<DeliveryLine> {
  const { row } = await demandAct(needs, session, deliveryId, 'done');
  const name = (await needs.nameOf(session)) ?? session.fhirUser;
  // It is finished by a named person; who cannot be named cannot finish it.
  if (name === null)
    throw new AppError('forbidden', 'delivery.nameless', 'The hospital’s system did not say who you are.');
  const hands = {
    ...((await openHands(needs.database, row)) ?? NO_HANDS),
    ...{ doneBy: name, doneAt: needs.now().toISOString() },
  };
  const sealed = await sealIn(needs.database, row, 'hands', hands);
  return withTaken(needs, session, row, (tx, taken) =>
    moveWithin(needs, tx, taken, { event: 'mark-done', by: session.personKey }, { hands: sealed }),
  );
}

export async function assign(
  needs: VerbNeeds,
  session: Session,
  { deliveryId, personId }: { deliveryId: string; personId: string | null },
): Promise<DeliveryLine> {
  const { row } = await demandAct(needs, session, deliveryId, 'assign');
  const colleague = personId === null ? null : await findColleague(needs, session.tenantId, personId);
  if (personId !== null && !colleague)
    throw new AppError('not-found', 'delivery.colleague', 'This clinician has not come in here.');
  const hands = {
    ...((await openHands(needs.database, row)) ?? NO_HANDS),
    assignedTo: colleague?.name ?? null,
  };
  const sealed = await sealIn(needs.database, row, 'hands', hands);
  // Only who has it in hand changes: a worker who is at it goes on.
  const changed = await updateDelivery(
    needs.database.db,
    row,
    { assignedKey: colleague?.personKey ?? null, hands: sealed },
    true,
  );
  if (!changed) throw movedOn();
  return viewLine(needs, session, changed);
}
