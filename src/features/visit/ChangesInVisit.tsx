// What a patient can change while the visit goes on: a new sign, where they are, and their word on care over video, taken back or
// given again. The call goes on in each case; the clinician hears of it at once.
import { useState } from 'react';
import type { PatientVisitView } from '#domain/visit';
import { formatClock } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { ConsentQuestion } from './ConsentQuestion.tsx';
import { CrisisWords } from './CrisisWords.tsx';
import { PlaceForm } from './PlaceForm.tsx';
import { useAnswer, useWithdraw } from './patient-visit-queries.ts';
import { SignsQuestion } from './SignsQuestion.tsx';

interface ChangesInVisitProps {
  launchId: string;
  visit: PatientVisitView;
}

export function ChangesInVisit({ launchId, visit }: ChangesInVisitProps) {
  const say = useText();
  const [open, setOpen] = useState<'place' | 'take-back' | 'agree' | 'signs' | null>(null);
  const answer = useAnswer(launchId, visit.visitId);
  const withdraw = useWithdraw(launchId, visit.visitId);
  const hasAgreed = visit.consent === 'given';
  const mustHear = open === 'signs' && visit.signs.stage === 'to-hear';
  const told = answer.isSuccess ? answer.variables.question : null;
  return (
    <section className="stack-tight" aria-label={say('patient.visit.change')}>
      {told === 'where' && open !== 'place' && <p role="status">{say('patient.visit.change.place.told')}</p>}
      {told === 'consent' && hasAgreed && !visit.consentHeard && visit.asksAgain === null && (
        <p role="status">{say('patient.visit.change.consent.again.told')}</p>
      )}
      {visit.consentHeard && visit.consent !== 'taken-back' && (
        <p role="status">
          {say(`patient.visit.change.consent.heard.${hasAgreed ? 'yes' : 'no'}`, {
            by: isolate(visit.consentHeard.by),
            time: formatClock(visit.consentHeard.at),
          })}
        </p>
      )}
      {visit.consent === 'taken-back' && <p role="status">{say('patient.visit.change.consent.told')}</p>}
      {open === null && (
        <div className="check-in-choices">
          <Button onClick={() => setOpen('signs')}>{say('patient.visit.change.signs')}</Button>
          <Button onClick={() => setOpen('place')}>{say('patient.visit.change.place')}</Button>
          <Button onClick={() => setOpen(hasAgreed ? 'take-back' : 'agree')}>
            {say(hasAgreed ? 'patient.visit.change.consent' : 'patient.visit.change.consent.again')}
          </Button>
        </div>
      )}
      {open === 'signs' && !mustHear && (
        <SignsQuestion
          isInVisit
          launchId={launchId}
          visit={visit}
          onDone={({ signs }) => setOpen(signs.stage === 'to-hear' ? 'signs' : null)}
        />
      )}
      {mustHear && (
        <CrisisWords
          launchId={launchId}
          visitId={visit.visitId}
          signs={visit.signs}
          onGone={() => setOpen(null)}
        />
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
      {open === 'agree' && (
        <ConsentQuestion
          isInVisit
          launchId={launchId}
          visit={visit}
          pending={answer.isPending ? say('patient.visit.check-in.saving') : null}
          onAnswer={(said) => answer.mutate(said, { onSuccess: () => setOpen(null) })}
        />
      )}
      {open === 'take-back' && (
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
      {open !== null && !mustHear && (
        <p>
          <Button onClick={() => setOpen(null)}>{say('patient.visit.check-in.back')}</Button>
        </p>
      )}
    </section>
  );
}
