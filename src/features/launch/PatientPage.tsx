// The patient's room, also for whoever acts for them: you are in, this is whom it is about, your visits, the way
// out. Short sentences, large targets. The visits are another feature's and come in from outside.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SessionView } from '#domain/launch';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { ActingFor } from './ActingFor.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { bannerQuery, useLogOut } from './launch-queries.ts';
import { writePlainName } from './person-name.ts';
import './patient-page.css';

export function PatientPage({ view, children }: { view: SessionView; children: ReactNode }) {
  const say = useText();
  return (
    <PatientFrame>
      <div className="stack">
        <Hello view={view} />
        {view.role === 'proxy' && <ActingFor view={view} />}
        <p className="soft">{say('patient.clinic', { tenant: view.tenant.name })}</p>
      </div>
      <section className="stack-tight">
        <h2>{say('patient.visits.title')}</h2>
        {children}
        <p>{say('patient.next.leave')}</p>
        <p>{say('patient.emergency')}</p>
      </section>
      <WaysOut launchId={view.launchId} />
    </PatientFrame>
  );
}

/** Name of the house, language, and one card: what stands around each of a patient's pages. */
export function PatientFrame({ children }: { children: ReactNode }) {
  const say = useText();
  return (
    <div className="patient-page">
      <header className="patient-bar">
        <p className="patient-mark">
          <img src="/icon.svg" alt="" />
          {say('app.name')}
        </p>
        <LanguageSwitch />
      </header>
      <main className="patient-card">{children}</main>
    </div>
  );
}

function Hello({ view }: { view: SessionView }) {
  const say = useText();
  // A patient's own name stands in the record; a proxy's name comes with the session alone.
  const readsName = view.role !== 'proxy' && view.person.name === null && view.patientId !== null;
  const banner = useQuery({ ...bannerQuery(view.launchId), enabled: readsName });
  const ownName = view.person.name && isolate(view.person.name);
  const name = ownName ?? (banner.data && readsName ? writePlainName(banner.data) : null);
  return (
    <>
      <h1>{name ? say('patient.hello', { name }) : say('patient.hello.nameless')}</h1>
      {readsName && banner.isError && <p>{say('patient.name.failed')}</p>}
      {view.patientId === null && <p role="alert">{say('patient.for.nobody')}</p>}
    </>
  );
}

function WaysOut({ launchId }: { launchId: string }) {
  const say = useText();
  const logOut = useLogOut(launchId);
  const leaving = (everywhere: boolean) =>
    logOut.isPending && logOut.variables === everywhere ? say('app.log-out.pending') : null;
  return (
    <div className="patient-actions">
      <Button pending={leaving(false)} onClick={() => logOut.mutate(false)}>
        {say('app.log-out')}
      </Button>
      <Button pending={leaving(true)} onClick={() => logOut.mutate(true)}>
        {say('patient.log-out.everywhere')}
      </Button>
      {logOut.isError && <p role="alert">{say('app.log-out.failed')}</p>}
    </div>
  );
}
