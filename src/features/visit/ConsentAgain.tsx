// The patient had agreed, and then the text or the way they meet changed: they are asked again, and why. Nothing waits
// for the answer here; the clinician may ask aloud just as well.
import { useState } from 'react';
import type { PatientVisitView } from '#domain/visit';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import { ConsentQuestion } from './ConsentQuestion.tsx';
import { useAnswer } from './patient-visit-queries.ts';

export function ConsentAgain({ launchId, visit }: { launchId: string; visit: PatientVisitView }) {
  const say = useText();
  const answer = useAnswer(launchId, visit.visitId);
  const [isOpen, setOpen] = useState(false);
  if (visit.asksAgain === null) return null;
  const way = visit.modality === 'video' ? 'video' : 'audio';
  const why = visit.asksAgain === 'new-way' ? `new-way.${way}` : visit.asksAgain;
  return (
    <>
      <Notice tone="care" live="polite" title={say(`patient.visit.consent-again.${why}`)}>
        {!isOpen && <Button onClick={() => setOpen(true)}>{say('patient.visit.consent-again.read')}</Button>}
      </Notice>
      {isOpen && (
        <section className="consent-again stack" aria-label={say(`patient.visit.consent-again.${why}`)}>
          <ConsentQuestion
            isInVisit
            launchId={launchId}
            visit={visit}
            pending={answer.isPending ? say('patient.visit.check-in.saving') : null}
            onAnswer={(said) => answer.mutate(said, { onSuccess: () => setOpen(false) })}
          />
          {answer.isError && <p role="alert">{say('patient.visit.not-sent')}</p>}
          <p>
            <Button onClick={() => setOpen(false)}>{say('patient.visit.check-in.back')}</Button>
          </p>
        </section>
      )}
    </>
  );
}
