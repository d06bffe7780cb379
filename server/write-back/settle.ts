// What an answer of the EHR makes of a delivery. What is not certain is unknown.

import { type DeliverNeeds, type Experience, experienceOf } from './deliver-needs.ts';
import { type AnswerFacts, sealIn } from './delivery-facts.ts';
import type { Changes } from './delivery-store.ts';
import { moveDelivery, type Step } from './move-delivery.ts';
import type { Parcel } from './parcel.ts';
import { laterFrom, release, retryOf, wakeSiblings } from './postpone.ts';
import type { WriteAnswer } from './write-back-needs.ts';
import type { DeliveryRow } from './write-back-tables.ts';

export async function lose(needs: DeliverNeeds, row: DeliveryRow, also: Changes = {}): Promise<void> {
  const lag = needs.tenants.find(({ id }) => id === row.tenantId)?.searchLagSeconds ?? 60;
  const changes = { ...also, attempts: row.attempts + 1, settlesIn: lag, wait: 'search-lag' as const };
  await moveDelivery(needs, row, { event: 'lose' }, changes);
  needs.count(row.kind, 'unknown');
}

export async function settle(
  needs: DeliverNeeds,
  parcel: Parcel,
  row: DeliveryRow,
  answer: WriteAnswer,
): Promise<Experience> {
  const at = needs.now().toISOString();
  const attempts = row.attempts + 1;
  switch (answer.kind) {
    case 'confirmed': {
      const { id, version } = answer;
      // An update answers with the record it changed, a patch sometimes with nothing.
      const target =
        parcel.before?.id && ['update', 'patch'].includes(row.route ?? '') ? parcel.before.id : null;
      const facts: AnswerFacts = { id: id ?? target, version, at, refusal: null };
      await end(needs, row, { event: 'confirm' }, facts, attempts);
      break;
    }
    case 'refused': {
      const { status, code, words, next } = answer;
      const facts: AnswerFacts = { id: null, version: null, at, refusal: { status, code, words, next } };
      await end(needs, row, { event: 'refuse' }, facts, attempts);
      break;
    }
    case 'duplicate':
    case 'unknown':
      await lose(needs, row);
      break;
    case 'no-token': {
      const changes = { wait: 'no-token' as const, dueAt: laterFrom(needs) };
      await moveDelivery(needs, row, { event: 'no-effect' }, changes);
      await wakeSiblings(needs, row);
      break;
    }
    case 'no-effect': {
      const { dueAt, failures } = retryOf(needs, row, answer.retryAfterSeconds);
      await moveDelivery(needs, row, { event: 'no-effect' }, { wait: WAITS[answer.why], dueAt, failures });
      needs.count(row.kind, 'no-effect');
    }
  }
  return experienceOf(answer);
}

const WAITS = {
  unauthorized: 'no-token',
  'no-connection': 'ehr-away',
  throttled: 'ehr-away',
  'not-begun': null,
} as const;

export async function end(
  needs: DeliverNeeds,
  row: DeliveryRow,
  step: Step,
  answer: AnswerFacts,
  attempts: number,
): Promise<void> {
  const sealed = await sealIn(needs.database, row, 'answer', answer);
  const after = await moveDelivery(needs, row, step, { answer: sealed, attempts });
  if (after) needs.count(row.kind, after.state);
  await release(needs, row);
}
