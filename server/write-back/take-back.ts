// A charge that was taken back: what of it has not gone never goes, and what may have gone is credited after it. How
// that stands is decided by the rule; here it is written.
import type { ConfirmedCharge } from '#domain/billing';
import { decideCredit, decideTakeBack, type HandOverWhy } from '#domain/write-back';
import type { Db } from '#server/db';
import { sealIn } from './delivery-facts.ts';
import { lockDelivery, updateTakenBack } from './delivery-store.ts';
import { type MoveNeeds, moveWithin } from './move-delivery.ts';
import type { DeliveryRow } from './write-back-tables.ts';

type Withdrawn = Pick<ConfirmedCharge, 'withdrawnAt' | 'withdrawnBy'>;

/** True: it may have gone, or may yet be found to have gone; a credit has to follow. */
export async function takeBackWithin(
  needs: MoveNeeds,
  tx: Db,
  of: Parameters<typeof lockDelivery>[1],
  charge: Withdrawn,
): Promise<boolean> {
  const row = await lockDelivery(tx, of);
  if (!row) throw new Error('The charge that was taken back is not planned.');
  const answer = decideTakeBack(row.state);
  if (answer.does === 'end') {
    await endWithin(needs, tx, row, charge, answer.why);
    return false;
  }
  if (answer.isMarked) await updateTakenBack(tx, row);
  return true;
}

/** Found out when its turn came: its withdrawal is not told yet. */
export async function endTakenBack(needs: MoveNeeds, row: DeliveryRow, charge: Withdrawn): Promise<void> {
  await needs.database.transaction((tx) => endWithin(needs, tx, row, charge, 'taken-back'));
}

/** The turn of a credit, its charge being settled. False: there is nothing to credit, and it is over. */
export async function goesAsCredit(
  needs: MoveNeeds,
  row: DeliveryRow,
  charge: { row: DeliveryRow; whole: Withdrawn },
): Promise<boolean> {
  const answer = decideCredit(charge.row);
  if (answer === 'go') return true;
  await needs.database.transaction(async (tx) => {
    // Somebody had it tried again just now: then it is looked at again when this lease is over.
    const isOver =
      answer === 'nothing' || (await endWithin(needs, tx, charge.row, charge.whole, 'taken-back-refused'));
    if (isOver) await moveWithin(needs, tx, row, { event: 'take-back' }, { why: 'taken-back' });
  });
  return false;
}

async function endWithin(
  needs: MoveNeeds,
  tx: Db,
  row: DeliveryRow,
  { withdrawnAt, withdrawnBy }: Withdrawn,
  why: HandOverWhy,
): Promise<DeliveryRow | null> {
  const hands = { assignedTo: null, doneBy: withdrawnBy?.name ?? null, doneAt: withdrawnAt };
  const sealed = await sealIn(needs.database, row, 'hands', hands);
  const by = withdrawnBy?.personKey ?? null;
  return moveWithin(
    needs,
    tx,
    row,
    { event: 'take-back', why, by },
    { why, hands: sealed, isTakenBack: true },
  );
}
