// What an EHR's answer to a write means. Only what it certainly says is believed: an answer that fits no success
// and no refusal leaves open whether anything was saved.
import type { Resource } from '@medplum/fhirtypes';
import { isFhirId } from '#domain/launch';
import type { EgressAnswer } from '#server/http';
import type { Tenant } from '#server/smart/tenants';
import { isAboutNobody, isAboutPatient } from './about-patient.ts';
import type { Target } from './check-order.ts';
import { readWords } from './ehr-words.ts';
import type { EhrFailureCode } from './failures.ts';
import { explainAnswer, listIssues, listWords } from './outcome-codes.ts';
import type { WriteAnswer, WriteNextStep, WriteOrder } from './write-order.ts';

export interface Answered {
  answer: EgressAnswer;
  order: Pick<WriteOrder, 'method' | 'ifNoneExist'>;
  target: Target;
  vendor: Tenant['vendor'];
  fhirBase: string;
  at: Date;
}

/** `rejected`: 401, the token is no longer good. `wrong-patient`: it answered with somebody else's record. */
export type AnswerMeant = WriteAnswer | 'rejected' | 'wrong-patient';

const UNKNOWN: WriteAnswer = { kind: 'unknown', why: 'lost-answer' };
/** Epic's "tomorrow again": it is asked again within the day all the same (ehr-integration, finding 4). */
const QUOTA_SECONDS = 3600;

export function readWriteAnswer(answered: Answered): AnswerMeant {
  const { answer, vendor } = answered;
  const { status } = answer;
  const text = answer.bytes.toString('utf8');
  const body = parse(text);
  if (status >= 200 && status < 300) return readSuccess(answered, text, body);
  if (status === 401) return 'rejected';
  if (status >= 500) return { kind: 'unknown', why: 'server-error' };
  if (status === 408) return { kind: 'unknown', why: 'timeout' };
  if (status < 400) return UNKNOWN;
  const words = listWords(body, answer.header('www-authenticate'));
  const { code, said } = explainAnswer({ vendor, status, isEmpty: text.trim() === '', words });
  if (status === 429 || code === 'ehr.busy')
    return throttled(readSeconds(answer.header('retry-after'), answered.at));
  if (code === 'ehr.quota-spent') return throttled(QUOTA_SECONDS);
  const isNew = answered.order.method === 'create' || answered.order.method === 'operation';
  // More than one fits the condition of a conditional create: something of ours is there already (R4 3.1.0.8.1).
  const isThere = status === 409 || code === 'ehr.duplicate' || (status === 412 && isNew);
  if (isThere) return { kind: 'duplicate', status, code: said };
  const next = NEXT[code as EhrFailureCode] ?? 'change-and-retry';
  const isGone = !isNew && (status === 404 || status === 410 || status === 412);
  return {
    kind: 'refused',
    status,
    code: said,
    words: readWords(body, status),
    next: isGone ? 'compare' : next,
  };
}

const NEXT: Partial<Record<EhrFailureCode, WriteNextStep>> = {
  'ehr.forbidden': 'ask-analyst',
  'ehr.api-not-on-app': 'ask-analyst',
  'ehr.scope-missing': 'ask-analyst',
  'ehr.client-unmapped': 'ask-analyst',
  'ehr.headers-too-large': 'ask-analyst',
  'ehr.not-supported': 'file-by-hand',
  'ehr.not-found': 'file-by-hand',
  'ehr.gone': 'compare',
  'ehr.version-clash': 'compare',
};

function throttled(retryAfterSeconds: number | null): WriteAnswer {
  return { kind: 'no-effect', why: 'throttled', retryAfterSeconds };
}

function readSuccess(answered: Answered, text: string, body: unknown): AnswerMeant {
  const { answer, order, target, at } = answered;
  const { status } = answer;
  const isEmpty = text.trim() === '';
  // A page of a proxy or a body cut short says nothing about what the EHR did.
  if (![200, 201, 202, 204].includes(status) || (!isEmpty && !isResource(body))) return UNKNOWN;
  if (isResource(body)) {
    if (listIssues(body).some(({ isError }) => isError)) return UNKNOWN;
    if (isOfSomebodyElse(body, answered)) return 'wrong-patient';
  }
  const own = isResource(body) && body.resourceType === target.type ? body : null;
  const placed = readLocation(answer.header('location') ?? answer.header('content-location'), target.type);
  const id = target.id ?? placed?.id ?? own?.id ?? null;
  const isOther = [own?.id, placed?.id].some((one) => one !== undefined && one !== id);
  // 201 says that it was made; 200 to a create does so only where it names what was made, or what was there.
  const isNamed = id !== null && (own === null || meetsCondition(own, order.ifNoneExist));
  if (isOther || (order.method === 'create' && status === 200 && !isNamed)) return UNKNOWN;
  const version = readVersion(answer.header('etag')) ?? placed?.version ?? own?.meta?.versionId ?? null;
  const location = id === null ? null : `${target.type}/${id}`;
  return { kind: 'confirmed', status, id, version, location, at };
}

/** What a conditional create found there bears the very identifier that it was asked by. */
function meetsCondition(found: Resource, condition: string | undefined): boolean {
  const wanted = new URLSearchParams(condition).get('identifier');
  if (wanted === null) return true;
  const { identifier } = found as { identifier?: { system?: string; value?: string }[] };
  const known = Array.isArray(identifier) ? identifier : [];
  return known.some(({ system, value }) => `${system}|${value}` === wanted);
}

/** Whatever is inside counts: an operation answers with Parameters or a Bundle. */
function isOfSomebodyElse(body: Resource, { target, fhirBase }: Answered): boolean {
  const { parameter = [], entry = [] } = body as {
    parameter?: { resource?: Resource }[];
    entry?: { resource?: Resource }[];
  };
  const isContainer = ['Parameters', 'Bundle', 'OperationOutcome'].includes(body.resourceType);
  const inside = [...parameter, ...entry].flatMap((one) => one?.resource ?? []);
  return [...(isContainer ? [] : [body]), ...inside].some(
    (one) =>
      one.resourceType !== 'OperationOutcome' &&
      !isAboutNobody(one) &&
      !isAboutPatient(one, target.patientId, fhirBase),
  );
}

/** Relative (Epic) or absolute, with or without a version (trap 22); only an address of the right type counts. */
export function readLocation(
  location: string | null,
  type: string,
): { id: string; version: string | null } | null {
  const parts = (location ?? '').split(/[?#]/)[0]?.split('/') ?? [];
  const at = parts.lastIndexOf(type);
  const [id, history, version] = parts.slice(at + 1);
  if (at < 0 || !isFhirId(id)) return null;
  return { id, version: history === '_history' && version ? version : null };
}

/** `W/"3"`, `"3"` → `3` */
export function readVersion(etag: string | null): string | null {
  return /^(?:W\/)?"([^"]{1,64})"$/.exec(etag ?? '')?.[1] ?? null;
}

/** Retry-After (RFC 9110, 10.2.3): seconds or a date. */
function readSeconds(retryAfter: string | null, now: Date): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the status alone speaks.
    return undefined;
  }
}

function isResource(value: unknown): value is Resource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'resourceType' in value &&
    typeof value.resourceType === 'string'
  );
}
