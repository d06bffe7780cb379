// The check-in: one question a screen, the first unanswered one first, back to any that was answered. Under a minute
// for whoever answered before.
import { useState } from 'react';
import { CHECK_IN_QUESTIONS, type CheckInQuestion, type PatientVisitView } from '#domain/visit';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { CallBackQuestion } from './CallBackQuestion.tsx';
import { ConsentQuestion } from './ConsentQuestion.tsx';
import { ContactQuestion } from './ContactQuestion.tsx';
import { CrisisWords } from './CrisisWords.tsx';
import type { DeviceCheckSlot, QuestionProps, Subject } from './check-in-parts.ts';
import { isConflict, useAnswer, usePatientStep } from './patient-visit-queries.ts';
import { questionAt } from './question-at.ts';
import { SignsQuestion } from './SignsQuestion.tsx';
import { WhereQuestion } from './WhereQuestion.tsx';
import { WhoQuestion } from './WhoQuestion.tsx';

interface CheckInProps {
  launchId: string;
  visit: PatientVisitView;
  subject: Subject | null;
  deviceCheck: DeviceCheckSlot;
}

export function CheckIn({ launchId, visit, subject, deviceCheck }: CheckInProps) {
  const say = useText();
  const answer = useAnswer(launchId, visit.visitId);
  const step = usePatientStep(launchId, visit.visitId);
  const [chosen, setChosen] = useState<CheckInQuestion | null>(null);
  const [isPastSigns, setPastSigns] = useState(false);
  const at = questionAt(visit.missing, { chosen, isPastSigns });
  const place = at === null ? CHECK_IN_QUESTIONS.length : CHECK_IN_QUESTIONS.indexOf(at);
  const before = CHECK_IN_QUESTIONS[place - 1];
  const parts: QuestionProps = {
    visit,
    pending: answer.isPending ? say('patient.visit.check-in.saving') : null,
    onAnswer: (said) => answer.mutate(said, { onSuccess: () => setChosen(following(said.question)) }),
  };
  /** After a question that was changed: on to the next one, which is the first missing one or one to look at again. */
  const following = (question: CheckInQuestion): CheckInQuestion | null =>
    chosen === null ? null : (CHECK_IN_QUESTIONS[CHECK_IN_QUESTIONS.indexOf(question) + 1] ?? null);
  /** The crisis words come first where there was a sign; else on. Nothing in between can hold anybody up. */
  const passSigns = () => {
    setPastSigns(true);
    setChosen(following('signs'));
  };
  const goOnFromSigns = ({ signs }: PatientVisitView) => {
    if (signs.stage !== 'to-hear') passSigns();
  };
  return (
    <div className="stack check-in">
      <p className="small soft">
        {say('patient.visit.check-in.step', {
          step: Math.min(place + 1, CHECK_IN_QUESTIONS.length),
          all: CHECK_IN_QUESTIONS.length,
        })}
      </p>
      {at === 'who' && <WhoQuestion {...parts} subject={subject} />}
      {at === 'where' && <WhereQuestion {...parts} />}
      {at === 'signs' && visit.signs.stage !== 'to-hear' && (
        <SignsQuestion launchId={launchId} visit={visit} onDone={goOnFromSigns} />
      )}
      {at === 'signs' && visit.signs.stage === 'to-hear' && (
        <CrisisWords launchId={launchId} visitId={visit.visitId} signs={visit.signs} onGone={passSigns} />
      )}
      {at === 'call-back' && <CallBackQuestion {...parts} />}
      {at === 'contact' && <ContactQuestion {...parts} />}
      {at === 'consent' && <ConsentQuestion {...parts} launchId={launchId} />}
      {at === 'devices' &&
        deviceCheck({
          pending: parts.pending,
          onResult: (result) => parts.onAnswer({ question: 'devices', answer: result }),
        })}
      {at === null && (
        <>
          <h1>{say('patient.visit.check-in.ready.title')}</h1>
          {visit.hold === 'consent-refused' && <p>{say('patient.visit.hold.consent-refused')}</p>}
          <p>{say('patient.visit.check-in.ready.meaning')}</p>
          <p>
            <Button
              kind="primary"
              pending={step.isPending ? say('app.one-moment') : null}
              onClick={() => step.mutate('ready')}
            >
              {say('patient.visit.check-in.ready.go')}
            </Button>
          </p>
        </>
      )}
      {(answer.isError || step.isError) && (
        <p role="alert">
          {say(isConflict(answer.error) ? 'patient.visit.check-in.changed' : 'patient.visit.not-sent')}
        </p>
      )}
      {before && (
        <p>
          <Button onClick={() => setChosen(before)}>{say('patient.visit.check-in.back')}</Button>
        </p>
      )}
    </div>
  );
}
