// Is there room for two columns?
import { useSyncExternalStore } from 'react';

const wide = () => window.matchMedia('(min-width: 960px)');

function subscribe(tell: () => void): () => void {
  const query = wide();
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide().matches);
}
