// Which screen for whom. Features stand side by side here and nowhere else.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Route, Switch } from 'wouter';
import type { SessionView } from '#domain/launch';
import { ChartPage, loadChartPage, WrongPatientPage, wrongPatientQuery } from '#features/chart';
import {
  CapabilityPage,
  GuestPage,
  LaunchStrip,
  listStripLines,
  NotFoundPage,
  PatientPage,
  StaffDoorPage,
  StaffFrame,
  wearStyle,
} from '#features/launch';
import { launchBase } from '#lib/paths';
import { isPatientRoom } from './is-patient-room.ts';

export function Screens({ view }: { view: SessionView }) {
  const wrongPatient = useQuery(wrongPatientQuery);
  const hasChart = view.door === 'ehr' && view.patientId !== null && view.role !== 'guest';
  useEffect(() => {
    // While the frame around it is still coming.
    if (hasChart) void loadChartPage();
  }, [hasChart]);
  const { launchId, offersStyle } = view;
  useEffect(() => {
    if (offersStyle) void wearStyle(launchId);
  }, [offersStyle, launchId]);
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
  if (wrongPatient.data) return <WrongPatientPage />;
  return (
    <StaffFrame view={view} hasChart={hasChart}>
      <Switch>
        <Route path="/">
          {hasChart && listStripLines(view).length > 0 && <LaunchStrip view={view} />}
          {hasChart && <ChartPage view={view} />}
          {!hasChart &&
            (view.door === 'staff' ? <StaffDoorPage view={view} /> : <CapabilityPage view={view} />)}
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
