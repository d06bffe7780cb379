// Reads an EHR's answer: the resource of a 200, or the failure that anything else means.
import type { Resource } from '@medplum/fhirtypes';
import { markDecimals } from '#profiles/elements';
import type { Tenant } from '#server/smart/tenants';
import { explainAnswer, listWords } from './outcome-codes.ts';

/** 401: the token is not (or no longer) good. The caller refreshes once and asks again. */
export class TokenRejected extends Error {
  constructor() {
    super('The EHR did not accept the access token.');
    this.name = 'TokenRejected';
  }
}

/** The resource of a 200; throws what any other answer means. */
export async function readAnswer(answer: Response, vendor: Tenant['vendor']): Promise<Resource> {
  if (answer.status === 401) throw new TokenRejected();
  const text = await answer.text();
  const body = parse(text);
  if (answer.status === 200 && isResource(body)) return body;
  throw explainAnswer({
    vendor,
    status: answer.status,
    isEmpty: text.trim() === '',
    words: listWords(body, answer.headers.get('www-authenticate')),
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
