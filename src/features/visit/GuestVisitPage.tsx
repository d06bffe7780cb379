// A guest's way through a visit: waiting to be let in, the room, and each way it can end. The server says how they
// stand; each sight has one next step.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { GuestVisitView } from '#domain/visit';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { GuestSigns } from './GuestSigns.tsx';
import { guestVisitQuery, useAskAgain } from './guest-queries.ts';
import { ListeningQuestions } from './ListeningQuestions.tsx';
import { usePresence } from './usePresence.ts';
import { useVisitLine, type VisitLink } from './useVisitLine.ts';
import './patient-visit.css';

export interface GuestVisitProps {
  launchId: string;
  /** Tries camera and microphone while nothing else is to be done. */
  deviceCheck: ReactNode;
  room: (visit: GuestVisitView, link: VisitLink) => ReactNode;
}

export function GuestVisitPage({ launchId, deviceCheck, room }: GuestVisitProps) {
  const say = useText();
  const visit = useQuery(guestVisitQuery(launchId));
  if (visit.isPending) return <Loading words={say('app.loading')} />;
  if (!visit.data)
    return (
      <div className="stack" role="alert">
        <h1>{say('patient.visit.guest.failed.title')}</h1>
        <p>{say('patient.visit.guest.failed.meaning')}</p>
        <p>
          <ReadAgain kind="primary" query={visit} />
        </p>
      </div>
    );
  return <Sight {...{ launchId, deviceCheck, room }} visit={visit.data} isHeard={!visit.isError} />;
}

type SightProps = GuestVisitProps & { visit: GuestVisitView; isHeard: boolean };

function Sight({ launchId, visit, deviceCheck, room, isHeard }: SightProps) {
  const say = useText();
  const isWaiting = visit.standing === 'asking' || visit.standing === 'let-in';
  const isIn = visit.standing === 'in';
  usePresence(launchId, visit.visitId, { isOpen: isWaiting, device: null });
  const link = useVisitLine(launchId, visit.visitId, isWaiting || isIn);
  if (isIn)
    return (
      <>
        <h1 className="hidden-but-read">{titleOf(visit, say)}</h1>
        <ListeningQuestions launchId={launchId} visitId={visit.visitId} />
        {link && room(visit, link)}
        {visit.mayReport && <GuestSigns launchId={launchId} />}
      </>
    );
  return (
    <div className="stack">
      <h1>{isWaiting ? titleOf(visit, say) : say(`patient.visit.guest.${visit.standing}.title`)}</h1>
      <p className="soft">
        {say('patient.visit.guest.you', {
          name: visit.name ? isolate(visit.name) : '',
          role: say(`app.visit.guest.${visit.role}`),
        })}
      </p>
      <div className="wait-facts stack-tight" role="status">
        <p className="strong">{say(`patient.visit.guest.${visit.standing}`)}</p>
      </div>
      {isWaiting && (
        <>
          <p className={isHeard ? 'wait-line wait-line-up' : 'wait-line wait-line-down'} role="status">
            {say(isHeard ? 'patient.visit.wait.line.up' : 'patient.visit.wait.line.down')}
          </p>
          {deviceCheck}
          {visit.mayReport && <GuestSigns launchId={launchId} />}
        </>
      )}
      {visit.standing === 'gave-up' && <AskAgain launchId={launchId} />}
    </div>
  );
}

function AskAgain({ launchId }: { launchId: string }) {
  const say = useText();
  const ask = useAskAgain(launchId);
  return (
    <p>
      <Button
        kind="primary"
        pending={ask.isPending ? say('app.one-moment') : null}
        onClick={() => ask.mutate()}
      >
        {say('patient.visit.guest.ask-again')}
      </Button>
      {ask.isError && <span role="alert">{say('patient.visit.not-sent')}</span>}
    </p>
  );
}

function titleOf(visit: GuestVisitView, say: ReturnType<typeof useText>): string {
  return visit.clinician
    ? say('patient.visit.guest.with', { clinician: isolate(visit.clinician) })
    : say('patient.visit.with-clinic', { hospital: visit.hospital });
}
