// Is there room for two columns, in the window and beside what else stands in it? Paper asks nothing: what is open
// stays open while it is printed.
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';

/** Two columns of words and numbers need as much, in px. */
const LEAST = 640;

const wide = () => window.matchMedia('(min-width: 960px)');
let onScreen = false;

function subscribe(tell: () => void): () => void {
  const query = wide();
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

function read(): boolean {
  if (!window.matchMedia('print').matches) onScreen = wide().matches;
  return onScreen;
}

export function useWide(box: RefObject<HTMLElement | null>): boolean {
  const isWindowWide = useSyncExternalStore(subscribe, read);
  const [isSqueezed, setSqueezed] = useState(false);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && !window.matchMedia('print').matches) setSqueezed(entry.contentRect.width < LEAST);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return isWindowWide && !isSqueezed;
}
