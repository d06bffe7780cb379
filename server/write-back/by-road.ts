// The roads that leave the house: what a parcel is said in, and who carries it. Which road it is was decided before.
import type { DeliveryRoute } from '#domain/write-back';
import { readHl7Site } from '#server/ehr/hl7v2';
import { type BuiltMessage, buildMessage } from './build-message.ts';
import { type BuiltOrder, buildOrder, type ReadCurrent } from './build-order.ts';
import type { Parcel } from './parcel.ts';
import type { WriteAnswer, WriteBackNeeds } from './write-back-needs.ts';

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

/** What fails on the way, whatever it is, may have arrived. */
export async function sendByRoad(
  needs: Pick<WriteBackNeeds, 'ehr' | 'messages' | 'log'>,
  tenantId: string,
  said: Extract<Said, { kind: 'order' | 'message' }>,
  mayBegin: () => boolean,
): Promise<WriteAnswer> {
  try {
    if (said.kind === 'order') return await needs.ehr.send({ ...said.order, mayBegin });
    return await needs.messages.send({ tenantId, message: said.message });
  } catch (cause) {
    const code = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.name) : 'unknown';
    needs.log.error({ tenantId, code }, 'a delivery failed on its way');
    return { kind: 'unknown', why: 'lost-answer' };
  }
}
