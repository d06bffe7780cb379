// Is one of these happening now? A tick says at once whom to call, before anything is sent. Nothing that was told is
// shown again: it stays with the clinician, and telling more only adds.
import { useQuery } from '@tanstack/react-query';
import type { PatientVisitView } from '#domain/visit';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { SignsForm } from './SignsForm.tsx';
import { askedSignsQuery, useTellSigns } from './sign-queries.ts';

interface SignsQuestionProps {
  launchId: string;
  visit: PatientVisitView;
  /** Told, or left: the view that came back, or the one that was there. */
  onDone: (visit: PatientVisitView) => void;
  isInVisit?: boolean;
}

export function SignsQuestion({ launchId, visit, onDone, isInVisit = false }: SignsQuestionProps) {
  const say = useText();
  const place = visit.checkIn.where?.at ?? '';
  const asked = useQuery(askedSignsQuery(launchId, visit.visitId, place));
  const tell = useTellSigns(launchId, visit.visitId);
  const Title = isInVisit ? 'h2' : 'h1';
  const whose = visit.actingForPatient ? '.proxy' : '';
  return (
    <>
      <Title>{say(`patient.visit.signs.title${whose}`)}</Title>
      {asked.isPending && <Loading words={say('app.loading')} />}
      {asked.isError && (
        <div className="stack-tight" role="alert">
          <p>{say('patient.visit.signs.failed')}</p>
          <div className="check-in-choices">
            <ReadAgain query={asked} />
            <Button onClick={() => onDone(visit)}>{say('patient.visit.signs.go.goes-on')}</Button>
          </div>
        </div>
      )}
      {asked.data && (
        <SignsForm
          signs={asked.data.signs}
          how={visit.signs.stage === 'to-ask' ? 'asked' : 'again'}
          isOfAnother={visit.actingForPatient}
          pending={tell.isPending ? say('patient.visit.check-in.saving') : null}
          hasFailed={tell.isError}
          onTell={(telling) => tell.mutate(telling, { onSuccess: onDone })}
          onLeave={() => onDone(visit)}
        />
      )}
    </>
  );
}
