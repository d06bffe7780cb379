import { describe, expect, it } from 'vitest';
import { decideLadder, type LadderFacts } from './decide-ladder.ts';
import { lightOf, type QualitySample } from './quality.ts';

const GOOD: QualitySample = {
  at: 0,
  roundTripMs: 40,
  lossIn: 0,
  lossOut: 0,
  kbitIn: 900,
  kbitOut: 900,
  concealed: 0,
  framesPerSecond: 30,
  pictureHeight: 720,
  freezes: 0,
  frozenMs: 0,
  route: 'direct',
};
const POOR = { ...GOOD, lossIn: 0.3 };
const series = (kind: QualitySample, from: number, to: number): QualitySample[] =>
  Array.from({ length: (to - from) / 2000 + 1 }, (_, place) => ({ ...kind, at: from + place * 2000 }));
const facts = (more: Partial<LadderFacts>): LadderFacts => ({
  rung: 'video',
  since: 0,
  samples: [],
  brokenSince: null,
  declinedAt: null,
  ...more,
});

describe('lightOf', () => {
  it.each([
    ['no loss', {}, 'good'],
    ['just under 5 %', { lossIn: 0.049 }, 'good'],
    ['5 %', { lossIn: 0.05 }, 'fair'],
    ['just under 15 %', { lossOut: 0.149 }, 'fair'],
    ['15 % of ours lost there', { lossOut: 0.15 }, 'poor'],
    ['399 ms', { roundTripMs: 399 }, 'good'],
    ['400 ms', { roundTripMs: 400 }, 'fair'],
    ['800 ms', { roundTripMs: 800 }, 'poor'],
    ['sound made up by a fifth', { concealed: 0.2 }, 'poor'],
    ['a standstill', { frozenMs: 10 }, 'fair'],
    ['a long standstill', { frozenMs: 1500 }, 'poor'],
    ['nothing comes or goes', { kbitIn: 0, kbitOut: 0, roundTripMs: null }, 'lost'],
    ['nothing known', { lossIn: null, lossOut: null, roundTripMs: null, concealed: null }, 'unknown'],
  ] as const)('%s', (_, change, light) => {
    expect(lightOf({ ...GOOD, ...change })).toBe(light);
  });
});

describe('decideLadder', () => {
  it('does nothing on a good line, and nothing without a sample', () => {
    expect(decideLadder(facts({ samples: series(GOOD, 0, 30_000) }), 30_000)).toEqual({
      light: 'good',
      reason: 'good',
      act: null,
      offer: null,
    });
    expect(decideLadder(facts({}), 0)).toMatchObject({ light: 'unknown', act: null, offer: null });
  });

  it('lowers the picture after two bad samples, not after one', () => {
    const samples = [...series(GOOD, 0, 8000), ...series(POOR, 10_000, 10_000)];
    expect(decideLadder(facts({ samples }), 10_000)).toMatchObject({ light: 'good', act: null });
    const more = [...samples, ...series(POOR, 12_000, 12_000)];
    expect(decideLadder(facts({ samples: more }), 12_000)).toMatchObject({
      reason: 'loss',
      act: 'low',
      offer: null,
    });
  });

  it('offers sound alone within ten seconds of heavy loss, counted from the first bad sample', () => {
    const samples = series(POOR, 2000, 10_000);
    const low = facts({ rung: 'low-video', since: 4000, samples });
    expect(decideLadder(low, 8000).offer).toBe('audio-only');
    expect(decideLadder({ ...low, samples: series(POOR, 2000, 6000) }, 6000).offer).toBeNull();
  });

  it('never turns a picture off by itself', () => {
    const samples = series(POOR, 0, 60_000);
    for (const rung of ['low-video', 'audio', 'phone'] as const)
      expect(decideLadder(facts({ rung, samples }), 60_000).act).toBeNull();
  });

  it('raises the picture after fifteen good seconds, not before, and one fair sample begins them anew', () => {
    const low = facts({ rung: 'low-video', since: 0 });
    expect(decideLadder({ ...low, samples: series(GOOD, 0, 14_000) }, 14_999).act).toBeNull();
    expect(decideLadder({ ...low, samples: series(GOOD, 0, 14_000) }, 15_000).act).toBe('full');
    const broken = [
      ...series(GOOD, 0, 6000),
      { ...GOOD, at: 8000, lossIn: 0.06 },
      ...series(GOOD, 10_000, 16_000),
    ];
    expect(decideLadder({ ...low, samples: broken }, 16_000).act).toBeNull();
  });

  it('does not count what was before the rung', () => {
    const samples = series(POOR, 0, 20_000);
    expect(decideLadder(facts({ rung: 'low-video', since: 19_000, samples }), 20_000).offer).toBeNull();
  });

  it('offers the telephone when sound alone is bad, and the picture when it is good again', () => {
    const audio = facts({ rung: 'audio' });
    expect(decideLadder({ ...audio, samples: series(POOR, 0, 4000) }, 4000).offer).toBe('phone');
    expect(decideLadder({ ...audio, samples: series(GOOD, 0, 16_000) }, 16_000).offer).toBe('video');
  });

  it.each([
    [7999, null],
    [8000, 'try-again'],
    [19_999, 'try-again'],
    [20_000, 'phone'],
  ] as const)('after %i ms without a way offers %s', (broken, offer) => {
    expect(decideLadder(facts({ brokenSince: 1000 }), 1000 + broken)).toEqual({
      light: 'lost',
      reason: 'broken',
      act: null,
      offer,
    });
  });

  it('is quiet for a minute after a no, and asks again after it', () => {
    const samples = series(POOR, 0, 70_000);
    const low = facts({ rung: 'low-video', samples, declinedAt: 5000 });
    expect(decideLadder(low, 64_999).offer).toBeNull();
    expect(decideLadder(low, 65_000).offer).toBe('audio-only');
  });

  it('says nothing on the telephone', () => {
    expect(decideLadder(facts({ rung: 'phone', brokenSince: 0 }), 60_000).offer).toBeNull();
  });

  it('takes what it does not know for neither good nor bad', () => {
    const unknown = { ...GOOD, lossIn: null, lossOut: null, roundTripMs: null, concealed: null };
    const step = decideLadder(facts({ samples: series(unknown, 0, 30_000) }), 30_000);
    expect(step).toEqual({ light: 'unknown', reason: 'unknown', act: null, offer: null });
  });
});
