import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LineState, openLine, pauseBefore } from './realtime.ts';
import { readTold } from './realtime-wire.ts';

/** The wire's end: what the page sends, and what a server would tell it. */
class Wire {
  static all: Wire[] = [];
  sent: Record<string, unknown>[] = [];
  onopen: () => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  constructor() {
    Wire.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.sent.push({ t: 'closed' });
  }
  tell(told: object): void {
    this.onmessage({ data: JSON.stringify(told) });
  }
  greet(sequence: number, epoch = `epoch-${Wire.all.length}`): void {
    this.onopen();
    this.tell({ t: 'hello', epoch, participantId: 'p-1', sequence });
  }
}
const wire = (): Wire => Wire.all.at(-1) as Wire;
const hello = () => wire().sent[0]?.body;
const entry = (sequence: number) => ({
  t: 'entry',
  sequence,
  kind: 'x',
  at: '2026-11-20T15:00:00Z',
  body: sequence,
});

function open() {
  const entries: number[] = [];
  const states: LineState[] = [];
  const line = openLine({
    url: 'wss://visits.example/l/1/socket',
    visitId: 'visit-1',
    onEntry: ({ sequence }) => entries.push(sequence),
    onState: (state) => states.push(state),
    open: () => new Wire() as unknown as WebSocket,
  });
  return { line, entries, states };
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a line', () => {
  it('is connected when everything has been told, not before', () => {
    const { states } = open();
    wire().greet(2);
    wire().tell(entry(1));
    expect(states).toEqual([]);
    wire().tell(entry(2));
    wire().tell({ t: 'current', sequence: 2 });
    expect(states).toEqual([{ name: 'connected' }]);
  });

  it('comes back with the last number and its old epoch, and passes over what it has', () => {
    const { line, entries, states } = open();
    wire().greet(0, 'first');
    wire().tell({ t: 'current', sequence: 0 });
    wire().tell(entry(1));
    wire().onclose({ code: 1006 });
    expect(states.at(-1)?.name).toBe('reconnecting');
    vi.advanceTimersByTime(21);
    wire().greet(2);
    expect(hello()).toEqual({ visit: 'visit-1', seen: 1, was: 'first' });
    wire().tell(entry(1));
    wire().tell(entry(2));
    expect(entries).toEqual([1, 2]);
    line.close();
  });

  it('counts numbers that were for others as seen', () => {
    const { line } = open();
    wire().greet(7);
    wire().tell({ t: 'current', sequence: 7 });
    wire().onclose({ code: 1006 });
    vi.advanceTimersByTime(21);
    wire().onopen();
    expect(hello()).toMatchObject({ seen: 7 });
    line.close();
  });

  it.each([
    [4401, 'session-ended'],
    [4403, 'not-a-member'],
    [4423, 'locked'],
    [4400, 'refused'],
  ])('ends for good after %s', (code, why) => {
    const { states } = open();
    wire().greet(0);
    wire().onclose({ code });
    vi.advanceTimersByTime(60_000);
    expect(states.at(-1)).toEqual({ name: 'ended', why });
    expect(Wire.all.length).toBe(1);
  });

  it('takes a server that says nothing for dead, and answers its heartbeats', () => {
    const { line, states } = open();
    wire().greet(0);
    wire().tell({ t: 'current', sequence: 0 });
    for (let beat = 0; beat < 5; beat += 1) {
      vi.advanceTimersByTime(20_000);
      wire().tell({ t: 'beat' });
    }
    expect(states.at(-1)?.name).toBe('connected');
    expect(wire().sent.filter(({ t }) => t === 'beat').length).toBe(5);
    vi.advanceTimersByTime(22_100);
    expect(states.at(-1)?.name).toBe('reconnecting');
    line.close();
  });

  it('says nothing into the void: what is asked without a line fails at once, what was under way is unknown', async () => {
    const { line } = open();
    await expect(line.say('chat', {})).rejects.toMatchObject({ code: 'line.down' });
    wire().greet(0);
    const asked = line.say('chat', { text: 'x' });
    wire().onclose({ code: 1006 });
    await expect(asked).rejects.toMatchObject({ code: 'line.lost' });
    expect(line.signal('epoch', {})).toBe(false);
    line.close();
  });

  it('hands an answer to who asked', async () => {
    const { line } = open();
    wire().greet(0);
    const [one, other] = [line.say('a', {}), line.say('b', {})];
    wire().tell({ t: 'refused', id: '2', kind: 'forbidden', code: 'role.not-allowed', detail: '' });
    wire().tell({ t: 'done', id: '1', body: 5 });
    expect(await one).toBe(5);
    await expect(other).rejects.toMatchObject({ code: 'role.not-allowed' });
    line.close();
  });
});

describe('a driver that comes late', () => {
  const peer = { epoch: 'e-2', participantId: 'p-2', was: null, fingerprint: null };
  function driver() {
    const heard: unknown[] = [];
    return {
      heard,
      peer: (one: { epoch: string }, more: { known: boolean }) => heard.push(['peer', one.epoch, more.known]),
      gone: (epoch: string) => heard.push(['gone', epoch]),
      signal: (from: string, signal: { candidate?: { candidate: string } }) =>
        heard.push(['signal', from, signal.candidate?.candidate]),
    };
  }

  it('is told who is here and what they said, in order', () => {
    const { line } = open();
    wire().greet(0);
    wire().tell({ t: 'here', peer, polite: true });
    for (const candidate of ['a', 'b'])
      wire().tell({ t: 'signal', from: 'e-2', fingerprint: null, candidate: { candidate } });
    wire().tell({ t: 'signal', from: 'unknown', fingerprint: null, candidate: { candidate: 'c' } });
    const late = driver();
    line.attach(late);
    expect(late.heard).toEqual([
      ['peer', 'e-2', false],
      ['signal', 'e-2', 'a'],
      ['signal', 'e-2', 'b'],
    ]);
    line.close();
  });

  it('keeps a call over a broken line, and lets go of who is not announced again', () => {
    const { line } = open();
    const own = driver();
    line.attach(own);
    wire().greet(0);
    wire().tell({ t: 'here', peer, polite: true });
    wire().tell({ t: 'here', peer: { ...peer, epoch: 'e-3', participantId: 'p-3' }, polite: true });
    wire().onclose({ code: 1006 });
    vi.advanceTimersByTime(21);
    wire().greet(0);
    wire().tell({ t: 'here', peer: { ...peer, epoch: 'e-9', was: 'e-2' }, polite: true });
    vi.advanceTimersByTime(14_900);
    wire().tell({ t: 'beat' });
    expect(own.heard.slice(2)).toEqual([['peer', 'e-9', true]]);
    vi.advanceTimersByTime(200);
    expect(own.heard.at(-1)).toEqual(['gone', 'e-3']);
    line.close();
  });
});

describe('the pause before coming back', () => {
  it('is next to nothing at first, then grows, and never passes eight seconds', () => {
    expect(pauseBefore(0, 1)).toBe(20);
    expect([1, 2, 3].map((tries) => pauseBefore(tries, 1))).toEqual([250, 500, 1_000]);
    expect(pauseBefore(30, 1)).toBe(8_000);
    expect(pauseBefore(5, 0)).toBe(0);
  });
});

describe('a frame', () => {
  it.each([
    '',
    '[]',
    'null',
    '{"t":"other"}',
    '{"t":"entry","sequence":"1","kind":"x","at":""}',
    '{"t":"constructor"}',
  ])('that is none of ours is passed over: %s', (text) => {
    expect(readTold(text)).toBeNull();
  });
});
