// Which screen for whom. Features stand side by side here and nowhere else.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Route, Switch, useRoute } from 'wouter';
import type { SessionView } from '#domain/launch';
import { ChartPage, loadChartPage, WrongPatientPage, wrongPatientQuery } from '#features/chart';
import { goToNote, NOTE_KEYS } from '#features/documentation';
import {
  bannerQuery,
  CapabilityPage,
  LaunchStrip,
  listStripLines,
  NotFoundPage,
  PatientPage,
  StaffFrame,
  wearStyle,
} from '#features/launch';
import { MyVisits, VisitBanner } from '#features/visit';
import { hasText } from '#lib/i18n';
import { launchBase } from '#lib/paths';
import { useText } from '#ui/text';
import { ChartAndVisit } from './ChartAndVisit.tsx';
import { GuestVisit } from './GuestVisit.tsx';
import { isPatientRoom } from './is-patient-room.ts';
import { PatientVisit } from './PatientVisit.tsx';
import { listDoorPages, StaffDoor } from './StaffDoor.tsx';
import { StaffVisit, showsDesk } from './StaffVisit.tsx';
import './screens.css';

/** The start of a launch is the chart, and what this EHR allows stands beside it. */
const CHART_PAGES = [
  { path: '/', words: 'chart' },
  { path: '/capabilities', words: 'capabilities' },
];

export function Screens({ view }: { view: SessionView }) {
  const wrongPatient = useQuery(wrongPatientQuery);
  const [isAtStart] = useRoute('/');
  const hasChart = view.door === 'ehr' && view.patientId !== null && view.role !== 'guest';
  const client = useQueryClient();
  const hasBanner = view.patientId !== null && view.role !== 'guest' && !isPatientRoom(view);
  useEffect(() => {
    // While the frame around them is still coming; whom it is about before anything of the record.
    if (hasBanner) void client.prefetchQuery(bannerQuery(view.launchId));
    if (hasChart) void loadChartPage();
  }, [client, hasBanner, hasChart, view.launchId]);
  const { launchId, offersStyle } = view;
  useEffect(() => {
    if (offersStyle) void wearStyle(launchId);
  }, [offersStyle, launchId]);
  if (view.role === 'guest') return <GuestVisit view={view} />;
  const home = `${launchBase(view.launchId)}/`;
  if (isPatientRoom(view))
    return (
      <Switch>
        <Route path="/">
          <PatientPage view={view}>
            {view.patientId !== null && <MyVisits launchId={view.launchId} />}
          </PatientPage>
        </Route>
        <Route path="/visit/:visitId">
          {({ visitId }) => <PatientVisit view={view} visitId={visitId} />}
        </Route>
        <Route>
          <NotFoundPage home={home} />
        </Route>
      </Switch>
    );
  if (wrongPatient.data) return <WrongPatientPage />;
  if (view.door === 'staff' && view.patientId !== null)
    return (
      <StaffFrame
        view={view}
        banner={
          <Suspense>
            <VisitBanner launchId={view.launchId} />
          </Suspense>
        }
      >
        <StaffVisit view={view} />
      </StaffFrame>
    );
  if (view.door === 'staff')
    return (
      <StaffFrame view={view} pages={listDoorPages(view)}>
        <StaffDoor view={view} home={home} />
      </StaffFrame>
    );
  return (
    <StaffFrame
      view={view}
      pages={hasChart ? CHART_PAGES : []}
      isWide={isAtStart && hasChart && showsDesk(view)}
    >
      <Switch>
        <Route path="/">
          {hasChart && listStripLines(view).length > 0 && <LaunchStrip view={view} />}
          {hasChart && (
            <ChartAndVisit
              visit={showsDesk(view) ? (onSettled) => <StaffVisit view={view} onSettled={onSettled} /> : null}
            >
              {!showsDesk(view) && <StaffVisit view={view} />}
              <ChartBeside view={view} />
            </ChartAndVisit>
          )}
          {!hasChart && <CapabilityPage view={view} />}
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

/** The chart with the keys of the note that may stand beside it. */
function ChartBeside({ view }: { view: SessionView }) {
  const say = useText();
  const hasNote = hasText('staff.note.key.go');
  const keys = hasNote
    ? NOTE_KEYS.map(({ key, does }) => ({ name: key, value: say(`staff.note.key.${does}`) }))
    : [];
  return <ChartPage view={view} besides={{ keys, press: (key) => key === 'n' && goToNote() }} />;
}
