// A visit that is over, went another way, or is somebody else's: what that means, and where to go from here.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { PatientVisitView, VisitState } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { useText } from '#ui/text';

interface VisitOverProps {
  sight: VisitState | 'not-you';
  visit: PatientVisitView;
  children?: ReactNode;
}

export function VisitOver({ sight, visit, children }: VisitOverProps) {
  const say = useText();
  return (
    <div className="stack">
      <div className="stack" role="status">
        <h1>
          {say(
            sight === 'not-you' ? 'patient.visit.over.not-you.title' : `patient.visit.over.${sight}.title`,
          )}
        </h1>
        <p>{say(sight === 'not-you' ? 'patient.visit.hold.not-you' : visit.words)}</p>
      </div>
      {children}
      {visit.instead && (
        <p>
          <Link href={`/visit/${visit.instead.visitId}`} className="button button-primary">
            {visit.instead.plannedStart
              ? say('patient.visit.over.instead.at', { time: formatInstant(visit.instead.plannedStart) })
              : say('patient.visit.over.instead')}
          </Link>
        </p>
      )}
      <p>
        <Link href="/" className="button">
          {say('patient.visit.over.home')}
        </Link>
      </p>
      <p>{say('patient.emergency')}</p>
    </div>
  );
}
