// Knows how long this screen has been left alone, by the server's clock.
import { useEffect, useState } from 'react';
import { decideIdle, type IdlePhase } from './decide-idle.ts';
import type { OpenSession } from './launch-queries.ts';

/** Now by the server: what it said, counted on by the monotonic clock. */
function serverNow({ view, heardAt }: OpenSession): number {
  return Date.parse(view.now) + (performance.now() - heardAt);
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
