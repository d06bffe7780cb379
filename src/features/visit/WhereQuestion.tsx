// Where the patient is right now, at check-in.
import { useText } from '#ui/text';
import type { QuestionProps } from './check-in-parts.ts';
import { PlaceForm } from './PlaceForm.tsx';

export function WhereQuestion({ visit, pending, onAnswer }: QuestionProps) {
  const say = useText();
  return (
    <>
      <h1>{say('patient.visit.check-in.where.title')}</h1>
      <p>{say('patient.visit.check-in.where.why')}</p>
      <PlaceForm
        words="patient.visit.check-in"
        given={visit.checkIn.where?.answer ?? null}
        send={say('patient.visit.check-in.next')}
        pending={pending}
        onSend={(answer) => onAnswer({ question: 'where', answer })}
      />
    </>
  );
}
