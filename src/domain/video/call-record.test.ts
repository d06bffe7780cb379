import { describe, expect, it } from 'vitest';
import { addToRecord, type CallRecord, decideCause, EMPTY_RECORD } from './call-record.ts';
import type { RoomEvent } from './room-driver.ts';

const play = (...events: [at: number, event: RoomEvent][]): CallRecord =>
  events.reduce((record, [at, event]) => addToRecord(record, event, at), EMPTY_RECORD);
const sample = (change: object = {}): RoomEvent => ({
  kind: 'quality',
  id: 'a',
  sample: {
    ...{ at: 0, roundTripMs: 1, lossIn: 0, lossOut: 0, kbitIn: 500, kbitOut: 500, concealed: 0 },
    ...{ framesPerSecond: 30, pictureHeight: 720, freezes: 0, frozenMs: 0, route: 'direct' as const },
    ...change,
  },
});
const linked: RoomEvent = { kind: 'link', id: 'a', state: 'connected', route: 'relayed' };
const broken: RoomEvent = { ...linked, state: 'reconnecting' };

describe('addToRecord', () => {
  it('measures the set-up from the wish to join to the first other person, once', () => {
    const record = play(
      [100, { kind: 'connection', state: 'ready' }],
      [200, { kind: 'connection', state: 'joining' }],
      [260, { kind: 'connection', state: 'joined' }],
      [450, { kind: 'participant-joined', id: 'a' }],
      [900, { kind: 'participant-joined', id: 'b' }],
    );
    expect(record).toMatchObject({ setUpMs: 250, wishedAt: 200, joinedAt: 260, joins: 2 });
  });

  it('keeps each kind of route once, and none that is not known', () => {
    const record = play(
      [0, { ...linked, route: 'unknown' }],
      [1, linked],
      [2, linked],
      [3, { ...linked, route: 'direct' }],
    );
    expect(record.routes).toEqual(['relayed', 'direct']);
  });

  it('means loss and bitrate over the samples, and adds up the standstills', () => {
    const record = play(
      [0, sample({ lossIn: 0.1, freezes: 1, frozenMs: 400 })],
      [1, sample({ kbitIn: 100, frozenMs: 100 })],
    );
    expect(record).toMatchObject({
      samples: 2,
      worstLossIn: 0.1,
      meanKbitIn: 300,
      freezes: 1,
      frozenMs: 500,
    });
    expect(record.meanLossIn).toBeCloseTo(0.05);
  });

  it('measures the set-up for who comes last as well, to whom the way was laid ahead', () => {
    const record = play(
      [10, { kind: 'participant-joined', id: 'a' }],
      [1000, { kind: 'connection', state: 'joining' }],
      [1300, { kind: 'connection', state: 'joined' }],
    );
    expect([record.setUpMs, record.joins]).toEqual([300, 1]);
    expect(play([0, { kind: 'connection', state: 'joined' }]).setUpMs).toBeNull();
  });

  it('holds no name and no id of anybody', () => {
    const record = play(
      [0, { kind: 'participant-joined', id: 'ada-martin' }],
      [1, { ...linked, id: 'ada-martin' }],
    );
    expect(JSON.stringify(record)).not.toContain('ada');
  });
});

describe('decideCause', () => {
  it('finds none in a good call, nor in an empty room', () => {
    expect(decideCause(play([0, linked], [1, sample()]), true)).toBeNull();
    expect(decideCause(EMPTY_RECORD, false)).toBeNull();
    expect(decideCause(play([0, linked], [1, { kind: 'removed', cause: 'ended' }]), true)).toBeNull();
  });

  it.each([
    ['no-route', [{ kind: 'connection', state: 'joined' }]],
    ['identity-mismatch', [{ kind: 'error', fault: 'identity-mismatch', id: 'a' }]],
    ['vendor-failed', [linked, { kind: 'error', fault: 'vendor-failed', id: null }]],
    ['vendor-failed', [{ kind: 'error', fault: 'vendor-slow', id: null }]],
    ['expired', [linked, { kind: 'removed', cause: 'expired' }]],
    ['microphone-refused', [linked, { kind: 'device', source: 'microphone', fault: 'denied' }]],
    ['line-breaks', [linked, broken, linked, broken, linked, broken]],
    ['line-loses', [linked, sample({ lossIn: 0.2 })]],
    ['other-vanished', [linked, { kind: 'participant-left', id: 'a', how: 'lost' }]],
  ] as [string, RoomEvent[]][])('finds %s', (cause, events) => {
    expect(decideCause(play(...events.map((event, at): [number, RoomEvent] => [at, event])), true)).toBe(
      cause,
    );
  });

  it('forgives a vendor that came late', () => {
    const late = { kind: 'error', fault: 'vendor-slow', id: null } as const;
    expect(
      decideCause(play([0, late], [1, { kind: 'connection', state: 'joined' }], [2, linked]), true),
    ).toBeNull();
  });

  it('forgives a microphone that was refused and then given', () => {
    const record = play(
      [0, linked],
      [1, { kind: 'device', source: 'microphone', fault: 'denied' }],
      [2, { kind: 'device', source: 'microphone', fault: null }],
    );
    expect(decideCause(record, true)).toBeNull();
  });
});
