// The staff door: its start with the day's work of a role, and its further pages. The server keeps the same list by its
// routes.
import { type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { Role, SessionView } from '#domain/launch';
import { ChargesPage } from '#features/billing';
import { NotFoundPage, StaffDoorPage } from '#features/launch';
import { CredentialsPage, EndingLicences } from '#features/licensure';
import { RulePacks } from '#features/rules';
import { Today } from '#features/visit';
import { DeliveriesPart } from '#features/write-back';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';

interface Part {
  name: string;
  who: readonly Role[];
  draw(view: SessionView): ReactNode;
}

/** On the start, in this order. */
const PARTS: readonly Part[] = [
  {
    name: 'today',
    who: ['clinician', 'nurse', 'supervisor'],
    draw: ({ launchId, role }) => <Today launchId={launchId} mayOpen={role !== 'supervisor'} />,
  },
  {
    name: 'ending-licences',
    who: ['clinician', 'supervisor'],
    draw: ({ launchId, role, now }) => (
      <EndingLicences launchId={launchId} isOwn={role === 'clinician'} now={now} />
    ),
  },
  {
    name: 'charges',
    who: ['biller', 'supervisor'],
    draw: ({ launchId }) => <ChargesPage launchId={launchId} />,
  },
  {
    name: 'deliveries',
    who: ['clinician', 'biller', 'supervisor'],
    draw: ({ launchId }) => <DeliveriesPart launchId={launchId} />,
  },
];

/** Beside the start; the name is its path, and its words stand at `staff.nav.<name>`. */
const PAGES: readonly Part[] = [
  {
    name: 'licences',
    who: ['clinician', 'supervisor', 'tech-admin'],
    draw: ({ launchId, role, now }) => role && <CredentialsPage launchId={launchId} role={role} now={now} />,
  },
  {
    name: 'rules',
    who: ['supervisor', 'biller', 'privacy-officer', 'tech-admin'],
    draw: ({ launchId }) => <RulePacks launchId={launchId} />,
  },
];

const listOf = (parts: readonly Part[], { role }: SessionView) =>
  parts.filter(({ who }) => role !== null && who.includes(role));

/** The start and the pages of this person's role, for the frame's way between them. */
export function listDoorPages(view: SessionView) {
  return [
    { path: '/', words: 'door' },
    ...listOf(PAGES, view).map(({ name }) => ({ path: `/${name}`, words: name })),
  ];
}

export function StaffDoor({ view, home }: { view: SessionView; home: string }) {
  const say = useText();
  const waiting = <Loading words={say('app.loading.part')} />;
  return (
    <Switch>
      {listOf(PAGES, view).map(({ name, draw }) => (
        <Route key={name} path={`/${name}`}>
          <Suspense fallback={waiting}>{draw(view)}</Suspense>
        </Route>
      ))}
      <Route path="/">
        <StaffDoorPage view={view}>
          {listOf(PARTS, view).map(({ name, draw }) => (
            <Suspense key={name} fallback={waiting}>
              {draw(view)}
            </Suspense>
          ))}
        </StaffDoorPage>
      </Route>
      <Route>
        <NotFoundPage home={home} />
      </Route>
    </Switch>
  );
}
