// Which screen for whom. Features stand side by side here and nowhere else.
import { Route, Switch } from 'wouter';
import type { SessionView } from '#domain/launch';
import {
  CapabilityPage,
  GuestPage,
  NotFoundPage,
  PatientPage,
  StaffDoorPage,
  StaffFrame,
} from '#features/launch';
import { launchBase } from '#lib/paths';
import { isPatientRoom } from './is-patient-room.ts';

export function Screens({ view }: { view: SessionView }) {
  if (view.role === 'guest') return <GuestPage />;
  const home = `${launchBase(view.launchId)}/`;
  if (isPatientRoom(view))
    return (
      <Switch>
        <Route path="/">
          <PatientPage view={view} />
        </Route>
        <Route>
          <NotFoundPage home={home} />
        </Route>
      </Switch>
    );
  return (
    <StaffFrame view={view}>
      <Switch>
        <Route path="/">
          {view.door === 'staff' ? <StaffDoorPage view={view} /> : <CapabilityPage view={view} />}
        </Route>
        <Route path="/capabilities">
          <CapabilityPage view={view} />
        </Route>
        <Route>
          <NotFoundPage home={home} />
        </Route>
      </Switch>
    </StaffFrame>
  );
}
