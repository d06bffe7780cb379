// The flight recorder over HTTP: whose record it is, that an older one replaces nothing, what staff read of it, and that
// the figures for operators are the record's, once, and name nobody.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CallRecord, type CallReport, EMPTY_RECORD } from '#domain/video';
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
  visitOf,
} from '../fixtures/visit-people.ts';

let stack: Stack;
let helen: Caller;
let ada: Caller;
let visitId: string;
beforeAll(async () => {
  stack = await startStack();
  helen = await inChart(stack);
  ada = await atPatientDoor(stack);
});
afterAll(() => stack.close());
beforeEach(async () => {
  visitId = (await ownVisit(helen)).visitId;
  await checkIn(ada, visitId);
  await said(tell(helen, visitId, 'admit', ADMIT));
  for (const one of [helen, ada]) await said(tell(one, visitId, 'join', { device: newDevice() }));
});

const GOOD: CallRecord = {
  ...EMPTY_RECORD,
  ...{ wishedAt: 1000, joinedAt: 1400, setUpMs: 900, joins: 1, hadRoute: true, routes: ['relayed'] },
  ...{ samples: 30, meanLossIn: 0.01, worstLossIn: 0.04, meanKbitIn: 640, freezes: 1, frozenMs: 400 },
};
let stays = 0;
const newStay = () => {
  stays += 1;
  return `stay-of-a-test-${stays}`;
};
const told = (record: CallRecord, more: object = {}) => ({
  ...{ stay: newStay(), sequence: 1, provider: 'peer', othersHere: true, isLast: false, record },
  ...more,
});
const save = (caller: Caller, body: object) => tell(caller, visitId, 'call/record', body);
const reportOf = (caller: Caller) => said<CallReport>(caller.api.get(`visits/${visitId}/call/report`));
const figures = async () => (await fetch(`${stack.appUrl}/metrics`)).text();
async function figure(line: string): Promise<number> {
  const found = (await figures()).split('\n').find((one) => one.startsWith(line));
  return Number(found?.split(' ').at(-1) ?? 0);
}

describe('a record of a stay', () => {
  it('is kept under whoever sent it, the youngest alone, and read by staff with its cause', async () => {
    const stay = newStay();
    await said(save(ada, told(GOOD, { stay, sequence: 2 })));
    await said(save(ada, told(EMPTY_RECORD, { stay, sequence: 1 })));
    await said(save(helen, told({ ...GOOD, hadRoute: false, routes: [] })));
    const { roster } = await visitOf(helen, visitId);
    const idOf = (role: string) => roster.find((one) => one.role === role)?.participantId;
    const { stays: read, moves } = await reportOf(helen);
    expect(read.map(({ participantId, cause, setUpMs }) => [participantId, cause, setUpMs])).toEqual([
      [idOf('patient'), null, 900],
      [idOf('host'), 'no-route', 900],
    ]);
    expect(moves.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['waiting', 'in-visit', 'connected']),
    );
  });

  it('may be told after the visit has ended', async () => {
    await said(tell(helen, visitId, 'end'));
    await said(save(ada, told(GOOD, { isLast: true })));
    expect((await reportOf(helen)).stays).toHaveLength(1);
  });

  it('is nobody else’s to write or read', async () => {
    const benjamin = await inChart(stack, 'amara-diallo', 'benjamin-okafor');
    expect(await codeOf(save(benjamin, told(GOOD)))).toBe('visit.not-found');
    expect(await codeOf(benjamin.api.get(`visits/${visitId}/call/report`))).toBe('visit.unknown');
    expect(await codeOf(ada.api.get(`visits/${visitId}/call/report`))).toBe('role.not-allowed');
    const irene = await inChart(stack, 'irene-vasquez');
    expect(await codeOf(irene.api.get(`visits/${visitId}/call/report`))).toBe('ok');
  });

  it.each([
    ['a word too much', { ...GOOD, name: 'Ada Martin' }],
    ['a share above one', { ...GOOD, meanLossIn: 2 }],
    ['a route that is an address', { ...GOOD, routes: ['192.168.0.7'] }],
    ['a count below zero', { ...GOOD, joins: -1 }],
    ['too many devices', { ...GOOD, devices: Array(51).fill({ at: 1, source: 'camera', fault: null }) }],
    ['nothing', {}],
  ])('with %s is refused', async (_name, record) => {
    expect(await codeOf(save(ada, told(record as CallRecord)))).toBe('input.invalid');
    expect((await reportOf(helen)).stays).toEqual([]);
  });
});

describe('the figures for operators', () => {
  const ROW = 'webside_call_stays_total{provider="peer",route="relayed",cause="none"}';

  it('count a stay once, when it is over', async () => {
    const before = await figure(ROW);
    const [setUps, seconds] = [
      await figure('webside_call_setup_seconds_count{provider="peer"}'),
      await figure('webside_call_setup_seconds_sum{provider="peer"}'),
    ];
    const stay = newStay();
    await said(save(ada, told(GOOD, { stay })));
    expect(await figure(ROW)).toBe(before);
    for (const sequence of [2, 3]) await said(save(ada, told(GOOD, { stay, sequence, isLast: true })));
    expect(await figure(ROW)).toBe(before + 1);
    expect(await figure('webside_call_setup_seconds_count{provider="peer"}')).toBe(setUps + 1);
    expect(await figure('webside_call_setup_seconds_sum{provider="peer"}')).toBeCloseTo(seconds + 0.9);
  });

  it('count a page that died as well, after a while, and name nobody', async () => {
    const before = await figure(ROW);
    await said(save(ada, told(GOOD)));
    await stack.context.video.runClock();
    expect(await figure(ROW)).toBe(before);
    stack.skipTime(4 * 60_000);
    await stack.context.video.runClock();
    expect(await figure(ROW)).toBeGreaterThan(before);
    const text = await figures();
    const { roster } = await visitOf(helen, visitId);
    for (const secret of [visitId, ...roster.map(({ participantId }) => participantId), 'martin', 'sandbox'])
      expect(text.toLowerCase()).not.toContain(secret);
  });
});
