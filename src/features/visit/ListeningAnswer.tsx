// The text of the question, whole, and the answer to it. Who is not the patient says first where they are, for the place
// decides what is read; a no needs no place.
import { useState } from 'react';
import type { CheckInAnswer, ListeningPart, ListeningYou } from '#domain/visit';
import { Button } from '#ui/Button';
import { ChoiceField } from '#ui/Field';
import { useText } from '#ui/text';
import { ConsentText } from './ConsentText.tsx';
import { useListeningStep } from './listening-queries.ts';
import { ABROAD, StateField } from './StateField.tsx';

type Giver = Exclude<Extract<CheckInAnswer, { question: 'consent' }>['by'], 'self'>;
const GIVERS: readonly Giver[] = ['parent', 'guardian', 'proxy'];

interface ListeningAnswerProps {
  launchId: string;
  visitId: string;
  part: ListeningPart;
  you: ListeningYou;
  small: boolean;
  onDone: () => void;
}

export function ListeningAnswer({ launchId, visitId, part, you, small, onDone }: ListeningAnswerProps) {
  const say = useText();
  const step = useListeningStep(launchId, visitId);
  const [giver, setGiver] = useState<Giver>('parent');
  const [state, setState] = useState('');
  const { version, language, title } = you.text;
  const answer = (agreed: boolean) =>
    step.mutate(
      {
        call: 'answer',
        body: { purpose: part.purpose, agreed, version, language, as: you.speaksForPatient ? giver : 'self' },
      },
      { onSuccess: onDone },
    );
  const pending = (call: string) =>
    step.isPending && step.variables.call === call ? say('app.one-moment') : null;
  return (
    <div className="listening-question stack">
      {you.needsPlace && <h2>{title}</h2>}
      {you.stand === 'again' && <p>{say('app.visit.listening.again')}</p>}
      {part.isBarred && <p role="status">{say('app.visit.listening.barred')}</p>}
      {you.needsPlace ? (
        <>
          <StateField label={say('app.visit.listening.where')} value={state} onChange={setState} />
          <p className="soft">{say('app.visit.listening.where.why')}</p>
        </>
      ) : (
        <ConsentText text={you.text} level={2} />
      )}
      {you.speaksForPatient && !you.needsPlace && (
        <>
          <p>{say('app.visit.listening.for-both')}</p>
          <ChoiceField
            label={say('app.visit.listening.as')}
            value={giver}
            choices={GIVERS.map((value) => ({ value, text: say(`app.visit.listening.as.${value}`) }))}
            onChange={setGiver}
          />
        </>
      )}
      <div className="check-in-choices">
        {you.needsPlace ? (
          <Button
            small={small}
            pending={pending('place')}
            onClick={() =>
              state !== '' && step.mutate({ call: 'place', body: { state: state === ABROAD ? null : state } })
            }
          >
            {say('app.visit.listening.where.go-on')}
          </Button>
        ) : (
          <Button small={small} pending={pending('answer')} onClick={() => answer(true)}>
            {say('app.visit.listening.yes')}
          </Button>
        )}
        <Button small={small} pending={pending('answer')} onClick={() => answer(false)}>
          {say('app.visit.listening.no')}
        </Button>
        <Button small={small} onClick={onDone}>
          {say('app.visit.listening.later')}
        </Button>
      </div>
      {step.isError && <p role="alert">{say('app.visit.listening.not-sent')}</p>}
    </div>
  );
}
