// The patient's visits of today and tomorrow. One that the link names, or the only one, is offered first.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { MyVisitsView } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { myVisitsQuery } from './patient-visit-queries.ts';
import { withVisitWords } from './visit-words.ts';
import './patient-visit.css';

type MyVisit = MyVisitsView['visits'][number];

export function MyVisits({ launchId }: { launchId: string }) {
  const say = useText();
  const visits = useQuery(myVisitsQuery(launchId));
  if (visits.isPending) return <Loading words={say('patient.visits.loading')} />;
  if (!visits.data)
    return (
      <div className="stack-tight" role="alert">
        <p>{say('patient.visits.failed')}</p>
        <p>
          <ReadAgain query={visits} />
        </p>
      </div>
    );
  if (visits.data.visits.length === 0) return <p>{say('patient.visits.none')}</p>;
  const first = visits.data.visits.find(({ isOfLink }) => isOfLink) ?? visits.data.visits[0];
  return (
    <ul className="my-visits">
      {visits.data.visits
        .toSorted((one, other) => Number(other === first) - Number(one === first))
        .map((visit) => (
          <MyVisitLine key={visit.visitId} visit={visit} isFirst={visit === first} />
        ))}
    </ul>
  );
}

function MyVisitLine({ visit, isFirst }: { visit: MyVisit; isFirst: boolean }) {
  const say = useText();
  const when = visit.plannedStart && formatInstant(visit.plannedStart);
  return (
    <li className="my-visit stack-tight">
      <p className="strong">
        {visit.clinician
          ? say('patient.visits.with', { clinician: visit.clinician })
          : say('patient.visits.video')}
      </p>
      {when && <p>{when}</p>}
      <p>
        <Link
          href={`/visit/${visit.visitId}`}
          className={isFirst ? 'button button-primary' : 'button'}
          onPointerEnter={() => void withVisitWords(import('./PatientVisitPage.tsx'))}
        >
          {say('patient.visits.open')}
        </Link>
      </p>
    </li>
  );
}
