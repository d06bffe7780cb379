// The door of the FHIR server: one request from the socket to the answer. Token first, then the body, then the
// router; /metadata asks for no token. Must not know resources or how search works.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationOutcomeError } from '@medplum/core';
import type { FhirRouter } from '@medplum/fhir-router';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import type { RequestHandler } from 'express';
import type { AccessContext, VerifyToken } from '#server/sandbox/contract';
import { acceptsJson, asksForJson } from './content-negotiation.ts';
import { toFhirXml } from './fhir-xml.ts';
import type { AnswerNeeds } from './http-answer.ts';
import { sendAnswer, sendJson, setCommonHeaders } from './http-answer.ts';
import { noToken, notAcceptable, notAllowed, serverError } from './outcomes.ts';
import { hasTrait } from './personality-traits.ts';
import type { SandboxRepository } from './repository.ts';
import { readBody } from './request-body.ts';

/** What the server writes to its log; pino's logger is one. No ids, no queries, no bodies. */
export interface FhirLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface HandlerNeeds extends AnswerNeeds {
  readonly router: FhirRouter;
  readonly capability: CapabilityStatement;
  readonly verifyToken: VerifyToken;
  readonly repositoryFor: (context: AccessContext) => SandboxRepository;
  readonly log: FhirLog;
  readonly now: () => Date;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** Express handler, to be mounted at the path of the FHIR base. */
export function buildHandler(needs: HandlerNeeds): RequestHandler {
  return (req, res, next) => {
    const url = req.url.replace(/^\/+/, '');
    if (url.startsWith('.well-known/')) {
      next();
      return;
    }
    const requestId = randomUUID();
    const began = performance.now();
    setCommonHeaders(needs, req, res, requestId);
    res.once('finish', () => {
      const fields = {
        requestId,
        method: req.method,
        status: res.statusCode,
        milliseconds: performance.now() - began,
      };
      needs.log.info({ ...fields, personality: needs.personality }, 'fhir request');
    });
    answer(needs, req, res, url).catch((error: unknown) => {
      if (!(error instanceof OperationOutcomeError)) {
        needs.log.error({ requestId, stack: faultName(error) }, 'fhir request failed');
      }
      refuse(needs, req, res, error);
    });
  };
}

/** Name and place of a fault; its message may quote what came in. */
export function faultName(error: unknown): string {
  const place =
    error instanceof Error ? (error.stack ?? '').split('\n').find((line) => line.includes(' at ')) : '';
  return `${error instanceof Error ? error.name : 'unknown'} ${place?.trim() ?? ''}`;
}

function refuse(needs: HandlerNeeds, req: IncomingMessage, res: ServerResponse, error: unknown): void {
  const { outcome } = error instanceof OperationOutcomeError ? error : serverError();
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  if (!req.complete) {
    res.setHeader('Connection', 'close');
  }
  sendAnswer(needs, req, res, outcome, undefined);
}

async function answer(
  needs: HandlerNeeds,
  req: IncomingMessage & { body?: unknown },
  res: ServerResponse,
  url: string,
): Promise<void> {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const format = new URLSearchParams(query).get('_format') ?? undefined;
  if (req.method === 'OPTIONS') {
    res.writeHead(204).end();
    return;
  }
  if (path === 'metadata' && req.method === 'GET') {
    sendCapability(needs, req, res, format);
    return;
  }
  const context = await identify(needs, req);
  const method = METHODS.find((each) => each === req.method);
  if (!method) {
    throw notAllowed('The method is not served');
  }
  if (!acceptsJson(req.headers.accept, format) && !/^Binary\/[^/]+$/.test(path)) {
    throw notAcceptable('Ask for application/fhir+json');
  }
  const { body } = { body: await readBody(req) };
  const fhirRequest = {
    method: method as Method,
    url,
    pathname: '',
    body,
    params: {},
    query: {},
    headers: req.headers,
  };
  const [outcome, resource] = await needs.router.handleRequest(
    { ...fhirRequest, config: { transactions: true } },
    needs.repositoryFor(context),
  );
  sendAnswer(needs, req, res, outcome, resource);
}

function sendCapability(
  needs: HandlerNeeds,
  req: IncomingMessage,
  res: ServerResponse,
  format: string | undefined,
): void {
  if (hasTrait(needs.personality, 'epic.metadata-xml') && !asksForJson(req.headers.accept, format)) {
    res.writeHead(200, { 'Content-Type': 'application/fhir+xml; charset=utf-8' });
    res.end(toFhirXml(needs.capability));
    return;
  }
  if (!acceptsJson(req.headers.accept, format)) {
    throw notAcceptable('Ask for application/fhir+json');
  }
  sendJson(needs, req, res, 200, needs.capability);
}

/** Who is asking. Throws 401 for no token and for one that is unknown, expired or another personality's. */
async function identify(needs: HandlerNeeds, req: IncomingMessage): Promise<AccessContext> {
  const bearer = /^Bearer +([\w.~+/=-]+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (!bearer) {
    throw noToken('A bearer token is needed');
  }
  const context = await needs.verifyToken(needs.personality, bearer);
  const isGood =
    context?.personality === needs.personality && context.expiresAt * 1000 > needs.now().getTime();
  if (!context || !isGood) {
    throw noToken('The token is unknown, expired or not for this server', 'expired');
  }
  return context;
}
