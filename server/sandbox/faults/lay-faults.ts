// The first thing every request to the sandbox meets: finds the faults laid on it, does what they say, and
// writes the request down when it is over.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxLog } from '#server/sandbox/contract';
import { type RequestFacts, withFacts } from './current-request.ts';
import { type Fault, FaultInput, meets, personalityOf } from './fault.ts';
import { isFhirPath, RequestLog } from './request-log.ts';
import { spoilAnswer, spoils } from './spoil-answer.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Faults {
  /** The same handler with faults and log around it. */
  around(handler: Handler): Handler;
  /** Throws a ZodError for a fault that makes no sense. */
  add(input: unknown): Fault;
  list(): Fault[];
  /** All, or one; answers how many went. */
  remove(id?: string): number;
  log: RequestLog;
}

function writeDown(log: RequestLog, now: () => number, url: URL, request: IncomingMessage) {
  const startedAt = new Date(now()).toISOString();
  return (response: ServerResponse, facts: RequestFacts, faults: Fault[]) => {
    const personality = personalityOf(url.pathname);
    const location = response.getHeader('location');
    log.append({
      startedAt,
      at: new Date(now()).toISOString(),
      method: request.method ?? 'GET',
      path: url.pathname,
      ...(isFhirPath(url.pathname) && url.search && { query: url.search.slice(1) }),
      status: response.writableFinished ? response.statusCode : 0,
      ...(personality && { personality }),
      ...(facts.clientId && { client: facts.clientId }),
      ...(facts.grantType && { grantType: facts.grantType }),
      ...(response.statusCode === 201 && { location: String(location ?? '') }),
      ...(faults.length > 0 && { faults: faults.map((fault) => fault.id) }),
    });
  };
}

/** Answers itself and says so, or lets the work begin. */
function answerInstead(response: ServerResponse, fault: Fault): boolean {
  if (fault.drop === 'before') response.socket?.resetAndDestroy();
  else if (fault.redirect !== undefined) response.writeHead(302, { Location: fault.redirect }).end();
  else if (fault.status !== undefined) {
    const body =
      fault.body ?? JSON.stringify({ error: 'fault', error_description: 'a fault was laid on this request' });
    const later =
      fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
    response.writeHead(fault.status, { 'Content-Type': 'application/json', ...later }).end(body);
  } else return false;
  return true;
}

/** `now` in milliseconds. */
export function createFaults(now: () => number, log: SandboxLog): Faults {
  const requestLog = new RequestLog();
  let faults: Fault[] = [];

  function take(request: { method: string; pathname: string }): Fault[] {
    const met = faults.filter((fault) => meets(fault, request));
    for (const fault of met) if (fault.times !== undefined) fault.times -= 1;
    faults = faults.filter((fault) => fault.times !== 0);
    return met;
  }

  async function serve(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', 'http://sandbox') ?? new URL('http://sandbox/');
    const met = take({ method: request.method ?? 'GET', pathname: url.pathname });
    const facts: RequestFacts = {
      lostScopes: met.flatMap((fault) => fault.lostScopes ?? []),
      tokenExpired: met.some((fault) => fault.tokenExpired),
      searchLagSeconds: Math.max(0, ...met.map((fault) => fault.searchLagSeconds ?? 0)),
    };
    const record = writeDown(requestLog, now, url, request);
    response.once('close', () => record(response, facts, met));
    for (const fault of met) {
      if (fault.delayMs) await wait(fault.delayMs);
      if (response.destroyed || answerInstead(response, fault)) return;
    }
    const spoiler = met.find(spoils);
    if (spoiler)
      spoilAnswer(response, spoiler, (error) => log.warn({ reason: String(error) }, 'spoilt answer failed'));
    withFacts(facts, () => handler(request, response));
  }

  return {
    around: (handler) => (request, response) => {
      serve(handler, request, response).catch((error: unknown) => {
        log.error({ reason: String(error) }, 'sandbox request failed');
        response.destroy();
      });
    },
    add(input) {
      const fault: Fault = { ...FaultInput.parse(input), id: randomUUID().slice(0, 8) };
      faults.push(fault);
      return fault;
    },
    list: () => faults,
    remove(id) {
      const before = faults.length;
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      return before - faults.length;
    },
    log: requestLog,
  };
}
