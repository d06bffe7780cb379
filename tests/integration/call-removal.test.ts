// Whoever is removed from a visit through Daily is put out of Daily's room as well: at once, again while Daily does not
// say yes, again after the app was away, and again when they come back there. What is not done yet is not called done.
import { HttpResponse, type HttpResponseResolver, http } from 'msw';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallSeat, CallView } from '#domain/video';
import { createEgress } from '#server/http';
import { createJournal } from '#server/realtime';
import { createVideo } from '#server/video';
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
  invitedGuest,
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
  stack = await startStack(throughDaily(daily));
});
afterAll(async () => {
  await stack.close();
  await daily.close();
});
beforeEach(async () => {
  // The clock was moved: their screens would be locked.
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
  visitId = (await ownVisit(helen)).visitId;
});
afterEach(async () => {
  daily.reset();
  await tell(helen, visitId, 'end');
  await stack.context.video.runClock();
  daily.reset();
});

const seat = (caller: Caller) => tell(caller, visitId, 'call/seat');
const remove = (guest: { participantId: string }) =>
  said(tell(helen, visitId, `guests/${guest.participantId}/remove`));
/** As the clinician's page has it. */
const stillThere = async (caller = helen) =>
  (await said<CallView>(caller.api.get(`visits/${visitId}/call`))).stillThere;
const ejections = () => daily.asked.filter(({ path }) => path.endsWith('/eject'));
const settle = () => stack.context.video.runClock();
const atEject = atDaily('rooms/:name/eject');
let ahead = 0;
const clock = () => new Date(Date.now() + ahead);
const skip = async (milliseconds: number) => {
  ahead += milliseconds;
  stack.skipTime(milliseconds);
  await settle();
};

/** Everybody in the call, and a guest who has a seat at Daily. */
async function withGuest() {
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  for (const one of [helen, ada]) await said(tell(one, visitId, 'join', { device: newDevice() }));
  const guest = await invitedGuest(stack, helen, visitId);
  await said(tell(helen, visitId, `guests/${guest.participantId}/admit`));
  await said(tell(guest, visitId, 'join', { device: newDevice() }));
  const { url, token } = await said<CallSeat>(seat(guest));
  daily.asked.length = 0;
  return { ...guest, room: url.split('/').at(-1) ?? '', userId: readToken(token).user_id };
}

describe('a guest who is removed', () => {
  it('is put out of Daily’s room at once, by the id of their token, and kept out', async () => {
    const guest = await withGuest();
    await remove(guest);
    await expect.poll(ejections).toHaveLength(1);
    const [asked] = ejections();
    expect(asked).toMatchObject({
      method: 'POST',
      path: `rooms/${guest.room}/eject`,
      authorization: `Bearer ${DAILY_KEY}`,
    });
    expect(asked?.body).toEqual({ user_ids: [guest.userId], ban: true });
    expect(guest.userId).toBe(guest.participantId);
    await settle();
    expect(await stillThere()).toEqual([]);
  });

  it('gets no other seat, not even one that was asked for a moment before', async () => {
    const guest = await withGuest();
    let isRemoved: Promise<unknown> = Promise.resolve();
    daily.use(
      http.post(atDaily('meeting-tokens'), async () => {
        isRemoved = remove(guest);
        await isRemoved;
        return undefined;
      }),
    );
    const late = await seat(guest);
    expect([late.status, (await late.text()).includes('token')]).toEqual([404, false]);
    daily.reset();
    expect(await codeOf(seat(guest))).toBe('visit.not-found');
    expect(daily.asked.filter(({ path }) => path === 'meeting-tokens')).toEqual([]);
  });

  it('is nobody to Daily in a visit without a room there', async () => {
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const guest = await invitedGuest(stack, helen, visitId);
    await remove(guest);
    await settle();
    expect([daily.asked, await stillThere()]).toEqual([[], []]);
  });

  it('is nobody to Daily when they never came by their invitation', async () => {
    await withGuest();
    const invited = await said<{ participantId: string }>(
      tell(helen, visitId, 'guests', { name: 'Somebody', role: 'other', language: null }),
    );
    await remove(invited);
    await settle();
    expect(ejections()).toEqual([]);
  });
});

describe('while Daily does not say yes', () => {
  const refusal = (status: number, headers = {}) =>
    HttpResponse.json({ error: 'some-error', info: 'words' }, { status, headers });

  it('whatever it says instead: it is said so, asked again, and done when Daily is back', async () => {
    const answers: Record<string, HttpResponseResolver> = {
      '401': () => refusal(401),
      '429 for long': () => refusal(429, { 'retry-after': '30' }),
      '500': () => refusal(500),
      '503 without JSON': () => new HttpResponse('<html>down</html>', { status: 503 }),
      '200 that says nothing': () => HttpResponse.json({}),
      'a line that breaks': () => HttpResponse.error(),
    };
    const guest = await withGuest();
    let isRemoved = false;
    for (const [name, answer] of Object.entries(answers)) {
      daily.reset();
      daily.use(http.post(atEject, answer));
      if (!isRemoved) await remove(guest);
      isRemoved = true;
      await skip(MINUTE);
      await expect.poll(() => ejections().length, { message: name }).toBeGreaterThan(0);
      await settle();
      expect([await stillThere(), await stillThere(ada)], name).toEqual(Array(2).fill([guest.participantId]));
    }
    expect(daily.rooms.has(guest.room)).toBe(true);
    daily.reset();
    await skip(MINUTE);
    expect(ejections()).toHaveLength(1);
    expect([await stillThere(), await stillThere(ada)]).toEqual([[], []]);
  });

  it('is asked after ever longer pauses, of a minute at most', async () => {
    const guest = await withGuest();
    daily.use(http.post(atEject, () => refusal(502)));
    await remove(guest);
    await expect.poll(ejections).toHaveLength(1);
    await settle();
    const asked = async (milliseconds: number) => {
      const before = ejections().length;
      await skip(milliseconds);
      return ejections().length - before;
    };
    // Half a pause is too early, the other half is not; a real second may pass between.
    const pauses = [8, 16, 32, 60, 60];
    for (const wait of [1, 2, 4]) await skip(wait * 1000);
    for (const pause of pauses) {
      expect(await asked((pause / 2) * 1000), `${pause} s, half`).toBe(0);
      expect(await asked((pause / 2) * 1000), `${pause} s`).toBe(1);
    }
  });

  it('is asked until the visit is over, and not afterwards', async () => {
    const guest = await withGuest();
    daily.use(http.post(atEject, () => refusal(503)));
    await remove(guest);
    await expect.poll(ejections).toHaveLength(1);
    await said(tell(helen, visitId, 'end'));
    daily.asked.length = 0;
    await skip(MINUTE);
    await skip(MINUTE);
    expect(ejections()).toEqual([]);
  });

  it('a room that is gone has nobody in it', async () => {
    const guest = await withGuest();
    daily.rooms.clear();
    await remove(guest);
    await expect.poll(ejections).toHaveLength(1);
    await settle();
    expect(await stillThere()).toEqual([]);
  });
});

describe('Daily forgets whom it keeps out', () => {
  const joined = (guest: { room: string; participantId: string }, id: string) => {
    const body = JSON.stringify({
      ...{ version: '1.0.0', type: 'participant.joined', id, event_ts: 1 },
      payload: { room: guest.room, user_id: guest.participantId },
    });
    return fetch(`${stack.appUrl}/webhooks/daily/sandbox`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...signWebhook(body, clock()) },
    });
  };
  const guestOut = async () => {
    const guest = await withGuest();
    await remove(guest);
    await expect.poll(ejections).toHaveLength(1);
    await settle();
    daily.asked.length = 0;
    return guest;
  };

  it('who comes again is put out again, and meanwhile not called out', async () => {
    const guest = await guestOut();
    daily.use(http.post(atEject, () => HttpResponse.json({}, { status: 503 })));
    expect((await joined(guest, `back in ${visitId}`)).status).toBe(200);
    await expect.poll(ejections).toHaveLength(1);
    await settle();
    expect(await stillThere()).toEqual([guest.participantId]);
    daily.reset();
    await skip(MINUTE);
    expect([ejections().length, await stillThere()]).toEqual([1, []]);
  });

  it('who was not removed comes as often as they like', async () => {
    const guest = await withGuest();
    expect((await joined(guest, `there in ${visitId}`)).status).toBe(200);
    await settle();
    expect(ejections()).toEqual([]);
  });

  it('without a webhook it is asked each minute, as long as a place given out before holds, and no longer', async () => {
    await guestOut();
    const counts = [];
    for (let minute = 1; minute <= 13; minute += 1) {
      await skip(MINUTE);
      counts.push(ejections().length);
    }
    expect([counts[0], counts[4], counts.at(-1)]).toEqual([1, 5, 11]);
  });
});

// The last one: this app's own hands lie still from here on.
it('a removal that was written down is carried out by the next start', async () => {
  const guest = await withGuest();
  const { database, tenants, visits, log, video } = stack.context;
  await video.close();
  await remove(guest);
  expect(ejections()).toEqual([]);
  const egress = createEgress();
  const next = await createVideo({
    ...{ tenants, database, egress, log, turn: null, now: clock, registry: new Registry() },
    journal: createJournal({ database, instance: 'next', now: clock }),
    secret: () => DAILY_KEY,
    findMember: visits.findMember,
    isGoingOn: visits.isGoingOn,
    findRemoval: visits.findRemoval,
    demandSight: visits.demandSight,
  });
  try {
    await expect.poll(ejections).toHaveLength(1);
    expect(ejections()[0]?.body).toEqual({ user_ids: [guest.participantId], ban: true });
  } finally {
    await next.close();
    await egress.close();
  }
});
