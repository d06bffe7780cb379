// Takes a delivery one step of its table, in one transaction: the row, the record of the step, and whoever waited.
import {
  type DeliveryEvent,
  type DeliveryState,
  decideDeliveryMove,
  type HandOverWhy,
  isUnderWay,
} from '#domain/write-back';
import type { Database, Db } from '#server/db';
import { type Changes, updateAwaited, updateByMove } from './delivery-store.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export interface MoveNeeds {
  database: Database;
  now: () => Date;
}

export interface Step {
  event: DeliveryEvent;
  why?: HandOverWhy | null;
  /** The person who said so; null: the worker. */
  by?: string | null;
  /** The caller goes on with it at once and keeps its lease. */
  keepLease?: boolean;
}

/** Null: somebody else has it by now, or the table has no such step; nothing was written. */
export function moveDelivery(
  needs: MoveNeeds,
  row: DeliveryRow,
  step: Step,
  changes: Changes = {},
): Promise<DeliveryRow | null> {
  const { database } = needs;
  // Whoever keeps it under way wakes nobody: the row and its record are one statement, which needs no transaction.
  if (step.keepLease) return moveWithin(needs, database.db, row, step, changes);
  return database.transaction((tx) => moveWithin(needs, tx, row, step, changes));
}

export async function moveWithin(
  needs: MoveNeeds,
  tx: Db,
  row: DeliveryRow,
  { event, why = null, by = null, keepLease = false }: Step,
  changes: Changes = {},
): Promise<DeliveryRow | null> {
  const move = decideDeliveryMove(row, event);
  if (!move.ok) return null;
  const { state, route, hasGoneBack } = move.after;
  const reason = move.why ?? why;
  const now = needs.now();
  const after = await updateByMove(
    tx,
    row,
    { event, to: state, why: reason, by, at: now },
    {
      ...{ state, route, hasGoneBack, stateSince: now, dueAt: now, wait: null, settlesIn: 0, failures: 0 },
      ...(state === 'handed-over' && { why: reason }),
      ...changes,
      keepLease,
    },
  );
  if (after && letsOthersGo(state)) await updateAwaited(tx, { wait: 'earlier', visitId: row.visitId }, now);
  return after;
}

const letsOthersGo = (state: DeliveryState) => !isUnderWay(state);
