// The one way out to other hosts: pinned origins, no redirects, addresses checked at connect time,
// limits on time and size. Who calls whom, and with which token, is decided by server/smart and server/ehr.
import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as send } from 'undici';
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
  /**
   * The same with the body still on its way, at most `maxStreamBytes` of it: reading throws past that, or when
   * the other side stalls. Whoever asks must read to the end, cancel, or abort the signal.
   */
  open(url: string | URL, init?: EgressInit): Promise<Response>;
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
      return {
        fetch: (url, init) => callPeer({ peer, agent, limits: within }, url, init),
        open: (url, init) => openPeer({ peer, agent, limits: within }, url, init),
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

async function callPeer(way: Way, url: string | URL, init: EgressInit = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(way.limits.total);
  try {
    const answer = await ask(way, url, init, timeout);
    const admit = limit(way.limits.maxBytes);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      admit(chunk);
      chunks.push(chunk);
    }
    return asResponse(answer, Buffer.concat(chunks));
  } catch (cause) {
    throw explainFailure(cause, timeout.aborted);
  }
}

async function openPeer(way: Way, url: string | URL, init: EgressInit = {}): Promise<Response> {
  const timeout = AbortSignal.timeout(way.limits.streamTotal);
  const explain = (thrown: unknown) => explainFailure(thrown, timeout.aborted);
  try {
    const answer = await ask(way, url, init, timeout);
    const body = answer.body as ReadableStream<Uint8Array> | null;
    return asResponse(
      answer,
      body && watchStream(body, { piece: limit(way.limits.maxStreamBytes), explain }),
    );
  } catch (thrown) {
    throw explain(thrown);
  }
}

async function ask({ peer, agent }: Way, url: string | URL, init: EgressInit, timeout: AbortSignal) {
  const answer = await send(admitUrl(peer, url), {
    method: init.method ?? 'GET',
    headers: [...new Headers(init.headers)],
    body: init.body ?? null,
    signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
    redirect: 'manual',
    dispatcher: agent,
  });
  if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return answer;
  await answer.body?.cancel();
  throw new AppError(
    'ehr-refused',
    'egress.redirect',
    'The other system answered with a redirect, which is not followed.',
  );
}

function asResponse(
  answer: { status: number; headers: Iterable<[string, string]> },
  body: BodyInit | null,
): Response {
  const isEmpty = [101, 204, 205, 304].includes(answer.status);
  return new Response(isEmpty ? null : body, { status: answer.status, headers: [...answer.headers] });
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

/** Counts what has come, unzipped; throws past the limit. */
function limit(maxBytes: number): (chunk: Uint8Array) => void {
  let size = 0;
  return (chunk) => {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new AppError('ehr-refused', 'egress.too-large', 'The other system sent more than we accept.');
  };
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
