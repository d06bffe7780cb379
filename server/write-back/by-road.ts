// The roads that leave the house: what a parcel is said in, and who carries it. Which road it is was decided before.
import type { DeliveryRoute } from '#domain/write-back';
import { readHl7Site } from '#server/ehr/hl7v2';
import { type BuiltMessage, buildMessage } from './build-message.ts';
import { type BuiltOrder, buildOrder, type ReadCurrent } from './build-order.ts';
import type { Parcel } from './parcel.ts';
import type { ReadyOrder, WriteAnswer, WriteBackNeeds } from './write-back-needs.ts';

export type Road = Exclude<DeliveryRoute, 'person' | 'kept-by-ehr'>;
export type Said = BuiltOrder | BuiltMessage;

export async function sayForRoad(
  parcel: Parcel,
  road: Road,
  { read, now }: { read: ReadCurrent; now: Date },
): Promise<Said> {
  if (road !== 'hl7v2') return buildOrder(parcel, road, read);
  const site = readHl7Site(parcel.tenant);
  return site
    ? buildMessage(parcel, { site, read, composedAt: now })
    : { kind: 'invalid', codes: ['hl7.no-endpoint'] };
}

/** Finds what the road asks for, and gives it nothing yet. */
export async function prepareForRoad(
  needs: Pick<WriteBackNeeds, 'ehr' | 'messages'>,
  tenantId: string,
  said: Extract<Said, { kind: 'order' | 'message' }>,
  mayBegin: () => boolean,
): Promise<ReadyOrder> {
  if (said.kind === 'order') return needs.ehr.prepare({ ...said.order, mayBegin });
  return { send: () => needs.messages.send({ tenantId, message: said.message }) };
}

/** What fails on the way, whatever it is, may have arrived. */
export async function sendByRoad(
  { log }: Pick<WriteBackNeeds, 'log'>,
  tenantId: string,
  ready: ReadyOrder,
): Promise<WriteAnswer> {
  try {
    return await ready.send();
  } catch (cause) {
    const code = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.name) : 'unknown';
    log.error({ tenantId, code }, 'a delivery failed on its way');
    return { kind: 'unknown', why: 'lost-answer' };
  }
}
