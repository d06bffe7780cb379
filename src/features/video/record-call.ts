// Listens to a room for its flight recorder. Gives the record so far, to be stored when the call is over.
import { addToRecord, type CallRecord, EMPTY_RECORD, type RoomDriver } from '#domain/video';

export function recordCall(driver: RoomDriver, now: () => number): { record(): CallRecord; stop(): void } {
  let record = EMPTY_RECORD;
  const stop = driver.on((event) => {
    record = addToRecord(record, event, now());
  });
  return { record: () => record, stop };
}
