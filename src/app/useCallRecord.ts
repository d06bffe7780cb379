// The flight recorder of one stay in the call: told to the server every half minute, and once more when the stay or the
// page ends. What is told are counts and times.
import { useEffect } from 'react';
import type { CallProvider, RoomDriver } from '#domain/video';
import { recordCall } from '#features/video';
import { saveRecord } from './call-queries.ts';

const EVERY_MS = 30_000;

interface Stay {
  driver: RoomDriver | null;
  provider: CallProvider | null;
  /** Its name, for the server. */
  stay: string;
}

export function useCallRecord(launchId: string, visitId: string, { driver, provider, stay }: Stay): void {
  useEffect(() => {
    if (!driver || !provider) return;
    // From the first connection on: the way to somebody may stand before anybody joins.
    const recorder = recordCall(driver, () => performance.now());
    let sequence = 0;
    const tell = (isLast: boolean) => {
      const { record, othersHere } = recorder.state();
      if (record.wishedAt === null) return;
      sequence += 1;
      // One that is lost is followed by the next, which holds all of it.
      saveRecord(launchId, { visitId, stay, sequence, provider, othersHere, record, isLast }).catch(
        () => undefined,
      );
    };
    const timer = setInterval(() => tell(false), EVERY_MS);
    const leave = () => tell(true);
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      recorder.stop();
      tell(true);
    };
  }, [launchId, visitId, driver, provider, stay]);
}
