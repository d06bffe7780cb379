// Is this page in a call? The lock takes the record off the screen and leaves the call: nobody is cut off because
// they listened without touching anything.
import { useEffect, useSyncExternalStore } from 'react';

let calls = 0;
const ears = new Set<() => void>();

function change(by: 1 | -1): void {
  calls += by;
  for (const ear of ears) ear();
}

/** While `isRunning` and drawn, the page is in a call. */
export function useCallIsRunning(isRunning: boolean): void {
  useEffect(() => {
    if (!isRunning) return;
    change(1);
    return () => change(-1);
  }, [isRunning]);
}

export function useIsInCall(): boolean {
  return useSyncExternalStore(
    (tell) => {
      ears.add(tell);
      return () => ears.delete(tell);
    },
    () => calls > 0,
  );
}
