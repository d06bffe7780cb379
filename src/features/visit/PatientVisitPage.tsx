// One visit as its patient lives it: check-in, waiting, joining, over. The server says where it stands; each sight
// has one next step and a way out.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PatientVisitView } from '#domain/visit';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { ChangesInVisit } from './ChangesInVisit.tsx';
import { CheckIn } from './CheckIn.tsx';
import { ConsentAgain } from './ConsentAgain.tsx';
import type { DeviceCheckSlot, Subject } from './check-in-parts.ts';
import { ListeningQuestions } from './ListeningQuestions.tsx';
import { patientVisitQuery, usePatientStep } from './patient-visit-queries.ts';
import { usePresence } from './usePresence.ts';
import { useVisitLine, type VisitLink } from './useVisitLine.ts';
import { VisitOver } from './VisitOver.tsx';
import { WaitingRoom } from './WaitingRoom.tsx';
import './patient-visit.css';

export interface PatientVisitProps {
  launchId: string;
  visitId: string;
  /** Whom the record is about, to be confirmed; null while it is being read or could not be. */
  subject: Subject | null;
  deviceCheck: DeviceCheckSlot;
  /** The room itself, once the patient may join by their own act; while they wait, it connects ahead unseen. */
  room: (visit: PatientVisitView, link: VisitLink) => ReactNode;
  /** What there is to read of a visit that was held. */
  papers: (visit: PatientVisitView) => ReactNode;
}

export function PatientVisitPage(props: PatientVisitProps) {
  const { launchId, visitId } = props;
  const say = useText();
  const visit = useQuery(patientVisitQuery(launchId, visitId));
  const state = visit.data?.state;
  const isWaiting = state === 'checking-in' || state === 'waiting';
  usePresence(launchId, visitId, { isOpen: isWaiting, device: null });
  const link = useVisitLine(launchId, visitId, isWaiting || visit.data?.mayJoin === true);
  if (visit.isPending) return <Loading words={say('app.loading')} />;
  if (!visit.data)
    return (
      <div className="stack" role="alert">
        <h1>{say('patient.visit.failed.title')}</h1>
        <p>{say('patient.visit.failed.meaning')}</p>
        <p>
          <ReadAgain kind="primary" query={visit} />
        </p>
      </div>
    );
  return <Sight {...props} visit={visit.data} link={link} isHeard={!visit.isError} />;
}

type SightProps = PatientVisitProps & { visit: PatientVisitView; link: VisitLink | null; isHeard: boolean };

function Sight(props: SightProps) {
  const { visit, isHeard, launchId, visitId } = props;
  if (visit.hold === 'not-you') return <VisitOver sight="not-you" visit={visit} />;
  // One place for both, so that what was connected while waiting is there when the door opens.
  if (visit.mayJoin || visit.state === 'waiting')
    return (
      <>
        {visit.mayJoin ? (
          <VisitTitle visit={visit} className="hidden-but-read" />
        ) : (
          <WaitingRoom launchId={launchId} visitId={visitId} visit={visit} isHeard={isHeard} />
        )}
        <ConsentAgain launchId={launchId} visit={visit} />
        <ListeningQuestions launchId={launchId} visitId={visitId} />
        {props.link && props.room(visit, props.link)}
        <ChangesInVisit launchId={launchId} visit={visit} />
      </>
    );
  switch (visit.state) {
    case 'booked':
    case 'invited':
      return <Welcome launchId={launchId} visit={visit} />;
    case 'checking-in':
      return <CheckIn {...props} />;
    case 'no-show':
    case 'left-before-seen':
      return <Welcome launchId={launchId} visit={visit} />;
    case 'cancelled':
      return <VisitOver sight={visit.state} visit={visit} />;
    default:
      return (
        <VisitOver sight={visit.state} visit={visit}>
          {props.papers(visit)}
        </VisitOver>
      );
  }
}

/** Nothing has begun, or it was left: the patient comes by their own act, so that a link that is only read does nothing. */
function Welcome({ launchId, visit }: { launchId: string; visit: PatientVisitView }) {
  const say = useText();
  const step = usePatientStep(launchId, visit.visitId);
  const isBack = visit.state === 'no-show' || visit.state === 'left-before-seen';
  return (
    <div className="stack">
      <VisitTitle visit={visit} />
      <p>{say(isBack ? visit.words : 'patient.visit.welcome')}</p>
      {visit.may.includes('arrive') && (
        <p>
          <Button
            kind="primary"
            pending={step.isPending ? say('app.one-moment') : null}
            onClick={() => step.mutate('arrive')}
          >
            {say(isBack ? 'patient.visit.come-back' : 'patient.visit.begin')}
          </Button>
        </p>
      )}
      {step.isError && <p role="alert">{say('patient.visit.not-sent')}</p>}
      <p>{say('patient.emergency')}</p>
    </div>
  );
}

function VisitTitle({ visit, className }: { visit: PatientVisitView; className?: string }) {
  const say = useText();
  return (
    <h1 className={className}>
      {visit.clinician
        ? say('patient.visit.with', { clinician: visit.clinician })
        : say('patient.visit.with-clinic', { hospital: visit.hospital })}
    </h1>
  );
}
