// Tells the server that a person used the screen: real pointer or key input, at most once a minute.
// Polling, timers, scripted events and a pointer that lies still under a moving page are none.
import { useEffect, useRef } from 'react';
import { decideReport } from './decide-idle.ts';

const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const;

/** `listening` false: only the warning's own buttons count. */
export function useInputReport(listening: boolean, report: () => void): void {
  const reportedAt = useRef<number | null>(null);
  const pointer = useRef('');
  const send = useRef(report);
  useEffect(() => {
    send.current = report;
  });
  useEffect(() => {
    if (!listening) return;
    const heard = (event: Event) => {
      if (!event.isTrusted || isStill(event, pointer)) return;
      if (!decideReport(reportedAt.current, performance.now())) return;
      reportedAt.current = performance.now();
      send.current();
    };
    for (const input of INPUTS) window.addEventListener(input, heard, { capture: true, passive: true });
    return () => {
      for (const input of INPUTS) window.removeEventListener(input, heard, { capture: true });
    };
  }, [listening]);
}

/** A page that moves under a still pointer makes browsers send a move of their own. */
function isStill(event: Event, last: { current: string }): boolean {
  if (event.type !== 'pointermove' || !(event instanceof PointerEvent)) return false;
  const place = `${event.screenX}/${event.screenY}`;
  const still = last.current === place || last.current === '';
  last.current = place;
  return still;
}
