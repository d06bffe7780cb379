// Tells whoever keeps room for the visit that its size is known.
import { useEffect } from 'react';

export function useSettled(isSettled: boolean, tell: (() => void) | undefined): void {
  useEffect(() => {
    if (isSettled) tell?.();
  }, [isSettled, tell]);
}
