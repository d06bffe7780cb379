// Reads an EHR's answer: the resource of a 200, or the failure that anything else means.
import type { Resource } from '@medplum/fhirtypes';
import { markDecimals } from '#profiles/elements';
import type { EgressAnswer } from '#server/http';
import type { Tenant } from '#server/smart/tenants';
import { EhrFailure } from './failures.ts';
import { isTooDeep } from './localise.ts';
import { explainAnswer, listWords } from './outcome-codes.ts';

/** 401: the token is not (or no longer) good. The caller refreshes once and asks again. */
export class TokenRejected extends Error {
  constructor() {
    super('The EHR did not accept the access token.');
    this.name = 'TokenRejected';
  }
}

/** A shorter text can nest no deeper than a parser bears. */
const WORTH_A_LOOK = 200_000;

/** As the web reads text: a byte order mark is none of it, half a character becomes a sign for one. */
const UTF8 = new TextDecoder();

export interface AnswerRead {
  resource: Resource;
  /** How long its text was. */
  size: number;
}

/** The resource of a 200; throws what any other answer means. */
export function readAnswer(answer: EgressAnswer, vendor: Tenant['vendor']): AnswerRead {
  if (answer.status === 401) throw new TokenRejected();
  const text = UTF8.decode(answer.bytes);
  if (text.length > WORTH_A_LOOK && isTooDeep(text)) throw new EhrFailure('ehr.malformed');
  const body = parse(text);
  if (answer.status === 200 && isResource(body)) return { resource: body, size: text.length };
  throw explainAnswer({
    vendor,
    status: answer.status,
    isEmpty: text.trim() === '',
    words: listWords(body, answer.header('www-authenticate')),
  });
}

function parse(text: string): unknown {
  try {
    return markDecimals(text);
  } catch {
    // Not JSON is an answer too: the status says the rest.
    return undefined;
  }
}

function isResource(value: unknown): value is Resource {
  const isObject = typeof value === 'object' && value !== null && 'resourceType' in value;
  return isObject && typeof value.resourceType === 'string';
}
