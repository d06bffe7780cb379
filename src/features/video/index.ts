// The call: rooms to join, devices to look at first, and the part of a screen that shows the people in it.
// Everything is loaded when a call is near, never with the first paint.
import { lazy } from 'react';
import type { RoomDriver } from '#domain/video';
import { speak, spokenLanguage } from '#lib/i18n';
import type { DailyNeeds } from './daily-room.ts';
import type { PeerNeeds } from './peer-room.ts';

export type { CallPerson, CallProps } from './Call.tsx';
export { sayCause } from './cause-texts.ts';
export type { DailyNeeds, DailyRoomCall } from './daily-room.ts';
export type { PeerNeeds } from './peer-room.ts';
export { type DeviceProbe, probeDevices } from './probe-devices.ts';
export { recordCall } from './record-call.ts';

/** The room without a vendor. */
export async function openPeerRoom(needs: PeerNeeds): Promise<RoomDriver> {
  return (await import('./peer-room.ts')).createPeerRoom(needs);
}

/** The room at Daily; the vendor's own script comes later still, with `join`. */
export async function openDailyRoom(needs: DailyNeeds): Promise<RoomDriver> {
  return (await import('./daily-room.ts')).createDailyRoom(needs);
}

function withWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak(spokenLanguage(), 'video')]).then(([module]) => module);
}

/** Fetches the call's screen and words; what a waiting room may begin before it is needed. */
export const loadCall = () => withWords(import('./Call.tsx'));

export const Call = lazy(() => loadCall().then(({ Call }) => ({ default: Call })));
export const PreCallCheck = lazy(() =>
  withWords(import('./PreCallCheck.tsx')).then(({ PreCallCheck }) => ({ default: PreCallCheck })),
);
/** What to do where this frame may not use the camera; `isFine` hides it. */
export const FrameNotice = lazy(() =>
  withWords(import('./FrameNotice.tsx')).then(({ FrameNotice }) => ({ default: FrameNotice })),
);
/** How a call went; after the visit. */
export const CallReport = lazy(() =>
  withWords(import('./CallReport.tsx')).then(({ CallReport }) => ({ default: CallReport })),
);
