// "Is this visit for you?" The record's name and birth date, confirmed by whoever opened the link.
import { formatDate } from '#lib/dates';
import { spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { Loading } from '#ui/Loading';
import { useText } from '#ui/text';
import type { QuestionProps, Subject } from './check-in-parts.ts';

export function WhoQuestion({
  visit,
  pending,
  onAnswer,
  subject,
}: QuestionProps & { subject: Subject | null }) {
  const say = useText();
  if (!subject) return <Loading words={say('patient.visit.check-in.who.reading')} />;
  return (
    <>
      <h1>
        {say(
          visit.actingForPatient
            ? 'patient.visit.check-in.who.title.proxy'
            : 'patient.visit.check-in.who.title',
        )}
      </h1>
      <div className="check-in-who">
        <p className="strong">{subject.name}</p>
        <p>
          {subject.birthDate
            ? say('patient.for.born', { date: formatDate(subject.birthDate, spokenLanguage()) })
            : say('patient.visit.check-in.who.no-birth-date')}
        </p>
      </div>
      <div className="check-in-choices">
        <Button kind="primary" pending={pending} onClick={() => onAnswer({ question: 'who', isRight: true })}>
          {say('patient.visit.check-in.who.yes')}
        </Button>
        <Button onClick={() => onAnswer({ question: 'who', isRight: false })}>
          {say('patient.visit.check-in.who.no')}
        </Button>
      </div>
    </>
  );
}
