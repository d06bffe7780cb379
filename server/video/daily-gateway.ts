// Daily's REST API: rooms and meeting tokens. What it answers is a value for every foreseen case, so that a visit can
// go another way at once. It knows no visit and no person; the key goes into a header here and nowhere else.
// https://docs.daily.co/reference/rest-api
import { z } from 'zod';
import type { Log, PeerEgress } from '#server/http';

export type DailyAnswer<Value> =
  | { kind: 'done'; value: Value }
  /** There is no such room (any more). */
  | { kind: 'gone' }
  /** A room of that name is there already. */
  | { kind: 'exists' }
  /** Too many requests, for longer than somebody waits at a door. */
  | { kind: 'throttled' }
  /** Daily does not take the key, or the request. */
  | { kind: 'refused' }
  /** No answer in time, or a failure of theirs. */
  | { kind: 'down' };

export interface DailyRoom {
  name: string;
  url: string;
}

export interface RoomTimes {
  notBefore: Date;
  expires: Date;
}

export interface DailyToken {
  room: string;
  notBefore: Date;
  expires: Date;
  isOwner: boolean;
  /** The participant's id, by which our screens know them; at most 36 signs. */
  userId: string;
  /** What they are, in one word; Daily learns no names. */
  userName: string;
}

export interface DailyGateway {
  createRoom(name: string, times: RoomTimes): Promise<DailyAnswer<DailyRoom>>;
  /** Lets people in until later. */
  moveRoom(name: string, expires: Date): Promise<DailyAnswer<DailyRoom>>;
  deleteRoom(name: string): Promise<DailyAnswer<null>>;
  mintToken(token: DailyToken): Promise<DailyAnswer<string>>;
  /** Puts this person out of the room's meeting and keeps their tokens out of it, as long as the meeting lasts. */
  ejectPerson(name: string, userId: string): Promise<DailyAnswer<null>>;
}

export interface DailyNeeds {
  /** `https://api.daily.co/v1` */
  apiUrl: string;
  apiKey: string;
  egress: PeerEgress;
  /** For operators: how often Daily answered how. */
  count(answer: DailyAnswer<unknown>['kind']): void;
  log: Log;
}

/** Whoever joins is offered another way within five seconds: half of them may go by here. */
const PATIENCE_MS = 2_500;
const LONGEST_WAIT_SECONDS = 1;

const Room = z.object({ name: z.string(), url: z.url({ protocol: /^https$/ }) });
const Token = z.object({ token: z.string().min(1) });
const Ejected = z.object({ ejectedIds: z.array(z.string()) });
const Refusal = z.object({ error: z.string().optional(), info: z.string().optional() });

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

export function createDailyGateway(needs: DailyNeeds): DailyGateway {
  const ask = async <Value>(order: Order<Value>): Promise<DailyAnswer<Value>> => {
    const answer = await call(needs, order);
    needs.count(answer.kind);
    return answer;
  };
  return {
    createRoom: (name, { notBefore, expires }) =>
      ask({
        ...{ method: 'POST', path: 'rooms', read: Room },
        body: {
          name,
          privacy: 'private',
          properties: {
            nbf: seconds(notBefore),
            exp: seconds(expires),
            // A running visit is ended by its people, never by a clock at the vendor.
            eject_at_room_exp: false,
            enable_knocking: true,
            enforce_unique_user_ids: true,
            enable_chat: false,
            enable_screenshare: true,
            start_audio_off: true,
            start_video_off: true,
          },
        },
      }),
    moveRoom: (name, expires) =>
      ask({
        ...{ method: 'POST', path: `rooms/${name}`, read: Room },
        body: { properties: { exp: seconds(expires) } },
      }),
    deleteRoom: (name) =>
      ask({ method: 'DELETE', path: `rooms/${name}`, body: null, read: z.unknown().transform(() => null) }),
    mintToken: ({ room, notBefore, expires, isOwner, userId, userName }) =>
      ask({
        ...{ method: 'POST', path: 'meeting-tokens', read: Token.transform(({ token }) => token) },
        body: {
          properties: {
            // Without a room it would open every room of the account, without an end for ever.
            room_name: room,
            nbf: seconds(notBefore),
            exp: seconds(expires),
            eject_at_token_exp: false,
            is_owner: isOwner,
            user_id: userId,
            user_name: userName,
          },
        },
      }),
    ejectPerson: (name, userId) =>
      ask({
        ...{ method: 'POST', path: `rooms/${name}/eject`, read: Ejected.transform(() => null) },
        // https://docs.daily.co/reference/rest-api/rooms/eject: somebody who is not there is no error.
        body: { user_ids: [userId], ban: true },
      }),
  };
}

interface Order<Value> {
  method: 'POST' | 'DELETE';
  path: string;
  body: object | null;
  read: z.ZodType<Value>;
}

async function call<Value>(
  needs: DailyNeeds,
  order: Order<Value>,
  isSecondTry = false,
): Promise<DailyAnswer<Value>> {
  const answer = await send(needs, order);
  if (!answer) return { kind: 'down' };
  const { status } = answer;
  if (status === 429) {
    const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
    if (isSecondTry || !(wait <= LONGEST_WAIT_SECONDS)) return { kind: 'throttled' };
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    return call(needs, order, true);
  }
  if (status === 404) return { kind: 'gone' };
  const body: unknown = await answer.json().catch(() => null);
  if (status >= 200 && status < 300) {
    const read = order.read.safeParse(body);
    return read.success ? { kind: 'done', value: read.data } : { kind: 'down' };
  }
  if (status >= 500) return { kind: 'down' };
  const { error, info } = Refusal.safeParse(body).data ?? {};
  if (status === 400 && error === 'invalid-request-error' && info?.includes('already exists'))
    return { kind: 'exists' };
  // Daily's words can repeat what was sent; its status says enough.
  needs.log.error(
    { code: 'daily.refused', status },
    'Daily refused a request; is the key of this tenant right?',
  );
  return { kind: 'refused' };
}

/** Null: no answer in time. */
async function send(
  { egress, apiUrl, apiKey, log }: DailyNeeds,
  { method, path, body }: Order<unknown>,
): Promise<Response | null> {
  try {
    return await egress.fetch(`${apiUrl}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    log.warn({ code: 'daily.no-answer' }, 'Daily did not answer in time');
    return null;
  }
}
