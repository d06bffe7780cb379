// The sign of life of a page that stands open: the visit is not given up while somebody is here.
import { useEffect } from 'react';
import { postJson } from '#lib/api';
import { apiPath } from '#lib/paths';

const EVERY_MS = 20_000;

/** `device` names a page that is in the call; null: it only waits. `isOpen` false: nothing is told. */
export function usePresence(
  launchId: string,
  visitId: string,
  { isOpen, device }: { isOpen: boolean; device: string | null },
): void {
  useEffect(() => {
    if (!isOpen) return;
    const tell = () => {
      const path = apiPath(launchId, `visits/${encodeURIComponent(visitId)}/present`);
      // A sign that does not arrive is followed by the next; the page says by itself that the line is down.
      postJson(path, { device }).catch(() => undefined);
    };
    tell();
    const timer = setInterval(tell, EVERY_MS);
    return () => clearInterval(timer);
  }, [launchId, visitId, isOpen, device]);
}
