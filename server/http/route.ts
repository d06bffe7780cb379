// The one route table. A row cannot be written without saying who may call it, what it takes and what
// it audits; HTTP routes, FHIR proxy types and socket message kinds are rows of the same table, and
// the authorization matrix in the tests is generated from it.
import type { Request } from 'express';
import type { z } from 'zod';
import type { Role } from '#domain/launch';
import type { Session } from './session.ts';

/** `no-role`: signed in, but the tenant's mapping gives no role (may read, neither admit nor sign). */
export type Caller = Role | 'no-role';
/** `anyone` needs no session; every other row lives below /l/:launchId/ and has one. */
export type Who = 'anyone' | readonly Caller[];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler is given. `input` is checked: path parameters, then the query (GET) or the body. */
export interface Call<Input> {
  session: Session;
  input: Input;
  requestId: string;
  req: Request;
}
/** The same before anyone is known. */
export type OpenCall<Input> = Omit<Call<Input>, 'session'>;
/** On the FHIR road, which Express does not always walk. */
export interface RoadCall<Input> extends Omit<Call<Input>, 'req'> {
  /** Aborted when the answer has ended: sent whole, refused, or left by the browser. */
  over(): AbortSignal;
}

export interface SetCookie {
  name: string;
  value: string;
  /** Seconds; 0 deletes. Always Path=/; Secure; HttpOnly; SameSite=None; Partitioned. */
  maxAge: number;
}

/** What a handler gives back: one body or a redirect to an address of ours (or of a pinned EHR). */
export interface Answer {
  status?: number;
  json?: unknown;
  html?: string;
  text?: { body: string; type: string };
  /** Bytes that are somebody else's: always an attachment, never run, never guessed at. */
  attachment?: { pieces: AsyncIterable<Uint8Array>; type: string };
  /** Sent piece by piece, after the audit row is committed. What it throws ends the connection. */
  stream?: { type: string; pieces: AsyncIterable<string> };
  redirect?: string;
  cookies?: SetCookie[];
  headers?: Record<string, string>;
  /** Told to the audit row beside what the table says. Never health data. */
  auditDetail?: Record<string, string>;
  /** Whose `frame-ancestors` this page gets where the row serves people before they are known. */
  framedBy?: string;
}

interface Declared<Input> {
  who: Who;
  /** Strict zod schema of path parameters (without launchId) and query or body together. */
  input: z.ZodType<Input>;
  /** Name of the audit event, or why none is written. */
  audit: string | { none: string };
  /** Answers while the session is locked for idleness (session facts, unlock, log-out). Default: refused. */
  whenLocked?: 'answers';
  /**
   * `form`: a form POST without the custom header, safe by a single-use code in its body. `signed`: sent by another
   * system without anybody's cookies; the handler checks its signature over `bodyBytesOf`. Default: header.
   */
  csrf?: 'header' | 'form' | 'signed';
  /** Which `frame-ancestors` its HTML gets. `doors`: union of all tenants (no health data, no action). */
  framing?: 'doors' | 'tenant';
  /** HEAD runs it as well (health checks do that). Default: HEAD is refused. */
  headToo?: boolean;
  /** Counts as activity of a person? Default false: polling, heartbeat and media are none. */
  activity?: boolean;
  /** `long-text`: 200 kB of somebody's words, whatever JSON makes of them. Default: 256 kB in all. */
  bodyLimit?: BodyLimit;
}

export type BodyLimit = 'usual' | 'long-text';

export interface HttpRow {
  kind: 'http';
  method: Method;
  path: string;
  who: Who;
  input: z.ZodType;
  audit: string | { none: string };
  whenLocked: 'answers' | 'refuses';
  csrf: 'header' | 'form' | 'signed';
  framing: 'doors' | 'tenant';
  headToo: boolean;
  activity: boolean;
  bodyLimit: BodyLimit;
  handle(call: Call<never>): Promise<Answer>;
}

/** A FHIR type the browser may read through /l/<launchId>/fhir: by id, by search, or page by page. */
export interface ProxyRow extends Omit<HttpRow, 'kind' | 'method'> {
  kind: 'proxy';
  method: 'GET';
  /** `*`: the type is sealed into the address. */
  resourceType: string;
}

/** A row of the FHIR road; it is held to everything that an HTTP row is. */
export function proxyRow<Input>(
  resourceType: string,
  path: string,
  declared: Declared<Input> & { who: readonly Caller[] },
  handle: (call: RoadCall<Input>) => Promise<Answer>,
): ProxyRow {
  const row = route('GET', path, declared, handle as unknown as (call: Call<Input>) => Promise<Answer>);
  return { ...row, kind: 'proxy', method: 'GET', resourceType };
}

/** A message kind on the visit's socket. Made by `socketRow` of #server/realtime, which knows the call. */
export interface SocketRow {
  kind: 'socket';
  path: '/l/:launchId/socket';
  /** Its name on the wire, e.g. `chat`. */
  message: string;
  who: readonly Caller[];
  input: z.ZodType;
  audit: string | { none: string };
  /** Counts as activity of a person? */
  activity: boolean;
  handle(call: never): Promise<unknown>;
}

export type Row = HttpRow | ProxyRow | SocketRow;

const SESSION_PREFIX = '/l/:launchId/';

export function route<Input>(
  method: Method,
  path: string,
  declared: Declared<Input> & { who: 'anyone' },
  handle: (call: OpenCall<Input>) => Promise<Answer>,
): HttpRow;
export function route<Input>(
  method: Method,
  path: string,
  declared: Declared<Input> & { who: readonly Caller[] },
  handle: (call: Call<Input>) => Promise<Answer>,
): HttpRow;
/** One row of the table; throws at start-up when the row contradicts itself. */
export function route<Input>(
  method: Method,
  path: string,
  declared: Declared<Input>,
  handle: (call: Call<Input>) => Promise<Answer>,
): HttpRow {
  if (declared.who !== 'anyone' && !path.startsWith(SESSION_PREFIX))
    throw new Error(`${method} ${path}: a row for people who are signed in lives below ${SESSION_PREFIX}`);
  if (declared.csrf === 'signed' && declared.who !== 'anyone')
    throw new Error(
      `${method} ${path}: a signature stands for a system, never for somebody who is signed in`,
    );
  return {
    kind: 'http',
    method,
    path,
    who: declared.who,
    input: declared.input,
    audit: declared.audit,
    whenLocked: declared.whenLocked ?? 'refuses',
    csrf: declared.csrf ?? 'header',
    framing: declared.framing ?? 'tenant',
    headToo: declared.headToo ?? false,
    activity: declared.activity ?? false,
    bodyLimit: declared.bodyLimit ?? 'usual',
    handle: handle as unknown as HttpRow['handle'],
  };
}

/** Everybody behind a session, with or without a role. */
export const EVERYONE_SIGNED_IN: readonly Caller[] = [
  'clinician',
  'nurse',
  'biller',
  'supervisor',
  'privacy-officer',
  'tech-admin',
  'patient',
  'proxy',
  'guest',
  'no-role',
];
