// The consent to be treated over video. Saying no is an answer: the clinician hears of it, and care goes another way.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckInAnswer } from '#domain/visit';
import { spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField } from '#ui/Field';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { ConsentText } from './ConsentText.tsx';
import type { QuestionProps } from './check-in-parts.ts';
import { consentTextQuery } from './patient-visit-queries.ts';

type Giver = Extract<CheckInAnswer, { question: 'consent' }>['by'];
const PROXIES: readonly Giver[] = ['parent', 'guardian', 'proxy'];

export function ConsentQuestion({
  launchId,
  visit,
  pending,
  onAnswer,
  isInVisit = false,
}: QuestionProps & { launchId: string; isInVisit?: boolean }) {
  const say = useText();
  const language = spokenLanguage();
  const state = visit.checkIn.where?.answer.state ?? null;
  const text = useQuery(consentTextQuery(launchId, { visitId: visit.visitId, language, state }));
  const [proxy, setProxy] = useState<Giver>('parent');
  if (text.isPending) return <Loading words={say('patient.visit.check-in.consent.reading')} />;
  if (!text.data)
    return (
      <div className="stack-tight" role="alert">
        <p>{say('patient.visit.check-in.consent.failed')}</p>
        <p>
          <ReadAgain query={text} />
        </p>
      </div>
    );
  const { version } = text.data;
  const answer = (agreed: boolean) =>
    onAnswer({ question: 'consent', agreed, version, language, by: visit.actingForPatient ? proxy : 'self' });
  return (
    <>
      <ConsentText text={text.data} level={isInVisit ? 2 : 1} />
      {visit.actingForPatient && (
        <ChoiceField
          label={say('patient.visit.check-in.consent.by')}
          value={proxy}
          choices={PROXIES.map((value) => ({
            value,
            text: say(`patient.visit.check-in.consent.by.${value}`),
          }))}
          onChange={setProxy}
        />
      )}
      <div className="check-in-choices">
        <Button kind="primary" pending={pending} onClick={() => answer(true)}>
          {say('patient.visit.check-in.consent.yes')}
        </Button>
        <Button onClick={() => answer(false)}>{say('patient.visit.check-in.consent.no')}</Button>
      </div>
    </>
  );
}
