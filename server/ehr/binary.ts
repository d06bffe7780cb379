// The bytes of an attachment, whether the EHR sends them as they are or wrapped in a Binary resource.
import type { EgressAnswer } from '#server/http';
import { readAnswer, TokenRejected } from './answer-of-ehr.ts';

export interface BinaryRead {
  /** As the EHR names it; a claim, not a promise. */
  contentType: string;
  bytes: Uint8Array;
}

const FHIR_TYPES = ['application/fhir+json', 'application/json+fhir'];

export function readBinaryAnswer(answer: EgressAnswer): BinaryRead {
  if (answer.status === 401) throw new TokenRejected();
  const contentType = answer.contentType ?? 'application/octet-stream';
  const isWrapped = FHIR_TYPES.includes(contentType.split(';')[0]?.trim().toLowerCase() ?? '');
  if (answer.status === 200 && !isWrapped) return { contentType, bytes: answer.bytes };
  const resource: unknown = readAnswer(answer);
  const { contentType: kind, data } = resource as { contentType?: unknown; data?: unknown };
  return {
    contentType: typeof kind === 'string' ? kind : 'application/octet-stream',
    bytes: typeof data === 'string' ? Buffer.from(data, 'base64') : new Uint8Array(),
  };
}
