// What stands around every staff page: the patient's banner on top, the session bar, the page.
import { type ReactNode, Suspense } from 'react';
import type { SessionView } from '#domain/launch';
import { isolate } from '#lib/isolate';
import { launchBase } from '#lib/paths';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import { PatientBanner } from './PatientBanner.tsx';
import { SessionActions } from './SessionActions.tsx';
import { type StaffPageLink, StaffPages } from './StaffPages.tsx';
import { roleText, vendorText } from './session-texts.ts';
import './staff-frame.css';

interface StaffFrameProps {
  view: SessionView;
  /** The pages of this launch, its start first; fewer than two need no way between them. */
  pages?: readonly StaffPageLink[];
  /** Who the window is about, where it is not the chart that says so. */
  banner?: ReactNode;
  /** Two pages' worth stand beside each other, where there is room. */
  isWide?: boolean;
  children: ReactNode;
}

export function StaffFrame({ view, pages = [], banner, isWide, children }: StaffFrameProps) {
  const say = useText();
  const person = isolate(view.person.name ?? say('staff.person.nameless'));
  return (
    <>
      <a className="skip" href="#content">
        {say('app.skip')}
      </a>
      {banner ?? (view.patientId && <PatientBanner view={view} />)}
      <header className="staff-bar">
        <a className="staff-bar-mark" href={`${launchBase(view.launchId)}/`}>
          <img src="/icon.svg" alt="" />
          {say('app.name')}
        </a>
        <p className="staff-bar-who">
          <span className="strong">{person}</span>, {roleText(view.role, say)}
          <span className="soft">
            {' '}
            · {view.tenant.name} ({vendorText(view.tenant.vendor, say)})
          </span>
        </p>
        {pages.length > 1 && <StaffPages pages={pages} />}
        <SessionActions launchId={view.launchId} />
      </header>
      <main className="staff-main" data-wide={isWide || undefined} id="content" tabIndex={-1}>
        {/* A page on its way never takes the banner off the screen. */}
        <Suspense fallback={<Loading words={say('app.loading.part')} />}>{children}</Suspense>
      </main>
    </>
  );
}
