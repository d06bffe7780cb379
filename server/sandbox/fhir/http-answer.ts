// Writes an answer of the router to the wire: status, version headers, body, and what a personality does
// differently. Must not know how the answer was found.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Binary, OperationOutcome, Resource } from '@medplum/fhirtypes';
import type { PersonalityName } from '#server/sandbox/contract';
import { asksForJson } from './content-negotiation.ts';
import { statusOf } from './outcomes.ts';
import { hasTrait } from './personality-traits.ts';

export interface AnswerNeeds {
  readonly personality: PersonalityName;
  readonly baseUrl: string;
}

/** Headers every answer has, refusals and preflights too. */
export function setCommonHeaders(
  needs: AnswerNeeds,
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
): void {
  res.setHeader('X-Request-Id', requestId);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  if (hasTrait(needs.personality, 'oracle.request-ids')) {
    res.setHeader('opc-request-id', requestId);
  }
  if (needs.personality === 'generic' || hasTrait(needs.personality, 'oracle.cors')) {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader(
      'Access-Control-Expose-Headers',
      'ETag, Location, X-Request-Id, opc-request-id, WWW-Authenticate',
    );
    if (req.method === 'OPTIONS') {
      res.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS');
      res.setHeader(
        'Access-Control-Allow-Headers',
        'Accept, Authorization, Content-Type, If-Match, If-None-Exist, Prefer, Epic-Client-ID',
      );
      res.setHeader('Access-Control-Max-Age', '600');
    }
  }
}

/** Sends what the router gave: an outcome, and the resource if there is one. */
export function sendAnswer(
  needs: AnswerNeeds,
  req: IncomingMessage,
  res: ServerResponse,
  outcome: OperationOutcome,
  resource: Resource | undefined,
): void {
  const status = statusOf(outcome);
  if (status === 401 || status === 403) {
    sendDenial(needs, res, status, outcome);
    return;
  }
  if (resource && status < 300) {
    setVersionHeaders(needs, res, resource, status);
    if (
      req.headers['if-none-match'] !== undefined &&
      req.headers['if-none-match'] === res.getHeader('ETag')
    ) {
      res.writeHead(304).end();
      return;
    }
    if (
      resource.resourceType === 'Binary' &&
      req.method === 'GET' &&
      !asksForJson(req.headers.accept, undefined)
    ) {
      sendRaw(res, resource);
      return;
    }
  }
  if (req.method === 'DELETE' && status === 200) {
    res.writeHead(204).end();
    return;
  }
  const isWrite = req.method !== 'GET' && req.method !== 'HEAD' && resource?.resourceType !== 'Bundle';
  const preference =
    isWrite && status < 300 ? /return=([a-z]+)/i.exec(String(req.headers.prefer ?? ''))?.[1] : undefined;
  const isBare = needs.personality !== 'generic' && isWrite && status < 300;
  if (preference?.toLowerCase() === 'minimal' || (isBare && preference?.toLowerCase() !== 'representation')) {
    res.writeHead(status).end();
    return;
  }
  sendJson(
    needs,
    req,
    res,
    status,
    preference?.toLowerCase() === 'operationoutcome' ? outcome : (resource ?? outcome),
  );
}

/** Sends a body as FHIR JSON. */
export function sendJson(
  needs: AnswerNeeds,
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: object,
): void {
  const wantsPlain =
    req.headers.accept?.trim() === 'application/json' && !hasTrait(needs.personality, 'oracle.fhir-json');
  const text = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    'Content-Type': `${wantsPlain ? 'application/json' : 'application/fhir+json'}; charset=utf-8`,
    'Content-Length': text.length,
  });
  res.end(text);
}

function setVersionHeaders(
  needs: AnswerNeeds,
  res: ServerResponse,
  resource: Resource,
  status: number,
): void {
  const { versionId, lastUpdated } = resource.meta ?? {};
  if (!versionId || resource.resourceType === 'Bundle') {
    return;
  }
  if (!hasTrait(needs.personality, 'epic.no-etag')) {
    res.setHeader('ETag', `W/"${versionId}"`);
  }
  if (lastUpdated) {
    res.setHeader('Last-Modified', new Date(lastUpdated).toUTCString());
  }
  if (status === 201) {
    const made = `${resource.resourceType}/${resource.id}`;
    const isRelative = needs.personality === 'epic';
    res.setHeader('Location', isRelative ? made : `${needs.baseUrl}/${made}/_history/${versionId}`);
  }
}

/** The bytes of an attachment, as a file that a browser will not run. */
function sendRaw(res: ServerResponse, binary: Binary): void {
  const bytes = Buffer.from(binary.data ?? '', 'base64');
  res.writeHead(200, {
    'Content-Type': /^[\w.+-]+\/[\w.+-]+(;.{0,60})?$/.test(binary.contentType ?? '')
      ? binary.contentType
      : 'application/octet-stream',
    'Content-Length': bytes.length,
    'Content-Disposition': 'attachment',
    'Content-Security-Policy': 'sandbox',
  });
  res.end(bytes);
}

function sendDenial(
  needs: AnswerNeeds,
  res: ServerResponse,
  status: 401 | 403,
  outcome: OperationOutcome,
): void {
  const code = outcome.issue[0]?.code;
  const error = status === 403 ? 'insufficient_scope' : code === 'expired' ? 'invalid_token' : undefined;
  res.setHeader('WWW-Authenticate', `Bearer realm="${needs.baseUrl}"${error ? `, error="${error}"` : ''}`);
  if (status === 403 && hasTrait(needs.personality, 'epic.empty-403')) {
    res.writeHead(403, { 'Content-Length': 0 }).end();
    return;
  }
  const text = Buffer.from(JSON.stringify(outcome));
  res.writeHead(status, {
    'Content-Type': 'application/fhir+json; charset=utf-8',
    'Content-Length': text.length,
  });
  res.end(text);
}
