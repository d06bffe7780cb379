// Sockets of visits, put together: handshake, hello, messages, journal, heartbeat, end of a session.
// It knows no visit: who is a member, and what a message means, the owning area says.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Database } from '#server/db';
import type { Log, RecordAccess, Session, SessionDoor, SocketRow } from '#server/http';
import { answerMessage, readFrame } from './answer-message.ts';
import { type Bus, NO_BUS } from './bus.ts';
import { Connection } from './connection.ts';
import { checkHandshake, refuseHandshake } from './handshake.ts';
import { JOURNAL_CHANNEL, type Journal, type VisitKey, type Wake } from './journal.ts';
import type { FindMember, Member } from './member.ts';
import { openRedisBus } from './redis-bus.ts';
import { createRooms } from './rooms.ts';
import { announceRow, signalRow } from './signal-rows.ts';
import { socketRow, VISIT_CALLERS } from './socket-row.ts';
import { renewMember, tellJournal } from './tell-journal.ts';
import { LIMITS, watchConnections } from './watch-connections.ts';

export interface RealtimeNeeds {
  database: Database;
  journal: Journal;
  /** The same name the journal was given. */
  instance: string;
  /** Null: this is the only instance. */
  redisUrl: string | null;
  publicOrigin: string;
  sessions: SessionDoor;
  findSessionState(
    session: Session,
  ): Promise<{ state: 'open'; nextChange: number } | { state: 'locked' | 'ended' }>;
  /** Calls back with a launch whose session may have changed; empty: any may have. */
  onSessionChange(listener: (launchId: string) => void): void;
  findMember: FindMember;
  /** Message kinds of the areas; `hello` and `signal` are our own. */
  rows: readonly SocketRow[];
  /** A participant's first connection here opened, or the last one closed. Not told by an instance that is killed. */
  onPresence?(change: VisitKey & { participantId: string; isHere: boolean }): void;
  recordAccess: RecordAccess;
  log: Log;
  now: () => Date;
}

export interface Realtime {
  /** Every message kind there is, for the route table. */
  rows: SocketRow[];
  /** For `server.on('upgrade', …)`. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many sockets are open here. */
  size(): number;
  /** Sockets are told to come back; resolves when all are closed. */
  close(): Promise<void>;
}

const Hello = z.strictObject({
  visit: z.string().min(1).max(100),
  /** The last sequence this page has; 0: nothing yet. */
  seen: z.int().min(0).max(2_147_483_647),
  /** The epoch this page had before. */
  was: z.string().max(40).nullable(),
});

export async function createRealtime(needs: RealtimeNeeds): Promise<Realtime> {
  const { journal, log } = needs;
  const connections = new Map<string, Connection>();
  // Wakes may come while somebody's transaction is on the stack; nothing of ours belongs to it.
  const outside = AsyncLocalStorage.snapshot();
  let bus: Bus = NO_BUS;
  let isClosing = false;

  const rooms = createRooms({
    bus: () => bus,
    async deliver(to, signal) {
      const member = await renew(to);
      if (!member || member.circle !== signal.circle) return;
      const { from, fingerprint, page, description, candidate } = signal;
      void to.tell({
        ...{ t: 'signal', from, fingerprint },
        ...(page !== undefined && { page }),
        ...(description !== undefined && { description }),
        ...(candidate !== undefined && { candidate }),
      });
    },
  });
  const tellNeeds = { journal, findMember: needs.findMember, onMember: rooms.seat, log };
  const renew = (connection: Connection) => renewMember(tellNeeds, connection);
  const tell = (connection: Connection) => void tellJournal(tellNeeds, connection);

  const rows = [
    socketRow('hello', { who: VISIT_CALLERS, input: Hello, audit: 'visit.connect' }, async () => null),
    announceRow(rooms, (epoch) => connections.get(epoch)),
    signalRow(rooms, (epoch) => connections.get(epoch)),
    ...needs.rows,
  ];
  const rowOf = new Map(rows.map((row) => [row.message, row]));
  if (rowOf.size !== rows.length) throw new Error('A message kind stands twice in the table.');

  async function greet(connection: Connection, body: unknown): Promise<Member | null> {
    const { visit: visitId, seen, was } = body as z.infer<typeof Hello>;
    const visit = { tenantId: connection.session.tenantId, visitId };
    connection.was = was;
    // From here on no wake is lost: nothing is told before the hello has been.
    connection.isTelling = true;
    connection.visit = visit;
    const member = await renew(connection);
    if (!member) return null;
    await rooms.enter(connection, visit);
    const sequence = await journal.findLast(visit);
    // A number from the future is from before a restore: such a page begins anew.
    connection.seen = seen > sequence ? 0 : seen;
    await connection.tell({
      ...{ t: 'hello', epoch: connection.epoch, participantId: member.participantId, sequence },
    });
    connection.isTelling = false;
    rooms.seat(connection);
    tell(connection);
    tellPresence(connection, true);
    return connection.isClosed ? null : member;
  }

  function tellPresence({ visit, member, epoch }: Connection, isHere: boolean): void {
    if (!visit || !member) return;
    const { participantId } = member;
    const others = [...(rooms.find(visit)?.connections ?? [])].filter(
      (other) => other.epoch !== epoch && other.member?.participantId === participantId,
    );
    if (others.length === 0) needs.onPresence?.({ ...visit, participantId, isHere });
  }

  function wake(visit: VisitKey, sequence: number): void {
    for (const connection of rooms.find(visit)?.connections ?? [])
      if (sequence > connection.seen) tell(connection);
  }
  function wakeAll(): void {
    for (const room of rooms.all()) for (const connection of room.connections) tell(connection);
  }

  const stopListening = await needs.database.listen(JOURNAL_CHANNEL, (payload) =>
    outside(() => {
      if (payload === '') return wakeAll();
      const told = JSON.parse(payload) as Wake;
      if (told.by === needs.instance) bus.wake(told);
      wake(told, told.sequence);
    }),
  );
  if (needs.redisUrl !== null)
    bus = await openRedisBus(
      { ...needs, redisUrl: needs.redisUrl, vault: needs.database.vault },
      {
        message: rooms.hear,
        lost: rooms.forget,
        back() {
          rooms.sayAllAgain();
          wakeAll();
        },
        wake: (told) => wake(told, told.sequence),
      },
    );

  const watch = watchConnections(needs, connections);
  const answerNeeds = { ...needs, rows: rowOf, renewMember: renew, greet };
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LIMITS.message,
    clientTracking: false,
  });

  function accept(session: Session, socket: WebSocket): void {
    const connection = new Connection(session, socket, performance.now());
    connections.set(connection.epoch, connection);
    socket.on('message', (bytes: Buffer, isBinary) => hear(connection, bytes, isBinary));
    // A broken frame or a lost line: `close` follows.
    socket.on('error', () => {
      connection.isClosed = true;
    });
    socket.on('close', () => {
      connection.isClosed = true;
      connections.delete(connection.epoch);
      watch.closed(connection);
      rooms.leave(connection);
      tellPresence(connection, false);
    });
    watch.opened(connection);
  }

  function hear(connection: Connection, bytes: Buffer, isBinary: boolean): void {
    if (connection.isClosed) return;
    if (!connection.mayTake(bytes.length, performance.now())) {
      watch.punish(connection.session);
      return;
    }
    const frame = isBinary ? null : readFrame(bytes.toString('utf8'));
    if (!frame) connection.close('malformed');
    else if (frame.t === 'say') connection.inTurn(() => answerMessage(answerNeeds, connection, frame));
  }

  return {
    rows,
    upgrade(req, socket, head) {
      const onError = () => socket.destroy();
      socket.on('error', onError);
      if (isClosing) return refuseHandshake(socket, 503);
      checkHandshake({ ...needs, isTooMany: watch.isTooMany }, req).then(
        (checked) => {
          if (typeof checked === 'number') return refuseHandshake(socket, checked);
          socket.off('error', onError);
          server.handleUpgrade(req, socket, head, (opened) => accept(checked, opened));
        },
        () => refuseHandshake(socket, 503),
      );
    },
    size: () => connections.size,
    async close() {
      isClosing = true;
      watch.stop();
      await stopListening();
      for (const connection of connections.values()) connection.close('restart');
      await watch.untilClosed();
      await bus.close();
    },
  };
}
