// Reads the body of a request: bounded in bytes and depth, JSON or a search form, nothing else. Must not know
// routes or resources.
import type { IncomingMessage } from 'node:http';
import { badStructure, tooLarge, wrongMediaType } from './outcomes.ts';

/** Largest body taken. */
export const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
/** Deepest nesting taken; the deepest FHIR example has a third of it. */
export const DEPTH_LIMIT = 64;

const JSON_TYPES = new Set(['application/fhir+json', 'application/json', 'application/json-patch+json']);

/** Parsed body, undefined where there is none. Throws an OperationOutcomeError for what is not taken. */
export async function readBody(req: IncomingMessage & { body?: unknown }): Promise<unknown> {
  if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'DELETE') {
    return undefined;
  }
  const mediaType = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isForm = mediaType === 'application/x-www-form-urlencoded';
  if (!isForm && !JSON_TYPES.has(mediaType)) {
    throw wrongMediaType('Send application/fhir+json');
  }
  const text = await readText(req);
  if (isForm) {
    return readForm(text);
  }
  const body = parseJson(text);
  if (isTooDeep(body)) {
    throw badStructure(`The body is nested deeper than ${DEPTH_LIMIT} levels`);
  }
  return body;
}

async function readText(req: IncomingMessage): Promise<string> {
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) {
    throw tooLarge('The body is larger than 10 MB');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > BODY_LIMIT_BYTES) {
      throw tooLarge('The body is larger than 10 MB');
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw badStructure('The body is not JSON');
  }
  if (typeof body !== 'object' || body === null) {
    throw badStructure('The body is not a JSON object');
  }
  return body;
}

function readForm(text: string): Record<string, string[]> {
  const form: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    form[key] = [...(form[key] ?? []), value];
  }
  return form;
}

/** Walks level by level, so that depth costs no stack. */
function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) {
      return true;
    }
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}
