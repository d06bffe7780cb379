// What somebody in a visit is asked about recording and listening by software, and how it stands: a yes, a no and
// "later" weigh the same, and a yes is taken back by one press. Nothing is drawn where nobody asks.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ListeningPart, ListeningYou } from '#domain/visit';
import { formatClock } from '#lib/dates';
import { spokenLanguage } from '#lib/i18n';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { ListeningAnswer } from './ListeningAnswer.tsx';
import { listeningQuery, useListeningStep } from './listening-queries.ts';
import './listening.css';

interface ListeningQuestionsProps {
  launchId: string;
  visitId: string;
  small?: boolean;
}

export function ListeningQuestions({ launchId, visitId, small = false }: ListeningQuestionsProps) {
  const say = useText();
  const view = useQuery(listeningQuery(launchId, visitId, spokenLanguage()));
  const asked = (view.data?.parts ?? []).flatMap((part) => (part.you ? [{ part, you: part.you }] : []));
  if (asked.length === 0) return null;
  return (
    <section className="listening-questions" aria-label={say('app.visit.listening')}>
      {asked.map(({ part, you }) => (
        <Question key={part.purpose} {...{ launchId, visitId, part, you, small }} />
      ))}
    </section>
  );
}

type QuestionProps = Required<ListeningQuestionsProps> & { part: ListeningPart; you: ListeningYou };

function Question(props: QuestionProps) {
  const { launchId, visitId, part, you, small } = props;
  const { purpose } = part;
  const say = useText();
  const step = useListeningStep(launchId, visitId);
  const [sight, setSight] = useState<'asked' | 'open' | 'later'>('asked');
  const isSettled = ['agreed', 'no', 'taken-back'].includes(you.stand);
  const pending = step.isPending ? say('app.one-moment') : null;
  const refuse = () =>
    step.mutate({
      call: 'answer',
      body: { purpose, agreed: false, version: you.text.version, ...whose(you), language: you.text.language },
    });
  if (sight === 'open')
    return <ListeningAnswer {...{ launchId, visitId, part, you, small }} onDone={() => setSight('asked')} />;
  return (
    <div className="listening-question stack-tight">
      <p className="strong">{say(`app.visit.listening.${purpose}`)}</p>
      <p role="status">
        {say(`app.visit.listening.now.${part.outcome}`)} {say(`app.visit.listening.you.${you.stand}`)}
        {you.at && <span className="soft"> {formatClock(you.at)}</span>}
      </p>
      {you.isCarriedOver && <p>{say('app.visit.listening.carried')}</p>}
      {you.heardBy && <p>{say('app.visit.listening.heard', { by: isolate(you.heardBy) })}</p>}
      {sight === 'later' && !isSettled ? (
        <div className="check-in-choices">
          <Button small={small} onClick={() => setSight('open')}>
            {say('app.visit.listening.answer')}
          </Button>
        </div>
      ) : (
        <div className="check-in-choices">
          {(you.stand === 'agreed' || you.stand === 'review') && (
            <Button
              small={small}
              pending={pending}
              onClick={() => step.mutate({ call: 'take-back', body: { purpose } })}
            >
              {say('app.visit.listening.take-back')}
            </Button>
          )}
          {you.stand !== 'agreed' && (
            <Button small={small} onClick={() => setSight('open')}>
              {say(isSettled ? 'app.visit.listening.change' : 'app.visit.listening.answer')}
            </Button>
          )}
          {!isSettled && (
            <>
              <Button small={small} pending={pending} onClick={refuse}>
                {say('app.visit.listening.no')}
              </Button>
              <Button small={small} onClick={() => setSight('later')}>
                {say('app.visit.listening.later')}
              </Button>
            </>
          )}
        </div>
      )}
      {step.isError && <p role="alert">{say('app.visit.listening.not-sent')}</p>}
    </div>
  );
}

/** A no needs no word about whose parent somebody is; the record takes the most general one. */
export function whose(you: Pick<ListeningYou, 'speaksForPatient'>): { as: 'self' | 'proxy' } {
  return { as: you.speaksForPatient ? 'proxy' : 'self' };
}
