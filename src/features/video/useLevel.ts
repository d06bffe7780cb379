// How loud a microphone is, and whether it has been silent suspiciously long. The sound goes nowhere.
import { useEffect, useState } from 'react';

const LOOK_MS = 100;
/** Rooms are never quite silent: a microphone below this for so long gives nothing at all. */
const SILENCE = 0.002;
const SILENT_AFTER_MS = 10_000;

/** `level` 0–1, in twenty steps; `isSilent`: nothing at all for ten seconds. */
export function useLevel(
  track: MediaStreamTrack | undefined,
  isOn = true,
): { level: number; isSilent: boolean } {
  const [heard, setHeard] = useState({ level: 0, isSilent: false });
  useEffect(() => {
    setHeard({ level: 0, isSilent: false });
    if (!track || !isOn) return;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const wave = new Float32Array(analyser.fftSize);
    let silentMs = 0;
    const timer = setInterval(() => {
      // A page that nobody touched yet may not listen; that is no silence.
      if (context.state !== 'running') return void context.resume();
      analyser.getFloatTimeDomainData(wave);
      const loudness = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
      silentMs = loudness < SILENCE ? silentMs + LOOK_MS : 0;
      const next = {
        level: Math.min(1, Math.round(Math.sqrt(loudness) * 30) / 20),
        isSilent: silentMs >= SILENT_AFTER_MS,
      };
      setHeard((before) =>
        before.level === next.level && before.isSilent === next.isSilent ? before : next,
      );
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      context.close();
    };
  }, [track, isOn]);
  return heard;
}
