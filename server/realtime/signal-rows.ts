// Session descriptions and ICE candidates: passed on between two who may meet, or refused; stored nowhere.
// The fingerprint of a page's first description is the page's for as long as its connection lives.
import { z } from 'zod';
import { AppError } from '#server/errors';
import type { SocketRow } from '#server/http';
import type { Signal } from './bus.ts';
import type { Connection } from './connection.ts';
import { readFingerprint } from './fingerprint.ts';
import type { Rooms } from './rooms.ts';
import { socketRow, VISIT_CALLERS } from './socket-row.ts';

const SignalInput = z
  .strictObject({
    /** Epoch of the one it is for. */
    to: z.string().max(40),
    /** Which page wrote it and for which; between the browsers alone. */
    page: z
      .strictObject({
        epoch: z.string().max(64),
        toEpoch: z.string().max(64),
        kind: z.enum(['offer', 'answer', 'candidate', 'ask', 'bye']),
        round: z.int().min(0).optional(),
      })
      .optional(),
    description: z
      .strictObject({ type: z.enum(['offer', 'answer']), sdp: z.string().max(48_000) })
      .optional(),
    candidate: z
      .strictObject({
        candidate: z.string().max(2_000),
        sdpMid: z.string().max(64).nullish(),
        sdpMLineIndex: z.int().min(0).max(1_000).nullish(),
        usernameFragment: z.string().max(256).nullish(),
      })
      .optional(),
  })
  .refine(({ page, description, candidate }) => {
    const carried = Number(description !== undefined) + Number(candidate !== undefined);
    return carried === (page?.kind === 'ask' || page?.kind === 'bye' ? 0 : 1);
  });

const AnnounceInput = z.strictObject({
  /** What the page calls itself, anew at each load. */
  epoch: z.string().min(1).max(64),
  /** SHA-256 of the one certificate it uses for everybody. */
  fingerprint: z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/i),
});

/** A page says whose media will be its own, before anybody calls it. */
export function announceRow(
  rooms: Rooms,
  connectionOf: (epoch: string) => Connection | undefined,
): SocketRow {
  return socketRow(
    'announce',
    {
      who: VISIT_CALLERS,
      input: AnnounceInput,
      audit: { none: 'the key of a call that has not begun; kept with the connection and gone with it' },
    },
    async ({ epoch, input }) => {
      const connection = connectionOf(epoch);
      if (!connection?.visit) throw gone();
      keepFingerprint(rooms, connection, `sha-256 ${input.fingerprint.toUpperCase()}`, input.epoch);
      return null;
    },
  );
}

/** `connectionOf` an epoch of this instance. */
export function signalRow(rooms: Rooms, connectionOf: (epoch: string) => Connection | undefined): SocketRow {
  return socketRow(
    'signal',
    {
      who: VISIT_CALLERS,
      input: SignalInput,
      audit: { none: 'how two browsers reach each other; passed on, not kept; the connection is on record' },
    },
    async ({ epoch, member, input }) => {
      const from = connectionOf(epoch);
      if (!from?.visit || member.circle === null) throw notTogether();
      if (input.description) declareFingerprint(rooms, from, input.description.sdp);
      const signal: Signal = {
        ...input,
        from: epoch,
        circle: member.circle,
        fingerprint: from.fingerprint,
      };
      if (!rooms.send(from.visit, signal)) throw gone();
      return null;
    },
  );
}

function declareFingerprint(rooms: Rooms, connection: Connection, sdp: string): void {
  const said = readFingerprint(sdp);
  if (said === null)
    throw new AppError('bad-request', 'signal.fingerprint-unreadable', 'The call cannot be protected.');
  keepFingerprint(rooms, connection, said, connection.page);
}

function keepFingerprint(rooms: Rooms, connection: Connection, said: string, page: string | null): void {
  if (connection.fingerprint !== null && connection.fingerprint !== said)
    throw new AppError(
      'forbidden',
      'signal.fingerprint-changed',
      'The keys of this call changed on the way, so it was not put through.',
    );
  if (connection.fingerprint === said && connection.page === page) return;
  connection.fingerprint = said;
  connection.page = page;
  rooms.seat(connection);
}

/** One answer for "no such page", "another visit's" and "not admitted": ids cannot be tried out. */
function gone(): AppError {
  return new AppError('gone', 'signal.gone', 'The other side is not connected at the moment.');
}
function notTogether(): AppError {
  return new AppError('forbidden', 'signal.not-admitted', 'The call has not been opened yet.');
}
