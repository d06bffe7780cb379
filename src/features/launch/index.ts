// The screens of coming in and going out: session, idle lock, patient banner, the page for each kind of
// person. A page and its words travel only when that person comes.
import { lazy } from 'react';
import { speak, spokenLanguage } from '#lib/i18n';

export { IdleGuard } from './IdleGuard.tsx';
export { LockPage } from './LockPage.tsx';
export { bannerQuery, type OpenSession, sessionQuery } from './launch-queries.ts';
export { writePlainName } from './person-name.ts';
/** Our own look first; the EHR's colours, where it offers any, follow. */
export const wearStyle = (launchId: string) =>
  import('./wear-style.ts').then((style) => style.wearStyle(launchId));
export { listStripLines } from './list-strip-lines.ts';
export { EndedPage, ErrorPage, NotFoundPage } from './state-pages.tsx';
export { useOwnWindow } from './useOwnWindow.ts';

/** Staff screens are in English. */
function forStaff<Module>(load: () => Promise<Module>): Promise<Module> {
  return Promise.all([load(), speak('en', 'app', 'staff')]).then(([module]) => module);
}
const staffPages = () => import('./staff-pages.ts');

export const StaffFrame = lazy(() =>
  Promise.all([import('./StaffFrame.tsx'), speak('en', 'app', 'staff-frame')]).then(([frame]) => ({
    default: frame.StaffFrame,
  })),
);
export const LaunchStrip = lazy(() =>
  Promise.all([import('./LaunchStrip.tsx'), speak('en', 'app', 'staff-strip')]).then(([strip]) => ({
    default: strip.LaunchStrip,
  })),
);
export const CapabilityPage = lazy(() =>
  forStaff(staffPages).then((pages) => ({ default: pages.CapabilityPage })),
);
export const StaffDoorPage = lazy(() =>
  forStaff(staffPages).then((pages) => ({ default: pages.StaffDoorPage })),
);
const patientPages = () =>
  Promise.all([import('./PatientPage.tsx'), speak(spokenLanguage(), 'app', 'patient')]).then(
    ([page]) => page,
  );
export const PatientPage = lazy(() => patientPages().then((page) => ({ default: page.PatientPage })));
export const PatientFrame = lazy(() => patientPages().then((page) => ({ default: page.PatientFrame })));
