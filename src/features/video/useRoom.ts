// What a room looks like now, for the screen.
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { RoomDriver, RoomEvent, RoomView } from '#domain/video';

export function useRoom(driver: RoomDriver): RoomView {
  return useSyncExternalStore(driver.on, driver.view);
}

export function useRoomEvents(driver: RoomDriver, onEvent: (event: RoomEvent) => void): void {
  const hear = useEffectEvent(onEvent);
  useEffect(() => driver.on((event) => hear(event)), [driver]);
}
