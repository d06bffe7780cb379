// Knows how long this screen has been left alone, by the server's clock.
import { useEffect, useState } from 'react';
import { decideIdle, type IdlePhase } from './decide-idle.ts';
import type { OpenSession } from './launch-queries.ts';

/**
 * Now by the server: what it said, counted on by whichever of our clocks went further. The monotonic one
 * may stand still while a laptop sleeps, the other may be set back; too early a lock is the safe side.
 */
function serverNow({ view, heardAt, heardOn }: OpenSession): number {
  return Date.parse(view.now) + Math.max(performance.now() - heardAt, Date.now() - heardOn);
}

export function useIdle(session: OpenSession): IdlePhase {
  const { warnAt, lockAt } = session.view;
  const [, wake] = useState(0);
  const idle = decideIdle(serverNow(session), { warnAt: Date.parse(warnAt), lockAt: Date.parse(lockAt) });
  useEffect(() => {
    if (idle.phase === 'over') return;
    const timer = setTimeout(() => wake((count) => count + 1), idle.next);
    return () => clearTimeout(timer);
  });
  return idle;
}
