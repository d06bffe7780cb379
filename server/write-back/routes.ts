// The doors of the write-back: receipts in the chart, the page of deliveries at the staff door. Who may ask stands in
// each row; whose delivery it is and what may be done with it, each verb finds out.
import { z } from 'zod';
import { AssignDelivery, OfDelivery, OfReceipts } from '#domain/write-back';
import { AppError } from '#server/errors';
import { type Caller, type HttpRow, route, type Session } from '#server/http';
import { compare, exportOne } from './look-inside.ts';
import type { VerbNeeds } from './verb-needs.ts';
import { assign, handOver, markDone, retry } from './verbs.ts';
import { readDeliveries, readReceipts } from './views.ts';

const STAFF: readonly Caller[] = ['clinician', 'nurse', 'supervisor', 'biller'];
const KEEPERS: readonly Caller[] = ['clinician', 'supervisor', 'biller'];
const HANDS: readonly Caller[] = ['clinician', 'biller'];
const DELIVERIES = '/l/:launchId/api/deliveries';

export function writeBackRoutes(needs: VerbNeeds): HttpRow[] {
  const command = <Input extends { deliveryId: string }>(
    path: string,
    who: readonly Caller[],
    input: z.ZodType<Input>,
    run: (session: Session, given: Input) => Promise<unknown>,
  ) =>
    route(
      'POST',
      `${DELIVERIES}/:deliveryId/${path}`,
      { who, input, audit: `delivery.${path}`, activity: true },
      async ({ session, input: given }) => ({
        json: await run(session, given),
        auditDetail: { delivery: given.deliveryId },
      }),
    );
  return [
    route(
      'GET',
      '/l/:launchId/api/visits/:visitId/receipts',
      { who: STAFF, input: OfReceipts, audit: 'receipt.read' },
      async ({ session, input: { visitId } }) => ({
        json: await readReceipts(needs, session, visitId),
        auditDetail: { visit: visitId },
      }),
    ),
    route(
      'GET',
      DELIVERIES,
      { who: KEEPERS, input: z.strictObject({}), audit: 'delivery.list' },
      async ({ session }) => {
        demandStaffDoor(session);
        return { json: await readDeliveries(needs, session) };
      },
    ),
    command('retry', KEEPERS, OfDelivery, (session, { deliveryId }) => retry(needs, session, deliveryId)),
    command('hand-over', KEEPERS, OfDelivery, (session, { deliveryId }) =>
      handOver(needs, session, deliveryId),
    ),
    command('assign', ['supervisor'], AssignDelivery, (session, input) => assign(needs, session, input)),
    command('done', HANDS, OfDelivery, (session, { deliveryId }) => markDone(needs, session, deliveryId)),
    ...lookRows(needs),
  ];
}

/** On record by themselves, with the patient they are about. */
function lookRows(needs: VerbNeeds): HttpRow[] {
  const look = (
    path: 'compare' | 'export',
    run: (call: { deliveryId: string; requestId: string }, session: Session) => Promise<unknown>,
  ) =>
    route(
      'GET',
      `${DELIVERIES}/:deliveryId/${path}`,
      { who: HANDS, input: OfDelivery, audit: `delivery.${path}` },
      async ({ session, input: { deliveryId }, requestId }) => ({
        json: await run({ deliveryId, requestId }, session),
        auditDetail: { delivery: deliveryId },
      }),
    );
  return [
    look('compare', (call, session) => compare(needs, session, call)),
    look('export', (call, session) => exportOne(needs, session, call)),
  ];
}

/** In a chart another patient has no name. */
function demandStaffDoor(session: Session): void {
  if (session.door === 'staff' && session.patientId === null) return;
  throw new AppError('forbidden', 'delivery.own-window', 'Open the deliveries in their own window.');
}
