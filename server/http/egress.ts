// The one way out to other hosts: pinned origins, no redirects, addresses checked at connect time,
// limits on time and size. Who calls whom, and with which token, is decided by server/smart and server/ehr.
import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher } from 'undici';
import { AppError } from '#server/errors';
import { isAddressAllowed, type Reach } from './addresses.ts';

/** One tenant's (or other named peer's) corner of the outside world. */
export interface EgressPeer extends Reach {
  /** For error codes and metrics; no URL ever enters a log. */
  id: string;
  /** Origins (scheme, host, port) that may be called, as `new URL(x).origin` spells them. */
  origins: readonly string[];
}

export interface PeerEgress {
  /** fetch-shaped. Throws AppError `egress.*`; a redirect is an error; the body is whole and ≤ `maxBytes`. */
  fetch(url: string | URL, init?: EgressInit): Promise<Response>;
  /** GET under the same rules, for the road where every read goes: the answer without a `Response` around it. */
  read(url: string, headers: Record<string, string>): Promise<EgressAnswer>;
}

export interface EgressAnswer {
  status: number;
  /** Of its Content-Type; null: it names none. */
  contentType: string | null;
  bytes: Buffer;
}

export interface EgressInit {
  method?: string;
  headers?: HeadersInit;
  body?: string | URLSearchParams | Uint8Array | null | undefined;
  signal?: AbortSignal | null | undefined;
  redirect?: RequestRedirect;
}

export interface Egress {
  forTenant(peer: EgressPeer): PeerEgress;
  close(): Promise<void>;
}

/** Defaults of rule 34 in milliseconds and bytes. */
export const EGRESS_LIMITS = { connect: 5_000, headers: 15_000, total: 30_000, maxBytes: 5 * 1024 * 1024 };

export function createEgress(limits: Partial<typeof EGRESS_LIMITS> = {}): Egress {
  const limit = { ...EGRESS_LIMITS, ...limits };
  const agents = new Set<Agent>();
  return {
    forTenant(peer) {
      const agent = new Agent({
        connect: { timeout: limit.connect, lookup: guardedLookup(peer) },
        headersTimeout: limit.headers,
        bodyTimeout: limit.total,
        connections: 64,
      });
      agents.add(agent);
      return {
        async fetch(url, init = {}) {
          const { status, headers, bytes } = await callPeer(peer, agent, limit, url, init);
          const empty = [101, 204, 205, 304].includes(status);
          return new Response(empty ? null : bytes, { status, headers: listHeaders(headers) });
        },
        async read(url, headers) {
          const answer = await callPeer(peer, agent, limit, url, { headers });
          const contentType = [answer.headers['content-type']].flat()[0] ?? null;
          return { status: answer.status, contentType, bytes: answer.bytes };
        },
      };
    },
    async close() {
      await Promise.all([...agents].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

type AnswerHeaders = Dispatcher.ResponseData['headers'];

async function callPeer(
  peer: EgressPeer,
  dispatcher: Dispatcher,
  limit: typeof EGRESS_LIMITS,
  url: string | URL,
  init: EgressInit,
): Promise<{ status: number; headers: AnswerHeaders; bytes: Buffer<ArrayBuffer> }> {
  const target = admitUrl(peer, url);
  const ending = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    ending.abort();
  }, limit.total);
  const signal = init.signal ? AbortSignal.any([init.signal, ending.signal]) : ending.signal;
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { 'accept-encoding': 'gzip', ...plainHeaders(init.headers) },
      body: init.body instanceof URLSearchParams ? `${init.body}` : (init.body ?? null),
      signal,
    });
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) {
      // The connection is of no more use; what it still says is nobody's concern.
      body.on('error', () => undefined).destroy();
      throw new AppError(
        'ehr-refused',
        'egress.redirect',
        'The other system answered with a redirect, which is not followed.',
      );
    }
    return { status: statusCode, headers, bytes: await readWhole(unzipped(body, headers), limit.maxBytes) };
  } catch (cause) {
    throw explainFailure(cause, isLate);
  } finally {
    clearTimeout(timer);
  }
}

function plainHeaders(headers: HeadersInit | undefined): Record<string, string> {
  if (headers === undefined) return {};
  if (Array.isArray(headers) || headers instanceof Headers) return Object.fromEntries(headers);
  return headers;
}

function listHeaders(headers: AnswerHeaders): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}

/** Compares after parsing, never by text: look-alikes, user info and odd ports do not pass. */
function admitUrl(peer: EgressPeer, url: string | URL): URL {
  const target = URL.parse(url);
  if (!target || !peer.origins.includes(target.origin) || target.username || target.password)
    throw new AppError(
      'ehr-refused',
      'egress.host-not-pinned',
      'This address is not one of the hosts registered for this hospital.',
    );
  const literal = target.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal) && !isAddressAllowed(literal, peer)) throw addressRefused();
  return target;
}

function addressRefused(): AppError {
  return new AppError(
    'ehr-refused',
    'egress.address-refused',
    'This host leads to a network address that is not allowed.',
  );
}

/** All answers of the resolver must be allowed; one bad one refuses the connection. */
function guardedLookup(reach: Reach): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => isAddressAllowed(address, reach)))
        return done(Object.assign(new Error('address refused'), { cause: addressRefused() }), '', 0);
      if (options.all) return done(null, addresses);
      const first = addresses[0];
      done(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

/** gzip is all that was offered; anything else is left as it came. */
function unzipped(body: Dispatcher.ResponseData['body'], headers: AnswerHeaders): AsyncIterable<Buffer> {
  if (!/^(x-)?gzip$/i.test(String(headers['content-encoding'] ?? '').trim())) return body;
  // What breaks on the way destroys both, and whoever reads hears of it.
  return pipeline(body, createGunzip(), () => undefined);
}

async function readWhole(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new AppError('ehr-refused', 'egress.too-large', 'The other system sent more than we accept.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Walks the causes: undici wraps what our own guard threw. */
function explainFailure(thrown: unknown, timedOut: boolean): AppError {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AppError) return cause;
  const slow = timedOut || causeCodes(thrown).some((code) => code.includes('TIMEOUT'));
  return slow
    ? new AppError('ehr-silent', 'egress.timeout', 'The other system did not answer in time.', {
        cause: thrown,
      })
    : new AppError('unavailable', 'egress.unreachable', 'The other system could not be reached.', {
        cause: thrown,
      });
}

function causeCodes(thrown: unknown): string[] {
  const codes: string[] = [];
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    codes.push(cause.name, 'code' in cause && typeof cause.code === 'string' ? cause.code : '');
  return codes.map((code) => code.toUpperCase());
}
