// The sign of life of a page that stands open: the visit is not given up while somebody is here.
import { useEffect } from 'react';
import type { VisitState } from '#domain/visit';
import { postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

const EVERY_MS = 20_000;
const OPEN: readonly VisitState[] = ['checking-in', 'waiting', 'in-visit', 'dropped', 'moved-to-phone'];

export function usePresence(launchId: string, visitId: string, state: VisitState | null): void {
  const isOpen = state !== null && OPEN.includes(state);
  useEffect(() => {
    if (!isOpen) return;
    const tell = () => {
      const path = apiPath(launchId, `visits/${encodeURIComponent(visitId)}/present`);
      // A sign that does not arrive is followed by the next; the page says by itself that the line is down.
      postJson(path, { device: null }).catch(() => undefined);
    };
    tell();
    const timer = setInterval(tell, EVERY_MS);
    return () => clearInterval(timer);
  }, [launchId, visitId, isOpen]);
}
