// Keys of the call: Alt and Shift with a letter, so that the chart's single letters and what a person types
// stay free. The key is told by its place, since Alt changes the sign on some keyboards.
import { useEffect, useEffectEvent } from 'react';

export type CallKey = 'microphone' | 'camera' | 'screen' | 'chat' | 'leave';
export const CALL_KEYS: Readonly<Record<CallKey, string>> = {
  microphone: 'M',
  camera: 'V',
  screen: 'S',
  chat: 'C',
  leave: 'L',
};

export function useCallKeys(onKey: (key: CallKey) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const found = Object.entries(CALL_KEYS).find(([, letter]) => event.code === `Key${letter}`);
    if (!found) return;
    event.preventDefault();
    onKey(found[0] as CallKey);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
