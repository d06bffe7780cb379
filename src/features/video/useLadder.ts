// Watches the weakest line of a room and keeps the rung of the ladder: lowers and raises the picture by
// itself, and gives the one offer that a person may take.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import {
  decideLadder,
  type LadderStep,
  lightOf,
  type QualitySample,
  type RoomDriver,
  type Rung,
} from '#domain/video';

const LOOK_MS = 1000;
const KEEP_MS = 40_000;
const WORSE = ['good', 'unknown', 'fair', 'poor', 'lost'];
const START: LadderStep = { light: 'unknown', reason: 'unknown', act: null, offer: null };

export function useLadder(driver: RoomDriver) {
  const [step, setStep] = useState<LadderStep>(START);
  const kept = useRef({
    rung: 'video' as Rung,
    since: 0,
    samples: [] as QualitySample[],
    brokenSince: null as number | null,
    declinedAt: null as number | null,
  });

  const look = useEffectEvent(() => {
    const now = performance.now();
    const facts = kept.current;
    const { own, participants } = driver.view();
    const isBroken = participants.some((one) => one.hasJoined && one.link === 'reconnecting');
    facts.brokenSince = isBroken ? (facts.brokenSince ?? now) : null;
    const rung = own.media.camera ? (facts.rung === 'audio' ? 'video' : facts.rung) : 'audio';
    if (rung !== facts.rung) Object.assign(facts, { rung, since: now });
    const next = decideLadder(facts, now);
    if (next.act) {
      Object.assign(facts, { rung: next.act === 'low' ? 'low-video' : 'video', since: now });
      driver.setPicture(next.act);
    }
    setStep((before) =>
      before.light === next.light && before.reason === next.reason && before.offer === next.offer
        ? before
        : next,
    );
  });

  useEffect(() => {
    const stop = driver.on((event) => {
      if (event.kind !== 'quality') return;
      const { samples } = kept.current;
      const last = samples.at(-1);
      // Several lines are measured at about the same time: the worst of them counts.
      const isSameTurn = last && event.sample.at - last.at < 500;
      const isBetter = last && WORSE.indexOf(lightOf(event.sample)) < WORSE.indexOf(lightOf(last));
      if (isSameTurn && isBetter) return;
      const before = isSameTurn ? samples.slice(0, -1) : samples;
      kept.current.samples = [...before, event.sample].filter(({ at }) => event.sample.at - at < KEEP_MS);
    });
    const timer = setInterval(() => look(), LOOK_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [driver]);

  return {
    step,
    decline: () => {
      kept.current.declinedAt = performance.now();
      setStep((before) => ({ ...before, offer: null }));
    },
  };
}
