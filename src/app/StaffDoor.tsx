// The staff door: its pages, each for the roles that have use for it. The server keeps the same list by its routes.
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { Role, SessionView } from '#domain/launch';
import { NotFoundPage, StaffDoorPage } from '#features/launch';
import { RulePacks } from '#features/rules';
import { Today } from '#features/visit';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';

const SEES_TODAY: readonly Role[] = ['clinician', 'nurse', 'supervisor'];

interface DoorPage {
  path: string;
  /** Words at `staff.nav.<words>`. */
  words: string;
  who: readonly Role[];
  page(view: SessionView): React.ReactNode;
}

const PAGES: readonly DoorPage[] = [
  {
    path: '/rules',
    words: 'rules',
    who: ['supervisor', 'biller', 'privacy-officer', 'tech-admin'],
    page: ({ launchId }) => <RulePacks launchId={launchId} />,
  },
];

/** The start and the pages of this person's role, for the frame's way between them. */
export function listDoorPages({ role }: SessionView) {
  return [{ path: '/', words: 'door' }, ...PAGES.filter(({ who }) => role !== null && who.includes(role))];
}

export function StaffDoor({ view, home }: { view: SessionView; home: string }) {
  const say = useText();
  const { role } = view;
  return (
    <Suspense fallback={<Loading words={say('app.loading.part')} />}>
      <Switch>
        {PAGES.filter(({ who }) => role !== null && who.includes(role)).map(({ path, page }) => (
          <Route key={path} path={path}>
            {page(view)}
          </Route>
        ))}
        <Route path="/">
          <StaffDoorPage view={view}>
            {role !== null && SEES_TODAY.includes(role) && (
              <Today launchId={view.launchId} mayOpen={role !== 'supervisor'} />
            )}
          </StaffDoorPage>
        </Route>
        <Route>
          <NotFoundPage home={home} />
        </Route>
      </Switch>
    </Suspense>
  );
}
