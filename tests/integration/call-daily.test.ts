// A tenant whose calls go through Daily: who gets a seat, for how long, in which room; what happens when Daily is down,
// slow, full, or has lost the room; and whose words from outside are believed.
import { delay, HttpResponse, http } from 'msw';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallReport, CallSeat, CallView } from '#domain/video';
import type { RoomView } from '#domain/visit';
import {
  atDaily,
  DAILY_KEY,
  type DailyStand,
  readToken,
  signWebhook,
  startDaily,
  throughDaily,
} from '../fixtures/daily.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  newDevice,
  ownVisit,
  said,
  tell,
} from '../fixtures/visit-people.ts';

const MINUTE = 60_000;
let daily: DailyStand;
let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  daily = await startDaily();
  stack = await startStack(throughDaily(daily, ['sandbox']));
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(async () => {
  await stack.close();
  await daily.close();
});
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
});
afterEach(() => daily.reset());

const seat = (caller: Caller) => tell(caller, visitId, 'call/seat');
const now = () => Date.now();
const nameIn = ({ url }: CallSeat): string => url.split('/').at(-1) ?? '';
const seatName = async (caller: Caller) => nameIn(await said<CallSeat>(seat(caller)));
const propertiesOf = (name: string) => daily.rooms.get(name)?.properties ?? {};

/** Admitted and joined, both. */
async function together(): Promise<void> {
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  for (const one of [helen, ada]) await said(tell(one, visitId, 'join', { device: newDevice() }));
}

describe('a seat in the room', () => {
  it('is for whoever may exchange media, and for nobody before', async () => {
    await checkIn(ada, visitId);
    expect(await codeOf(seat(ada))).toBe('call.not-admitted');
    expect(await codeOf(seat(helen))).toBe('call.not-admitted');
    const benjamin = await inChart(stack, 'amara-diallo', 'benjamin-okafor');
    expect(await codeOf(seat(benjamin))).toBe('visit.not-found');
    expect(daily.asked).toEqual([]);
    await said(tell(helen, visitId, 'admit', ADMIT));
    await said(tell(ada, visitId, 'join', { device: newDevice() }));
    await said(seat(ada));
  });

  it('is in a private room without a meaning, for minutes, and thrown out of by no clock', async () => {
    await together();
    const [hers, his] = [await said<CallSeat>(seat(helen)), await said<CallSeat>(seat(ada))];
    expect(hers.url).toBe(his.url);
    const name = nameIn(hers);
    const room = daily.rooms.get(name);
    expect(name).toMatch(/^ws-[A-Za-z0-9_-]{24}$/);
    expect(hers.url).toBe(`https://clinic.daily.co/${name}`);
    expect(room).toMatchObject({
      privacy: 'private',
      properties: { enable_knocking: true, eject_at_room_exp: false },
    });
    const { nbf, exp } = propertiesOf(name) as { nbf: number; exp: number };
    expect([
      nbf * 1000 <= now(),
      exp * 1000 - now() > 25 * MINUTE,
      exp * 1000 - now() <= 30 * MINUTE,
    ]).toEqual([true, true, true]);
    for (const [{ token }, isOwner, word] of [
      [hers, true, 'clinician'],
      [his, false, 'patient'],
    ] as const) {
      const opens = readToken(token) as Record<string, number>;
      expect(opens).toMatchObject({
        room_name: name,
        is_owner: isOwner,
        user_name: word,
        eject_at_token_exp: false,
      });
      expect((opens.exp ?? 0) * 1000 - now()).toBeLessThanOrEqual(10 * MINUTE);
      expect((opens.nbf ?? 0) * 1000).toBeLessThanOrEqual(now());
    }
    const roster = (await said<RoomView>(ada.api.get(`visits/${visitId}/room`))).roster;
    const ids = [hers, his].map(({ token }) => readToken(token).user_id);
    expect(roster.map(({ participantId }) => participantId)).toEqual(expect.arrayContaining(ids));
  });

  it('tells Daily nothing of the person or the visit, and nobody the key', async () => {
    await together();
    const given = await said<CallSeat>(seat(ada));
    const told = JSON.stringify(daily.asked.map(({ body }) => body));
    expect(told).not.toMatch(/\bada\b|martin|brooks|helen/i);
    expect(told).not.toContain(visitId);
    expect(daily.asked.every(({ authorization }) => authorization === `Bearer ${DAILY_KEY}`)).toBe(true);
    expect(JSON.stringify(given) + stack.lines.join('')).not.toContain(DAILY_KEY);
  });

  it('is there again when two ask at once, when the room was lost there, and when it was there before', async () => {
    await together();
    const [first, second] = await Promise.all([seat(helen), seat(ada)].map((one) => said<CallSeat>(one)));
    expect(first?.url).toBe(second?.url);
    daily.rooms.clear();
    expect((await said<CallSeat>(seat(ada))).url).toBe(first?.url);
    expect([...daily.rooms.keys()]).toEqual([first && nameIn(first)]);
  });
});

describe('when Daily does not do its part', () => {
  const busy = (retryAfter: string) =>
    HttpResponse.json(
      { error: 'rate-limit-error', info: 'too many requests' },
      { status: 429, headers: { 'retry-after': retryAfter } },
    );

  it.each([
    ['401', () => HttpResponse.json({ error: 'authentication-error' }, { status: 401 })],
    ['429 for long', () => busy('30')],
    ['429 without a time', () => HttpResponse.json({ error: 'rate-limit-error' }, { status: 429 })],
    ['500', () => HttpResponse.json({ error: 'server-error' }, { status: 500 })],
    ['503 without JSON', () => new HttpResponse('<html>down</html>', { status: 503 })],
    ['200 that says nothing', () => HttpResponse.json({})],
    [
      'a redirect',
      () => new HttpResponse(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }),
    ],
    ['a line that breaks', () => HttpResponse.error()],
  ])('%s: no seat, said in a form that offers another way', async (_name, answer) => {
    await together();
    daily.use(http.all(atDaily('*'), answer));
    const refused = await seat(ada);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'call.vendor-failed' });
    daily.reset();
    await said(seat(ada));
  });

  it('silence is the same: nobody waits until Daily says something', async () => {
    await together();
    let hasSpoken = false;
    daily.use(
      http.all(atDaily('*'), async () => {
        await delay(20_000);
        hasSpoken = true;
        return HttpResponse.json({});
      }),
    );
    expect(await codeOf(seat(ada))).toBe('call.vendor-failed');
    expect(hasSpoken).toBe(false);
  });

  it('429 for a moment is waited for, once', async () => {
    await together();
    let times = 0;
    daily.use(
      http.post(atDaily('meeting-tokens'), () => {
        times += 1;
        return times === 1 ? busy('0') : undefined;
      }),
    );
    await said(seat(ada));
    expect(times).toBe(2);
  });

  it('everybody goes another way together, and may come back', async () => {
    await together();
    const way = (caller: Caller) => said<CallView>(caller.api.get(`visits/${visitId}/call`));
    expect(await way(helen)).toEqual({ provider: 'daily', otherWay: 'peer', stillThere: [] });
    await said(tell(ada, visitId, 'call/way', { provider: 'peer' }));
    expect([await way(helen), await way(ada)]).toEqual(
      Array(2).fill({ provider: 'peer', otherWay: 'daily', stillThere: [] }),
    );
    expect(await codeOf(seat(helen))).toBe('call.other-way');
    await said(tell(helen, visitId, 'call/way', { provider: 'daily' }));
    await said(seat(helen));
  });

  it('a tenant without Daily has one way, and no seat', async () => {
    const epic = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
    const own = (await ownVisit(epic)).visitId;
    expect(await said(epic.api.get(`visits/${own}/call`))).toEqual({
      ...{ provider: 'peer', otherWay: null, stillThere: [] },
    });
    expect(await codeOf(tell(epic, own, 'call/seat'))).toBe('call.not-admitted');
    expect(await codeOf(tell(epic, own, 'call/way', { provider: 'daily' }))).toBe('call.not-admitted');
  });
});

describe('the life of a room', () => {
  it('is moved on while the visit runs, by REST, and ends with the visit', async () => {
    await together();
    const name = await seatName(ada);
    const endOf = () => Number(propertiesOf(name).exp);
    const before = endOf();
    stack.skipTime(12 * MINUTE);
    await stack.context.video.runClock();
    expect(endOf() - before).toBeGreaterThanOrEqual(12 * 60);
    await said(tell(helen, visitId, 'end'));
    await stack.context.video.runClock();
    expect(daily.rooms.has(name)).toBe(false);
    expect(await codeOf(seat(ada))).toBe('call.not-admitted');
    daily.reset();
    await stack.context.video.runClock();
    expect(daily.asked.filter(({ path }) => path.includes(name))).toEqual([]);
  });

  it('is deleted later where Daily is down at the end', async () => {
    await together();
    const name = await seatName(ada);
    await said(tell(helen, visitId, 'end'));
    daily.use(http.delete(atDaily('rooms/:name'), () => HttpResponse.json({}, { status: 502 })));
    await stack.context.video.runClock();
    expect(daily.rooms.has(name)).toBe(true);
    daily.reset();
    await stack.context.video.runClock();
    expect(daily.rooms.has(name)).toBe(false);
  });
});

describe('the page', () => {
  it('of a tenant with Daily may reach Daily’s hosts; no other page may', async () => {
    const policyOf = async (caller: Caller) =>
      (await caller.visitor.go(`${stack.appUrl}/l/${caller.launchId}/`)).headers.get(
        'content-security-policy',
      ) ?? '';
    const policy = await policyOf(ada);
    expect(policy).toContain("script-src 'self' https://*.daily.co;");
    expect(policy).toContain('wss://*.wss.daily.co');
    expect(policy).not.toMatch(/unsafe|sentry/);
    const epic = await inChart(stack, 'helen-brooks', 'ada-martin', 'epic');
    expect(await policyOf(epic)).not.toContain('daily');
  });
});

describe('Daily’s webhook', () => {
  const wordOf = (room: string, id = 'event-1', type = 'participant.joined') =>
    JSON.stringify({ version: '1.0.0', type, id, payload: { room, user_id: 'p-1' }, event_ts: 1 });
  const send = (body: string, headers: Record<string, string>, tenant = 'sandbox') =>
    fetch(`${stack.appUrl}/webhooks/daily/${tenant}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const clock = () => new Date(Date.now() + 12 * MINUTE);
  const vendorOf = async () =>
    (await said<CallReport>(helen.api.get(`visits/${visitId}/call/report`))).vendor.map(({ kind }) => kind);

  it('is believed with a signature, once, and kept with the visit of that room', async () => {
    await together();
    const name = await seatName(ada);
    const body = wordOf(name, `event of ${visitId}`);
    for (const _ of [1, 2]) expect((await send(body, signWebhook(body, clock()))).status).toBe(200);
    expect(await vendorOf()).toEqual(['participant.joined']);
  });

  it('is refused without, of another secret, of another body, too old, too early', async () => {
    await together();
    const name = await seatName(ada);
    const body = wordOf(name, `other event of ${visitId}`);
    const signed = signWebhook(body, clock());
    const off = (minutes: number) => new Date(clock().getTime() + minutes * MINUTE);
    for (const headers of [
      {},
      signWebhook(body, clock(), Buffer.from('another').toString('base64')),
      signWebhook(body, off(-6)),
      signWebhook(body, off(6)),
      { ...signed, 'x-webhook-timestamp': `${Number(signed['x-webhook-timestamp']) + 1}` },
      { ...signed, 'x-webhook-signature': '' },
    ] as Record<string, string>[])
      expect((await send(body, headers)).status).toBe(403);
    expect((await send(body.replace('p-1', 'p-2'), signed)).status).toBe(403);
    expect((await send(body, signed, 'sandbox-epic')).status).toBe(404);
    expect(await vendorOf()).toEqual([]);
  });

  it('of a room that is not ours, or of a kind we do not keep, is passed over; the first knock is answered', async () => {
    for (const body of [
      wordOf('somebody-elses'),
      wordOf('x', 'event-9', 'recording.started'),
      '{"type":"x"}',
    ])
      expect((await send(body, signWebhook(body, clock()))).status).toBe(200);
    expect((await send('{"test":"test"}', {})).status).toBe(200);
    expect(await vendorOf()).toEqual([]);
  });
});
