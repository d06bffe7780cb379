// Is there room for two columns on the screen? Paper asks nothing: what is open stays open while it is printed.
import { useSyncExternalStore } from 'react';

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

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, read);
}
