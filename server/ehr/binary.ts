// An attachment as the EHR sends it: raw bytes, handed on as they come, or a Binary resource, read whole. Says
// whom the EHR names as its owner; whether that is right is decided elsewhere.
import { watchStream } from '#server/http';
import type { Tenant } from '#server/smart/tenants';
import { readAnswer, TokenRejected } from './answer-of-ehr.ts';
import { EhrFailure } from './failures.ts';

export interface BinaryRead {
  /** As the EHR names it; a claim, not a promise. */
  contentType: string;
  /** To be read to the end, or let go by aborting the request. */
  pieces: AsyncIterable<Uint8Array>;
  /** R4 Binary.securityContext or its header: a reference, mostly to a document or a patient; null: none. */
  securityContext: string | null;
}

const FHIR_TYPES = ['application/fhir+json', 'application/json+fhir'];
const BYTES = 'application/octet-stream';
/** Of a FHIR answer; bytes have the egress's own limit. */
const MOST_FHIR_BYTES = 5 * 1024 * 1024;

export async function readBinaryAnswer(answer: Response, vendor: Tenant['vendor']): Promise<BinaryRead> {
  if (answer.status === 401) {
    await answer.body?.cancel();
    throw new TokenRejected();
  }
  const contentType = answer.headers.get('content-type') ?? BYTES;
  const isWrapped = FHIR_TYPES.includes(contentType.split(';')[0]?.trim().toLowerCase() ?? '');
  if (answer.status === 200 && !isWrapped)
    return {
      contentType,
      pieces: (answer.body ?? []) as AsyncIterable<Uint8Array>,
      securityContext: answer.headers.get('x-security-context'),
    };
  const { status, headers } = answer;
  const body = answer.body && watchStream(answer.body, { piece: countUpTo(MOST_FHIR_BYTES) });
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  const { resource } = readAnswer({ status, header: (name) => headers.get(name), bytes }, vendor);
  const {
    resourceType,
    contentType: kind,
    data,
    securityContext,
  } = resource as unknown as Record<string, unknown>;
  if (resourceType !== 'Binary') throw new EhrFailure('ehr.type-unexpected');
  return {
    contentType: typeof kind === 'string' ? kind : BYTES,
    pieces: whole(data),
    securityContext: referenceOf(securityContext),
  };
}

function countUpTo(most: number): (piece: Uint8Array) => void {
  let size = 0;
  return (piece) => {
    size += piece.byteLength;
    if (size > most) throw new EhrFailure('ehr.too-large');
  };
}

async function* whole(data: unknown): AsyncGenerator<Uint8Array> {
  if (typeof data === 'string') yield Buffer.from(data, 'base64');
}

function referenceOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('reference' in value)) return null;
  return typeof value.reference === 'string' ? value.reference : null;
}
