// When the line is weak: picture → smaller picture → sound alone → telephone. Software takes the first step
// by itself, since nobody loses anything by it; every other step is an offer that a person takes.

import { lightOf, type QualityLight, type QualitySample } from './quality.ts';
import type { PictureLevel } from './room-driver.ts';

export type Rung = 'video' | 'low-video' | 'audio' | 'phone';

export interface LadderFacts {
  readonly rung: Rung;
  /** When the rung was taken; milliseconds of the samples' clock. */
  readonly since: number;
  /** Of the weakest line, oldest first; the last half minute is enough. */
  readonly samples: readonly QualitySample[];
  /** Since when there is no way to somebody who was here; null: there is one to everybody. */
  readonly brokenSince: number | null;
  /** When the last offer was waved away; null: never. */
  readonly declinedAt: number | null;
}

export type LadderReason = 'good' | 'loss' | 'delay' | 'frozen' | 'broken' | 'unknown';
export type LadderOffer = 'audio-only' | 'phone' | 'video' | 'try-again';

export interface LadderStep {
  readonly light: QualityLight;
  readonly reason: LadderReason;
  /** Done by software now; null: nothing. */
  readonly act: PictureLevel | null;
  /** One action to offer; null: none. */
  readonly offer: LadderOffer | null;
}

/** Two samples in a row lower the picture; sound alone is offered within ten seconds of trouble. */
const LOWER_AFTER_MS = 2_000;
const OFFER_AFTER_MS = 4_000;
/** Up is slow, so that nobody is sent up and down (hysteresis). */
const RAISE_AFTER_MS = 15_000;
const TRY_AGAIN_AFTER_MS = 8_000;
const PHONE_AFTER_MS = 20_000;
const QUIET_AFTER_NO_MS = 60_000;

/** `now`: milliseconds of the samples' clock. A sample that knows nothing is neither good nor bad. */
export function decideLadder(facts: LadderFacts, now: number): LadderStep {
  const { rung, since, samples, brokenSince, declinedAt } = facts;
  const isQuiet = declinedAt !== null && now - declinedAt < QUIET_AFTER_NO_MS;
  const offered = (offer: LadderOffer | null): LadderOffer | null => (isQuiet ? null : offer);
  if (brokenSince !== null) {
    const broken = now - brokenSince;
    const offer = broken >= PHONE_AFTER_MS ? 'phone' : broken >= TRY_AGAIN_AFTER_MS ? 'try-again' : null;
    return { light: 'lost', reason: 'broken', act: null, offer: rung === 'phone' ? null : offered(offer) };
  }
  if (samples.length === 0 || rung === 'phone')
    return { light: 'unknown', reason: 'unknown', act: null, offer: null };

  const { light, sample } = steadyLight(samples);
  const onThisRung = samples.filter(({ at }) => at >= since);
  const bad = streakMs(onThisRung, (one) => one === 'poor' || one === 'lost', now);
  const good = streakMs(onThisRung, (one) => one === 'good', now);
  const step = { light, reason: reasonOf(sample, light), act: null, offer: null };
  if (rung === 'video' && bad >= LOWER_AFTER_MS) return { ...step, act: 'low' };
  if (rung === 'low-video' && good >= RAISE_AFTER_MS) return { ...step, act: 'full' };
  if (rung === 'low-video' && bad >= OFFER_AFTER_MS) return { ...step, offer: offered('audio-only') };
  if (rung === 'audio' && bad >= OFFER_AFTER_MS) return { ...step, offer: offered('phone') };
  if (rung === 'audio' && good >= RAISE_AFTER_MS) return { ...step, offer: offered('video') };
  return step;
}

const BEST_FIRST: readonly QualityLight[] = ['good', 'unknown', 'fair', 'poor', 'lost'];

/** The better of the last two, so that the sentence on the screen does not jump with every hiccup. */
function steadyLight(samples: readonly QualitySample[]): { light: QualityLight; sample: QualitySample } {
  const [first, ...more] = samples.slice(-2).map((sample) => ({ light: lightOf(sample), sample }));
  if (!first) throw new RangeError('there is no sample');
  const isBetter = (a: QualityLight, b: QualityLight) => BEST_FIRST.indexOf(a) < BEST_FIRST.indexOf(b);
  return more.reduce((best, one) => (isBetter(best.light, one.light) ? best : one), first);
}

/** How long the last samples all were so; 0 when the last one was not, or there is one alone. */
function streakMs(
  samples: readonly QualitySample[],
  isSo: (light: QualityLight) => boolean,
  now: number,
): number {
  const breakAt = samples.findLastIndex((sample) => !isSo(lightOf(sample)));
  const streak = samples.slice(breakAt + 1);
  const first = streak[0];
  return first && streak.length > 1 ? now - first.at : 0;
}

function reasonOf(sample: QualitySample, light: QualityLight): LadderReason {
  if (light === 'unknown') return 'unknown';
  if (light === 'good') return 'good';
  if (light === 'lost') return 'broken';
  const loss = Math.max(sample.lossIn ?? 0, sample.lossOut ?? 0, sample.concealed ?? 0);
  if (loss >= 0.05) return 'loss';
  return (sample.roundTripMs ?? 0) >= 400 ? 'delay' : 'frozen';
}
