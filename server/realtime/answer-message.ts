// One message of a connection, held to its row of the table: role, membership, input, handler, record,
// answer. What goes wrong harms its sender alone.
import { randomUUID } from 'node:crypto';
import { AppError, problemOf } from '#server/errors';
import type { Caller, Log, RecordAccess, Session, SessionDoor, SocketRow } from '#server/http';
import type { Connection } from './connection.ts';
import type { Member } from './member.ts';
import type { SocketCall } from './socket-row.ts';
import { Frame } from './wire.ts';

export interface AnswerNeeds {
  rows: ReadonlyMap<string, SocketRow>;
  /** Null: the connection has been closed. */
  renewMember(connection: Connection): Promise<Member | null>;
  /** The first message, which makes a member of a connection. Null: closed. */
  greet(connection: Connection, body: unknown): Promise<Member | null>;
  sessions: SessionDoor;
  recordAccess: RecordAccess;
  log: Log;
}

type Said = Extract<Frame, { t: 'say' }>;

/** Null: not in the form the page sends. */
export function readFrame(text: string): Frame | null {
  try {
    return Frame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export async function answerMessage(needs: AnswerNeeds, connection: Connection, said: Said): Promise<void> {
  if (connection.isClosed) return;
  const requestId = randomUUID();
  const { session } = connection;
  const row = needs.rows.get(said.kind);
  try {
    if (!row) throw new AppError('not-found', 'message.unknown', 'There is no such message.');
    demandRole(row, session);
    const input = readInput(row, said.body);
    const isHello = said.kind === 'hello';
    if (isHello === (connection.visit !== null))
      throw new AppError('bad-request', 'message.order', 'Hello comes first, and once.');
    const member = isHello ? await needs.greet(connection, input) : await needs.renewMember(connection);
    if (!member || !connection.visit) return await record(needs, row, session, requestId, 'refused');
    const { visitId } = connection.visit;
    const call: SocketCall<unknown> = { session, visitId, member, epoch: connection.epoch, input, requestId };
    const body = await row.handle(call as never);
    await record(needs, row, session, requestId, 'success');
    if (row.activity) await needs.sessions.touch(session);
    if (said.id !== undefined) void connection.tell({ t: 'done', id: said.id, body: body ?? null });
  } catch (thrown) {
    await refuse(needs, connection, said, row, requestId, thrown);
  }
}

function demandRole(row: SocketRow, session: Session): void {
  const caller: Caller = session.role ?? 'no-role';
  if (!row.who.includes(caller))
    throw new AppError('forbidden', 'role.not-allowed', 'Your role does not include this.');
}

/** Names no value: what somebody typed does not go back into an error. */
function readInput(row: SocketRow, body: unknown): unknown {
  const checked = row.input.safeParse(body);
  if (!checked.success)
    throw new AppError('bad-request', 'input.invalid', 'The message is not in the form this page sends.');
  return checked.data;
}

async function refuse(
  needs: AnswerNeeds,
  connection: Connection,
  said: Said,
  row: SocketRow | undefined,
  requestId: string,
  thrown: unknown,
): Promise<void> {
  const { title, code, detail } = problemOf(thrown, requestId);
  if (!(thrown instanceof AppError))
    needs.log.error({ requestId, code, name: thrown instanceof Error ? thrown.name : 'unknown' }, '');
  const isRefusal = thrown instanceof AppError && thrown.kind === 'forbidden';
  if (row)
    await record(needs, row, connection.session, requestId, isRefusal ? 'refused' : 'failed', code).catch(
      // The refusal stands, recorded or not; nothing was shown.
      () => needs.log.error({ requestId, code: 'audit.unavailable' }, ''),
    );
  const id = said.id === undefined ? {} : { id: said.id };
  void connection.tell({ t: 'refused', ...id, kind: title, code, detail });
}

async function record(
  needs: AnswerNeeds,
  row: SocketRow,
  session: Session,
  requestId: string,
  outcome: 'success' | 'refused' | 'failed',
  code?: string,
): Promise<void> {
  if (typeof row.audit !== 'string') return;
  await needs.recordAccess({
    event: row.audit,
    outcome,
    requestId,
    session,
    tenantId: session.tenantId,
    ...(session.patientId && { patientId: session.patientId }),
    ...(code && { detail: { code } }),
  });
}
