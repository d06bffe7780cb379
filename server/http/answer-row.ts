// The law of a row, whoever mounts it: forgery, session, role, lock, input, handler, audit, answer, in this
// order. What a row does not allow never reaches its handler, and an answer leaves only after its audit row is
// committed. Knows no Express.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '#server/errors';
import { findForgery } from './forgery.ts';
import type { Answer, Caller, HttpRow, ProxyRow, SetCookie } from './route.ts';
import type { RecordAccess, Session, SessionDoor } from './session.ts';

export type MountedRow = HttpRow | ProxyRow;

export interface LawNeeds {
  publicOrigin: string;
  sessions: SessionDoor;
  recordAccess: RecordAccess;
  /** May one more refusal of somebody unknown be recorded? */
  mayRecordStranger(): boolean;
}

/** A request, taken apart. */
export interface Asked {
  requestId: string;
  headers: IncomingHttpHeaders;
  /** Parameters of the path, the launch's id among them. */
  params: Readonly<Record<string, unknown>>;
  /** The query, or the body of what is no GET. */
  input: unknown;
  address: string | undefined;
  /** What else the handler is given. */
  more: object;
}

/** How the answer leaves. `giveCookies` may come before it, and stays when the answer is an error. */
export interface Way {
  giveCookies(cookies: readonly SetCookie[]): void;
  send(answer: Answer, session: Session | undefined): Promise<void> | void;
}

export async function answerRow(needs: LawNeeds, row: MountedRow, asked: Asked, way: Way): Promise<void> {
  const note = (
    outcome: 'success' | 'refused' | 'failed',
    session?: Session,
    detail?: Record<string, string>,
  ) => record(needs.recordAccess, row, { outcome, session, detail, ...asked });
  let session: Session | undefined;
  try {
    if (row.method !== 'GET' && row.csrf !== 'signed') demandNoForgery(needs, row.csrf, asked);
    if (row.who !== 'anyone') session = await admit(needs, row, asked, way);
    const input = readInput(row, asked);
    const { requestId, more } = asked;
    const answer = await row.handle({ session, input, requestId, ...more } as never);
    await note('success', session, answer.auditDetail);
    if (session && row.activity) await needs.sessions.touch(session);
    await way.send(answer, session);
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

async function admit(needs: LawNeeds, row: MountedRow, asked: Asked, way: Way): Promise<Session> {
  const found = await needs.sessions.find(String(asked.params.launchId), asked.headers.cookie);
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
  if (cookies.length > 0) way.giveCookies(cookies);
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

function demandNoForgery(needs: LawNeeds, csrf: 'header' | 'form', asked: Asked): void {
  const sign = findForgery(asked.headers, needs.publicOrigin, csrf);
  if (sign) throw new AppError('forbidden', `csrf.${sign}`, 'This request did not come from a Webside page.');
}

/** One schema sees path, then query (GET) or body. A name that comes from two places is refused. */
function readInput(row: MountedRow, asked: Asked): unknown {
  const { launchId: _, ...params } = asked.params;
  const { input: rest } = asked;
  if (Object.values(asked.params).some((value) => String(value).includes('\0'))) throw badInput([]);
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) throw badInput([]);
  const isTwice = Object.keys(params).some((name) => Object.hasOwn(rest, name));
  if (isTwice || Object.hasOwn(rest, '__proto__')) throw badInput([]);
  const checked = row.input.safeParse({ ...rest, ...params });
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
  const { outcome, requestId, session, detail, address } = told;
  await recordAccess({
    event: row.audit,
    outcome,
    requestId,
    ...(session && { session, tenantId: session.tenantId }),
    ...(session?.patientId && { patientId: session.patientId }),
    ...(detail && { detail }),
    ...(address && { address }),
  });
}
