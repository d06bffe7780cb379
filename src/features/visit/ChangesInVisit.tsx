// What a patient can change while the visit goes on: where they are, and their yes to care over video. The call goes
// on in both cases; the clinician hears of it at once.
import { useState } from 'react';
import type { PatientVisitView } from '#domain/visit';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { PlaceForm } from './PlaceForm.tsx';
import { useAnswer, useWithdraw } from './patient-visit-queries.ts';

interface ChangesInVisitProps {
  launchId: string;
  visit: PatientVisitView;
}

export function ChangesInVisit({ launchId, visit }: ChangesInVisitProps) {
  const say = useText();
  const [open, setOpen] = useState<'place' | 'consent' | null>(null);
  const answer = useAnswer(launchId, visit.visitId);
  const withdraw = useWithdraw(launchId, visit.visitId);
  return (
    <section className="stack-tight" aria-label={say('patient.visit.change')}>
      {answer.isSuccess && open !== 'place' && <p role="status">{say('patient.visit.change.place.told')}</p>}
      {withdraw.isSuccess && <p role="status">{say('patient.visit.change.consent.told')}</p>}
      {open === null && (
        <div className="check-in-choices">
          <Button onClick={() => setOpen('place')}>{say('patient.visit.change.place')}</Button>
          {!withdraw.isSuccess && (
            <Button onClick={() => setOpen('consent')}>{say('patient.visit.change.consent')}</Button>
          )}
        </div>
      )}
      {open === 'place' && (
        <>
          <h2>{say('patient.visit.check-in.where.title')}</h2>
          <PlaceForm
            words="patient.visit.check-in"
            given={null}
            send={say('patient.visit.change.place.tell')}
            pending={answer.isPending ? say('patient.visit.check-in.saving') : null}
            onSend={(where) =>
              answer.mutate({ question: 'where', answer: where }, { onSuccess: () => setOpen(null) })
            }
          />
        </>
      )}
      {open === 'consent' && (
        <>
          <p>{say('patient.visit.change.consent.sure')}</p>
          <Button
            pending={withdraw.isPending ? say('app.one-moment') : null}
            onClick={() => withdraw.mutate('telehealth', { onSuccess: () => setOpen(null) })}
          >
            {say('patient.visit.change.consent.yes')}
          </Button>
        </>
      )}
      {(answer.isError || withdraw.isError) && <p role="alert">{say('patient.visit.not-sent')}</p>}
      {open !== null && (
        <p>
          <Button onClick={() => setOpen(null)}>{say('patient.visit.check-in.back')}</Button>
        </p>
      )}
    </section>
  );
}
