// The waiting room: who comes, how long it may honestly take, whether the line is up, and a way out. It never says
// a number it does not know.
import { useState } from 'react';
import type { PatientVisitView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { CrisisLines, listLasting } from './CrisisLines.tsx';
import { usePatientStep } from './patient-visit-queries.ts';

interface WaitingRoomProps {
  launchId: string;
  visitId: string;
  visit: PatientVisitView;
  /** The last question to the server was answered. */
  isHeard: boolean;
}

export function WaitingRoom({ launchId, visitId, visit, isHeard }: WaitingRoomProps) {
  const say = useText();
  const { wait, queue } = visit;
  return (
    <div className="stack">
      <h1>{say('patient.visit.wait.title')}</h1>
      {visit.signs.hasSign && (
        <section className="crisis-strip stack-tight" aria-label={say('patient.visit.signs.strip')}>
          <p className="strong">{say('patient.visit.signs.strip')}</p>
          <CrisisLines lines={listLasting(visit.signs.crisisLines)} />
        </section>
      )}
      <p>
        {visit.clinician
          ? say('patient.visit.wait.who', { clinician: visit.clinician })
          : say('patient.visit.wait.who.clinic', { hospital: visit.hospital })}
      </p>
      <div className="wait-facts stack-tight" role="status">
        {wait?.state === 'known' ? (
          <p className="strong">
            {say('patient.visit.wait.range', { least: wait.fromMinutes, most: wait.toMinutes })}
          </p>
        ) : (
          <p className="strong">{say('patient.visit.wait.not-known')}</p>
        )}
        {queue && <p>{say('patient.visit.wait.place', { place: queue.place })}</p>}
        {queue?.why && <p>{say(`patient.visit.wait.why.${queue.why}`)}</p>}
        {visit.hold && visit.hold !== 'questions-left' && <p>{say(`patient.visit.hold.${visit.hold}`)}</p>}
        {visit.plannedStart && (
          <p className="soft">
            {say('patient.visit.wait.planned', { time: formatInstant(visit.plannedStart) })}
          </p>
        )}
      </div>
      <p className={isHeard ? 'wait-line wait-line-up' : 'wait-line wait-line-down'} role="status">
        {say(isHeard ? 'patient.visit.wait.line.up' : 'patient.visit.wait.line.down')}
      </p>
      <p>{say('patient.visit.wait.next')}</p>
      <CallOff launchId={launchId} visitId={visitId} visit={visit} />
      <p>{say('patient.emergency')}</p>
    </div>
  );
}

function CallOff({ launchId, visitId, visit }: Omit<WaitingRoomProps, 'isHeard'>) {
  const say = useText();
  const step = usePatientStep(launchId, visitId);
  const [isAsked, setAsked] = useState(false);
  if (!visit.may.includes('cancel')) return null;
  if (!isAsked)
    return (
      <p>
        <Button onClick={() => setAsked(true)}>{say('patient.visit.wait.cancel')}</Button>
      </p>
    );
  return (
    <div className="stack-tight">
      <p>{say('patient.visit.wait.cancel.sure')}</p>
      <div className="check-in-choices">
        <Button pending={step.isPending ? say('app.one-moment') : null} onClick={() => step.mutate('cancel')}>
          {say('patient.visit.wait.cancel.yes')}
        </Button>
        <Button kind="primary" onClick={() => setAsked(false)}>
          {say('patient.visit.wait.cancel.no')}
        </Button>
      </div>
      {step.isError && <p role="alert">{say('patient.visit.not-sent')}</p>}
    </div>
  );
}
