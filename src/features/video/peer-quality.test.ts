import { describe, expect, it } from 'vitest';
import { readQuality } from './peer-quality.ts';

const report = (change: Record<string, object> = {}): [string, unknown][] =>
  Object.entries({
    transport: { type: 'transport', selectedCandidatePairId: 'pair' },
    pair: {
      type: 'candidate-pair',
      currentRoundTripTime: 0.042,
      localCandidateId: 'l',
      remoteCandidateId: 'r',
    },
    other: { type: 'candidate-pair', currentRoundTripTime: 9, localCandidateId: 'x', remoteCandidateId: 'x' },
    l: { type: 'local-candidate', candidateType: 'host' },
    r: { type: 'remote-candidate', candidateType: 'srflx' },
    sound: {
      ...{ type: 'inbound-rtp', kind: 'audio', packetsReceived: 100, packetsLost: 0, bytesReceived: 1000 },
      ...{ concealedSamples: 0, silentConcealedSamples: 0, totalSamplesReceived: 1000 },
    },
    picture: {
      ...{ type: 'inbound-rtp', kind: 'video', packetsReceived: 100, packetsLost: 0, bytesReceived: 9000 },
      ...{ framesDecoded: 60, frameHeight: 720, freezeCount: 0, totalFreezesDuration: 0 },
    },
    sent: { type: 'outbound-rtp', kind: 'video', bytesSent: 5000 },
    told: { type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.02 },
    ...change,
  });

describe('readQuality', () => {
  it('knows no rates at the first reading, but the route and the way there and back', () => {
    const { sample } = readQuality(report(), null, 1000);
    expect(sample).toMatchObject({ roundTripMs: 42, lossIn: null, lossOut: 0.02, kbitIn: 0, kbitOut: 0 });
    expect(sample).toMatchObject({
      concealed: null,
      framesPerSecond: null,
      pictureHeight: 720,
      route: 'direct',
    });
  });

  it('tells what happened since the reading before, not since the beginning', () => {
    const { counters } = readQuality(report(), null, 1000);
    const later = report({
      sound: {
        ...{
          type: 'inbound-rtp',
          kind: 'audio',
          packetsReceived: 190,
          packetsLost: 10,
          bytesReceived: 26_000,
        },
        ...{ concealedSamples: 300, silentConcealedSamples: 100, totalSamplesReceived: 2000 },
      },
      picture: {
        ...{ type: 'inbound-rtp', kind: 'video', packetsReceived: 100, packetsLost: 0, bytesReceived: 9000 },
        ...{ framesDecoded: 110, frameHeight: 360, freezeCount: 2, totalFreezesDuration: 0.5 },
      },
      sent: { type: 'outbound-rtp', kind: 'video', bytesSent: 55_000 },
    });
    expect(readQuality(later, counters, 3000).sample).toEqual({
      at: 3000,
      roundTripMs: 42,
      lossIn: 0.1,
      lossOut: 0.02,
      kbitIn: 100,
      kbitOut: 200,
      concealed: 0.2,
      framesPerSecond: 25,
      pictureHeight: 360,
      freezes: 2,
      frozenMs: 500,
      route: 'direct',
    });
  });

  it.each([
    ['relayed', 'relay', 'host'],
    ['relayed', 'host', 'relay'],
    ['direct', 'prflx', 'srflx'],
  ])('is %s from %s to %s', (route, here, there) => {
    const ends = { l: { candidateType: here }, r: { candidateType: there } };
    expect(readQuality(report(ends), null, 0).sample.route).toBe(route);
  });

  it('knows nothing where no way was chosen yet', () => {
    const { sample } = readQuality(report({ transport: { type: 'transport' } }), null, 0);
    expect(sample).toMatchObject({ route: 'unknown', roundTripMs: null });
  });

  it('takes counters that began anew for nothing received, never for less than nothing', () => {
    const { counters } = readQuality(report(), null, 1000);
    const anew = report({
      picture: { type: 'inbound-rtp', kind: 'video', bytesReceived: 1, framesDecoded: 1 },
    });
    expect(readQuality(anew, counters, 3000).sample).toMatchObject({ kbitIn: 0, lossIn: null, freezes: 0 });
  });
});
