// The one way out to other hosts: pinned origins, no redirects, addresses checked at connect time,
// limits on time and size. Who calls whom, and with which token, is decided by server/smart and server/ehr.
import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, fetch as send } from 'undici';
import { AppError } from '#server/errors';
import { isAddressAllowed, type Reach } from './addresses.ts';
import { watchStream } from './watch-stream.ts';

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
  /**
   * The same with the body still on its way, at most `maxStreamBytes` of it: reading throws past that, or when
   * the other side stalls. Whoever asks must read to the end, cancel, or abort the signal.
   */
  open(url: string | URL, init?: EgressInit): Promise<Response>;
}

export interface EgressAnswer {
  status: number;
  /** By its lower-case name; null: it has none. */
  header(name: string): string | null;
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
export const EGRESS_LIMITS = {
  connect: 5_000,
  headers: 15_000,
  total: 30_000,
  maxBytes: 5 * 1024 * 1024,
  /** Of a body that is handed on as it comes; `total` is then the longest silence. */
  streamTotal: 300_000,
  maxStreamBytes: 100 * 1024 * 1024,
};

export function createEgress(limits: Partial<typeof EGRESS_LIMITS> = {}): Egress {
  const within = { ...EGRESS_LIMITS, ...limits };
  const agents = new Set<Agent>();
  return {
    forTenant(peer) {
      const agent = new Agent({
        connect: { timeout: within.connect, lookup: guardedLookup(peer) },
        headersTimeout: within.headers,
        bodyTimeout: within.total,
        connections: 64,
      });
      agents.add(agent);
      const way: Way = { peer, agent, limits: within };
      return {
        async fetch(url, init = {}) {
          const { status, headers, bytes } = await callPeer(way, url, init);
          return new Response(isEmpty(status) ? null : bytes, { status, headers: listHeaders(headers) });
        },
        async read(url, headers) {
          const answer = await callPeer(way, url, { headers });
          const header = (name: string) => [answer.headers[name]].flat()[0] ?? null;
          return { status: answer.status, header, bytes: answer.bytes };
        },
        open: (url, init) => openPeer(way, url, init),
      };
    },
    async close() {
      await Promise.all([...agents].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

interface Way {
  peer: EgressPeer;
  agent: Agent;
  limits: typeof EGRESS_LIMITS;
}

type AnswerHeaders = Dispatcher.ResponseData['headers'];

const isEmpty = (status: number): boolean => [101, 204, 205, 304].includes(status);
const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

async function callPeer(
  { peer, agent, limits }: Way,
  url: string | URL,
  init: EgressInit,
): Promise<{ status: number; headers: AnswerHeaders; bytes: Buffer<ArrayBuffer> }> {
  const target = admitUrl(peer, url);
  const ending = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    ending.abort();
  }, limits.total);
  const signal = init.signal ? AbortSignal.any([init.signal, ending.signal]) : ending.signal;
  try {
    const { statusCode, headers, body } = await agent.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { 'accept-encoding': 'gzip', ...plainHeaders(init.headers) },
      body: init.body instanceof URLSearchParams ? `${init.body}` : (init.body ?? null),
      signal,
    });
    if (isRedirect(statusCode)) {
      // The connection is of no more use; what it still says is nobody's concern.
      body.on('error', () => undefined).destroy();
      throw redirected();
    }
    return { status: statusCode, headers, bytes: await readWhole(unzipped(body, headers), limits.maxBytes) };
  } catch (cause) {
    throw explainFailure(cause, isLate);
  } finally {
    clearTimeout(timer);
  }
}

async function openPeer(
  { peer, agent, limits }: Way,
  url: string | URL,
  init: EgressInit = {},
): Promise<Response> {
  const timeout = AbortSignal.timeout(limits.streamTotal);
  const explain = (thrown: unknown) => explainFailure(thrown, timeout.aborted);
  try {
    const answer = await send(admitUrl(peer, url), {
      method: init.method ?? 'GET',
      headers: [...new Headers(init.headers)],
      body: init.body ?? null,
      signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
      redirect: 'manual',
      dispatcher: agent,
    });
    if (isRedirect(answer.status)) {
      await answer.body?.cancel();
      throw redirected();
    }
    const body = isEmpty(answer.status) ? null : (answer.body as ReadableStream<Uint8Array> | null);
    const piece = limit(limits.maxStreamBytes);
    return new Response(body && watchStream(body, { piece, explain }), {
      status: answer.status,
      headers: [...answer.headers],
    });
  } catch (thrown) {
    throw explain(thrown);
  }
}

function redirected(): AppError {
  return new AppError(
    'ehr-refused',
    'egress.redirect',
    'The other system answered with a redirect, which is not followed.',
  );
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

/** All answers of the resolver must be allowed; one bad one refuses the connection. Literals are not looked up. */
export function guardedLookup(reach: Reach): LookupFunction {
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

/** Counts what has come, unzipped; throws past the limit. */
function limit(maxBytes: number): (chunk: Uint8Array) => void {
  let size = 0;
  return (chunk) => {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new AppError('ehr-refused', 'egress.too-large', 'The other system sent more than we accept.');
  };
}

/** gzip is all that was offered; anything else is left as it came. */
function unzipped(body: Dispatcher.ResponseData['body'], headers: AnswerHeaders): AsyncIterable<Buffer> {
  if (!/^(x-)?gzip$/i.test(String(headers['content-encoding'] ?? '').trim())) return body;
  // What breaks on the way destroys both, and whoever reads hears of it.
  return pipeline(body, createGunzip(), () => undefined);
}

async function readWhole(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const admit = limit(maxBytes);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    admit(chunk);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
