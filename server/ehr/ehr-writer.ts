// Writing to an EHR with a person's own token or the tenant's backend service. Sends each order once: only an answer
// of 401 is met by one more try with a fresh token. Whether, when and what to send again is not decided here.
import { randomUUID } from 'node:crypto';
import type { Interaction } from '#domain/launch';
import type { EgressAnswer, Log, RecordAccess } from '#server/http';
import type { DeliveryToken, DeliveryTokens } from '#server/smart';
import { isAboutPatient } from './about-patient.ts';
import type { Line } from './addresses.ts';
import { demandOrder, type Target } from './check-order.ts';
import type { EhrChannel } from './ehr-channel.ts';
import { EhrFailure } from './failures.ts';
import { findToken } from './find-token.ts';
import { createLookUp } from './look-up.ts';
import { isTimeout, neverLeft } from './never-left.ts';
import { readWriteAnswer } from './read-write-answer.ts';
import { ehrAnswers, look } from './with-token.ts';
import type { EhrWriter, ReadyOrder, WriteAnswer, WriteNextStep, WriteOrder } from './write-order.ts';

export interface WriterNeeds {
  channel: EhrChannel;
  tokens: DeliveryTokens;
  recordAccess: RecordAccess;
  log: Log;
  now: () => Date;
}

const VERB = { create: 'POST', update: 'PUT', patch: 'PATCH', operation: 'POST' } as const;
const RIGHT: Record<WriteOrder['method'], Interaction> = {
  create: 'c',
  update: 'u',
  patch: 'u',
  operation: 'c',
};

export function createEhrWriter(needs: WriterNeeds): EhrWriter {
  const { channel } = needs;

  /** Nothing of it is shown or believed; that it happened is on record. */
  async function recordWrongPatient(tenantId: string, target: Pick<Target, 'type' | 'patientId'>) {
    needs.log.error(
      { tenantId, code: 'wrong-patient', type: target.type },
      'an EHR answered with another patient',
    );
    await needs.recordAccess({
      event: 'delivery.wrong-patient',
      outcome: 'refused',
      requestId: randomUUID(),
      tenantId,
      patientId: target.patientId,
      detail: { type: target.type },
    });
  }

  async function prepare(order: WriteOrder): Promise<ReadyOrder> {
    const target = demandOrder(order, order.owner.iss);
    const token = await ehrAnswers(() => findToken(needs.tokens, order, target.type, RIGHT[order.method]));
    return { send: () => sendWith(token, order, target) };
  }

  async function sendWith(
    token: DeliveryToken | 'away' | null,
    order: WriteOrder,
    target: Target,
  ): Promise<WriteAnswer> {
    if (token === 'away') return { kind: 'no-effect', why: 'no-connection', retryAfterSeconds: null };
    if (token === null) return { kind: 'no-token' };
    if (order.method === 'patch') {
      const before = await checkTarget(token, order, target);
      if (before !== 'own') return before;
    }
    let { accessToken } = token;
    for (let turn = 0; turn < 2; turn += 1) {
      const meant = await sendOnce(token, accessToken, order, target);
      if (meant === 'wrong-patient') {
        await recordWrongPatient(order.tenantId, target);
        // Something was saved, for whomever.
        return { kind: 'unknown', why: 'lost-answer' };
      }
      if (meant !== 'rejected') return meant;
      const fresh = turn === 0 ? await token.renew() : null;
      if (fresh === null) break;
      accessToken = fresh;
    }
    return { kind: 'no-effect', why: 'unauthorized', retryAfterSeconds: null };
  }

  async function sendOnce(
    { tenant, fhirBase }: DeliveryToken,
    accessToken: string,
    order: WriteOrder,
    target: Target,
  ) {
    if (order.mayBegin?.() === false) return NOT_BEGUN;
    const line: Line = { tenant, fhirBase, accessToken };
    let answer: EgressAnswer;
    try {
      answer = await channel.send(line, order.path, {
        method: VERB[order.method],
        headers: headersOfOrder(order),
        body: JSON.stringify(order.body),
      });
    } catch (thrown) {
      return whatFailed(thrown);
    }
    return readWriteAnswer({
      ...{ answer, order, target, fhirBase, at: needs.now() },
      vendor: tenant.vendor,
    });
  }

  /** A patch does not say whom it is about; its target does. */
  async function checkTarget(token: DeliveryToken, order: WriteOrder, { type, id, patientId }: Target) {
    const found = await look(token, (line) => channel.read(line, type, id ?? ''));
    if (found.kind === 'failed') return whatTargetSays(found.why);
    const isRight = found.value.resourceType === type && found.value.id === id;
    if (isRight && isAboutPatient(found.value, patientId, token.fhirBase)) return 'own' as const;
    await recordWrongPatient(order.tenantId, { type, patientId });
    return refusedHere('wrong-patient', 'compare');
  }

  return {
    prepare,
    send: async (order) => (await prepare(order)).send(),
    ...createLookUp(needs, recordWrongPatient),
  };
}

function headersOfOrder({ method, ifMatch, ifNoneExist }: WriteOrder): Record<string, string> {
  const version = ifMatch?.replace(/^W\//, '').replaceAll('"', '');
  return {
    'content-type': method === 'patch' ? 'application/json-patch+json' : 'application/fhir+json',
    ...(version !== undefined && { 'if-match': `W/"${version}"` }),
    ...(ifNoneExist !== undefined && { 'if-none-exist': ifNoneExist }),
  };
}

const NOT_BEGUN: WriteAnswer = { kind: 'no-effect', why: 'not-begun', retryAfterSeconds: null };
const HELD_BACK: WriteAnswer = { kind: 'no-effect', why: 'throttled', retryAfterSeconds: null };

function whatFailed(thrown: unknown): WriteAnswer {
  // Our own limits held it back: not a byte has left.
  if (thrown instanceof EhrFailure && thrown.code === 'ehr.busy') return HELD_BACK;
  if (neverLeft(thrown)) return { kind: 'no-effect', why: 'no-connection', retryAfterSeconds: null };
  return { kind: 'unknown', why: isTimeout(thrown) ? 'timeout' : 'lost-answer' };
}

/** The look before a patch came to nothing: what may pass by itself is tried again, the rest is a refusal. */
function whatTargetSays(code: string): WriteAnswer {
  if (code === 'ehr.unauthorized') return { kind: 'no-effect', why: 'unauthorized', retryAfterSeconds: null };
  if (code === 'ehr.busy' || code === 'ehr.quota-spent')
    return { kind: 'no-effect', why: 'throttled', retryAfterSeconds: null };
  if (code === 'ehr.not-found' || code === 'ehr.gone') return refusedHere(code, 'compare');
  if (ASKS_ANALYST.includes(code)) return refusedHere(code, 'ask-analyst');
  return { kind: 'no-effect', why: 'no-connection', retryAfterSeconds: null };
}

const ASKS_ANALYST = ['ehr.forbidden', 'ehr.api-not-on-app', 'ehr.scope-missing', 'ehr.client-unmapped'];

/** Refused by us, on what the EHR showed. */
function refusedHere(code: string, next: WriteNextStep): WriteAnswer {
  return { kind: 'refused', status: 200, code, words: '', next };
}
