// The screens of a visit: the patient's way from check-in to the call. Its pages and words travel when a visit is
// opened; the list of visits stands on the patient's first page.
import { lazy } from 'react';
import { withStaffVisitWords, withVisitWords } from './visit-words.ts';

export type { DeviceCheckSlot, Subject } from './check-in-parts.ts';
export { MyVisits } from './MyVisits.tsx';
export { RoomPeople } from './RoomPeople.tsx';
export { roomQuery, useRoomStep } from './room-queries.ts';
export { useVisitOrder } from './staff-visit-queries.ts';
export { usePresence } from './usePresence.ts';
export type { VisitLink } from './useVisitLine.ts';
export { VisitChat } from './VisitChat.tsx';

export const PatientVisitPage = lazy(() =>
  withVisitWords(import('./PatientVisitPage.tsx')).then((page) => ({ default: page.PatientVisitPage })),
);

export const GuestVisitPage = lazy(() =>
  withVisitWords(import('./GuestVisitPage.tsx')).then((page) => ({ default: page.GuestVisitPage })),
);

export const Today = lazy(() =>
  withStaffVisitWords(import('./Today.tsx')).then((page) => ({ default: page.Today })),
);
export const VisitBanner = lazy(() =>
  withStaffVisitWords(import('./VisitBanner.tsx')).then((page) => ({ default: page.VisitBanner })),
);
export const VisitDesk = lazy(() =>
  withStaffVisitWords(import('./VisitDesk.tsx')).then((desk) => ({ default: desk.VisitDesk })),
);
