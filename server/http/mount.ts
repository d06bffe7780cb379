// Turns rows of the route table into Express handlers. The order is the law: forgery, session, role,
// lock, input, handler, audit, answer. What a row does not allow never reaches its handler, and an
// answer leaves only after its audit row is committed.
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { AppError } from '#server/errors';
import { createStrangerAllowance, demandRecord } from './demand-record.ts';
import { findForgery } from './forgery.ts';
import { contentSecurityPolicy } from './page-headers.ts';
import { requestIdOf } from './request-id.ts';
import type { Answer, Caller, HttpRow, ProxyRow, Row, SetCookie } from './route.ts';
import { sendAttachment, sendStream } from './send-pieces.ts';
import type { RecordAccess, Session, SessionDoor } from './session.ts';

export interface MountNeeds {
  publicOrigin: string;
  sessions: SessionDoor;
  recordAccess: RecordAccess;
  /** Origins that may frame: of one tenant, or the union for doors. */
  frameOrigins(tenantId: string | 'doors'): readonly string[];
}

type MountedRow = HttpRow | ProxyRow;

/** Express router of all rows that are asked over HTTP. Throws when two rows share method and path. */
export function mountRoutes(needs: MountNeeds, rows: readonly Row[]): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const json = express.json({ limit: '256kb', strict: true });
  const form = express.urlencoded({ limit: '16kb', extended: false });
  const recordAccess = demandRecord(needs.recordAccess);
  const mayRecordStranger = createStrangerAllowance();
  const seen = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'socket') continue;
    const name = `${row.method} ${row.path}`;
    if (seen.has(name)) throw new Error(`${name} stands twice in the route table`);
    seen.add(name);
    const verb = row.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const readBody = row.method === 'GET' ? [] : [refuseForeignBody(row), row.csrf === 'form' ? form : json];
    router[verb](row.path, ...readBody, async (req, res) => {
      res.locals.routePath = row.path;
      if (req.method === 'HEAD' && !row.headToo) throw headRefused();
      await answerRow({ ...needs, recordAccess, mayRecordStranger }, row, req, res);
    });
  }
  return router;
}

/** Asking for the head alone would run the whole row: mail scanners do that to links. */
function headRefused(): AppError {
  return new AppError('bad-request', 'input.method', 'Ask with GET.');
}

type RowNeeds = MountNeeds & { mayRecordStranger(): boolean };

async function answerRow(needs: RowNeeds, row: MountedRow, req: Request, res: Response): Promise<void> {
  const requestId = requestIdOf(res);
  const address = req.ip;
  const note = (
    outcome: 'success' | 'refused' | 'failed',
    session?: Session,
    detail?: Record<string, string>,
  ) => record(needs.recordAccess, row, { outcome, session, detail, requestId, address });
  let session: Session | undefined;
  try {
    if (row.method !== 'GET') demandNoForgery(needs, row, req);
    if (row.who !== 'anyone') session = await admit(needs, row, req, res);
    const input = readInput(row, req);
    const answer = await row.handle({ session, input, requestId, req, res } as never);
    await note('success', session, answer.auditDetail);
    if (session && row.activity) await needs.sessions.touch(session);
    await send(needs, row, session, res, answer);
  } catch (thrown) {
    const refused =
      thrown instanceof AppError && ['forbidden', 'not-signed-in', 'locked'].includes(thrown.kind);
    const code = thrown instanceof AppError ? thrown.code : 'internal';
    const known = session ?? sessionOf(thrown);
    if (known || needs.mayRecordStranger()) await note(refused ? 'refused' : 'failed', known, { code });
    throw thrown;
  }
}

/** A refusal of somebody known still says whom it refused. */
class Refusal extends AppError {
  readonly session: Session;
  constructor(session: Session, ...rest: ConstructorParameters<typeof AppError>) {
    super(...rest);
    this.session = session;
  }
}
function sessionOf(thrown: unknown): Session | undefined {
  return thrown instanceof Refusal ? thrown.session : undefined;
}

async function admit(needs: MountNeeds, row: MountedRow, req: Request, res: Response): Promise<Session> {
  const found = await needs.sessions.find(String(req.params.launchId), req.headers.cookie);
  if (found === 'none')
    throw new AppError(
      'not-signed-in',
      'session.none',
      'You are not signed in here. Open Webside again from the chart or your link.',
    );
  if (found === 'ended')
    throw new AppError(
      'not-signed-in',
      'session.ended',
      'This session has ended. Open Webside again from the chart or your link.',
    );
  if (found === 'mismatch')
    throw new AppError(
      'forbidden',
      'session.mismatch',
      'This page belongs to another launch. Go back to the chart and open it again.',
    );
  const { session, cookies } = found;
  setCookies(res, cookies);
  const caller: Caller = session.role ?? 'no-role';
  if (row.who !== 'anyone' && !row.who.includes(caller))
    throw new Refusal(session, 'forbidden', 'role.not-allowed', 'Your role does not include this.');
  if (session.locked && row.whenLocked === 'refuses')
    throw new Refusal(
      session,
      'locked',
      'session.locked',
      'The screen is locked because nobody used it for a while. Unlock it to go on.',
    );
  return session;
}

function demandNoForgery(needs: MountNeeds, row: MountedRow, req: Request): void {
  const sign = findForgery(req.headers, needs.publicOrigin, row.csrf);
  if (sign) throw new AppError('forbidden', `csrf.${sign}`, 'This request did not come from a Webside page.');
}

/** One schema sees path, then query (GET) or body. A name that comes from two places is refused. */
function readInput(row: MountedRow, req: Request): unknown {
  const { launchId: _, ...params } = req.params;
  const rest: unknown = row.method === 'GET' ? req.query : (req.body ?? {});
  const parts = z.record(z.string(), z.unknown()).safeParse(rest);
  if (Object.values(req.params).some((value) => String(value).includes('\0'))) throw badInput([]);
  const twice = parts.success && Object.keys(params).some((name) => Object.hasOwn(parts.data, name));
  const poisoned = typeof rest === 'object' && rest !== null && Object.hasOwn(rest, '__proto__');
  if (!parts.success || twice || poisoned) throw badInput([]);
  const checked = row.input.safeParse({ ...parts.data, ...params });
  if (!checked.success) throw badInput(checked.error.issues.map((issue) => issue.path.join('.')));
  return checked.data;
}

/** Names the fields only: what somebody typed does not go back into an error or a log. */
function badInput(fields: string[]): AppError {
  const named = [...new Set(fields.filter(Boolean))].slice(0, 5).join(', ');
  return new AppError(
    'bad-request',
    'input.invalid',
    named ? `Please check: ${named}.` : 'The request is not in the form this page sends.',
  );
}

/** A body of another type than the row takes is no way round the preflight. */
function refuseForeignBody(row: MountedRow) {
  const wanted = row.csrf === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return (req: Request, _res: Response, next: (error?: unknown) => void) => {
    const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    const empty =
      (req.headers['content-length'] ?? '0') === '0' && req.headers['transfer-encoding'] === undefined;
    if (empty || type === wanted) return next();
    next(new AppError('unsupported-media-type', 'input.type', `Send ${wanted}.`));
  };
}

async function record(
  recordAccess: RecordAccess,
  row: MountedRow,
  told: {
    outcome: 'success' | 'refused' | 'failed';
    session: Session | undefined;
    detail: Record<string, string> | undefined;
    requestId: string;
    address: string | undefined;
  },
): Promise<void> {
  if (typeof row.audit !== 'string') return;
  const { session, detail, address, ...rest } = told;
  await recordAccess({
    event: row.audit,
    ...rest,
    ...(session && { session, tenantId: session.tenantId }),
    ...(session?.patientId && { patientId: session.patientId }),
    ...(detail && { detail }),
    ...(address && { address }),
  });
}

async function send(
  needs: MountNeeds,
  row: MountedRow,
  session: Session | undefined,
  res: Response,
  answer: Answer,
): Promise<void> {
  // First what can fail: an answer that does not leave sets no cookie.
  const framers = answer.framedBy ?? (row.framing === 'doors' ? 'doors' : session?.tenantId);
  const policy = contentSecurityPolicy(
    answer.html !== undefined && framers ? needs.frameOrigins(framers) : [],
  );
  setCookies(res, answer.cookies ?? []);
  for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
  res.status(answer.status ?? (answer.redirect ? 303 : 200));
  if (answer.redirect) res.setHeader('Location', answer.redirect).end();
  else if (answer.stream) await sendStream(res, answer.stream);
  else if (answer.attachment) await sendAttachment(res, answer.attachment);
  else if (answer.html !== undefined) {
    res.setHeader('Content-Security-Policy', policy);
    res.type('html').send(answer.html);
  } else if (answer.text) res.type(answer.text.type).send(answer.text.body);
  else if (answer.json !== undefined) res.json(answer.json);
  else res.end();
}

/** The only form that survives in a cross-site frame (security-rules finding 8). */
function setCookies(res: Response, cookies: readonly SetCookie[]): void {
  for (const { name, value, maxAge } of cookies)
    res.append(
      'Set-Cookie',
      `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=None; Partitioned`,
    );
}
