// Listens to a room for its flight recorder. Gives the record so far, and whether anybody else was there to be heard.
import { addToRecord, type CallRecord, EMPTY_RECORD, type RoomDriver } from '#domain/video';

export function recordCall(
  driver: RoomDriver,
  now: () => number,
): { state(): { record: CallRecord; othersHere: boolean }; stop(): void } {
  let record = EMPTY_RECORD;
  let othersHere = driver.view().participants.length > 0;
  const stop = driver.on((event) => {
    record = addToRecord(record, event, now());
    othersHere ||= driver.view().participants.length > 0;
  });
  return { state: () => ({ record, othersHere }), stop };
}
