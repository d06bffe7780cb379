// The summary of a visit as its patient reads it: the frame in their language, the text as the clinician wrote it.
// It prints as one page of its own.
import { useMutation, useQuery } from '@tanstack/react-query';
import { ApiError } from '#lib/api';
import { formatDate, formatInstant } from '#lib/dates';
import { spokenLanguage } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import type { OfVisit } from './note-queries.ts';
import { patientSummaryQuery, summaryFile } from './summary-queries.ts';
import './patient-summary.css';

interface PatientSummaryProps extends OfVisit {
  /** Whose visit it was, as their record says, ready to be shown; null: not known here. */
  subject: { name: string; birthDate: string | null } | null;
}

export function PatientSummary({ launchId, visitId, subject }: PatientSummaryProps) {
  const say = useText();
  const summary = useQuery(patientSummaryQuery({ launchId, visitId }));
  const file = useMutation(summaryFile({ launchId, visitId }, spokenLanguage()));
  if (summary.isPending) return null;
  if (!summary.data)
    return (
      <div className="stack-tight" role="alert">
        <p>{say('patient.visit.summary.failed')}</p>
        <p>
          <ReadAgain query={summary} />
        </p>
      </div>
    );
  const { hospital, clinician, visitAt, takenBackAt, summary: released } = summary.data;
  if (!released && takenBackAt)
    return <p>{say('patient.visit.summary.taken-back', { time: formatInstant(takenBackAt) })}</p>;
  if (!released) return <p>{say('patient.visit.summary.none')}</p>;
  const language = spokenLanguage();
  const by = released.by ?? clinician;
  return (
    <section className="patient-summary stack" aria-labelledby="patient-summary-title">
      <h2 id="patient-summary-title">{say('patient.visit.summary.title')}</h2>
      <div className="patient-summary-head">
        {subject && (
          <p>
            <span className="strong">{subject.name}</span>
            {subject.birthDate &&
              `, ${say('patient.visit.summary.born', { date: formatDate(subject.birthDate, language) })}`}
          </p>
        )}
        <p>{isolate(hospital)}</p>
        {visitAt && <p>{say('patient.visit.summary.visit', { time: formatInstant(visitAt, language) })}</p>}
        <p>
          {by
            ? say('patient.visit.summary.by', {
                who: isolate(by),
                time: formatInstant(released.releasedAt, language),
              })
            : say('patient.visit.summary.at', { time: formatInstant(released.releasedAt, language) })}
        </p>
      </div>
      {/* In the language the clinician wrote it in, which nobody recorded. */}
      <p className="patient-summary-text" lang="und" dir="auto">
        {released.text}
      </p>
      <div className="patient-summary-print">
        <Button onClick={() => window.print()}>{say('patient.visit.summary.print')}</Button>
        <Button pending={file.isPending ? say('app.one-moment') : null} onClick={() => file.mutate()}>
          {say('patient.visit.summary.save')}
        </Button>
      </div>
      {file.isError && <p role="alert">{say(fileProblemOf(file.error))}</p>}
    </section>
  );
}

/** Key of the catalogue: what cannot be put into the file can still be printed from here. */
function fileProblemOf(error: Error): string {
  const hasNoLetters = error instanceof ApiError && error.code === 'summary.no-typeface';
  return `patient.visit.summary.save.${hasNoLetters ? 'no-letters' : 'failed'}`;
}
