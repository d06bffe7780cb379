// How a call is heard and seen at one moment, in numbers that every body can give.
import type { MediaRoute } from './room-driver.ts';

/** Over the time since the sample before. Null: not known, which is never good and never bad. */
export interface QualitySample {
  /** Milliseconds of the clock that `decideLadder` is asked with. */
  readonly at: number;
  readonly roundTripMs: number | null;
  /** Share of packets lost on the way here, 0–1. */
  readonly lossIn: number | null;
  /** Share the other side says it lost of ours, 0–1. */
  readonly lossOut: number | null;
  readonly kbitIn: number;
  readonly kbitOut: number;
  /** Share of heard sound that had to be made up, 0–1. */
  readonly concealed: number | null;
  /** Null: no picture is sent to us. */
  readonly framesPerSecond: number | null;
  readonly pictureHeight: number | null;
  /** Standstills of the picture since the sample before. */
  readonly freezes: number;
  readonly frozenMs: number;
  readonly route: MediaRoute;
}

/** `lost`: nothing comes through. */
export type QualityLight = 'good' | 'fair' | 'poor' | 'lost' | 'unknown';

/**
 * One moment's light. Loss follows the usual bars of speech codecs: at 5 % it is heard, at 15 % words are
 * missing; 400 ms there and back is where people begin to interrupt each other (ITU-T G.114: 150 ms one way
 * for most uses, 400 ms the limit).
 */
export function lightOf(sample: QualitySample): QualityLight {
  const { lossIn, lossOut, roundTripMs, concealed, frozenMs } = sample;
  const loss = Math.max(lossIn ?? 0, lossOut ?? 0);
  if (sample.kbitIn === 0 && sample.kbitOut === 0 && roundTripMs === null) return 'lost';
  if ([lossIn, lossOut, roundTripMs, concealed].every((known) => known === null)) return 'unknown';
  if (loss >= 0.15 || (concealed ?? 0) >= 0.2 || (roundTripMs ?? 0) >= 800 || frozenMs >= 1500) return 'poor';
  if (loss >= 0.05 || (concealed ?? 0) >= 0.05 || (roundTripMs ?? 0) >= 400 || frozenMs > 0) return 'fair';
  return 'good';
}
