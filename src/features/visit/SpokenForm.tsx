// What somebody said aloud, written down by the clinician who heard it: whose word, in which language, through which
// interpreter, before which witness. The person sees on their own screen what was written.
import { useState } from 'react';
import type { ListeningPerson } from '#domain/visit';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { type ListeningStep, useListeningStep } from './listening-queries.ts';
import { ABROAD, StateField } from './StateField.tsx';

const GIVERS = ['self', 'parent', 'guardian', 'proxy'] as const;
const LANGUAGES = ['en', 'es'] as const;

interface SpokenFormProps {
  launchId: string;
  visitId: string;
  purpose: 'recording' | 'ai-listening';
  one: ListeningPerson;
  onDone: () => void;
}

export function SpokenForm({ launchId, visitId, purpose, one, onDone }: SpokenFormProps) {
  const say = useText();
  const step = useListeningStep(launchId, visitId);
  const [giver, setGiver] = useState<(typeof GIVERS)[number]>('self');
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('en');
  const [name, setName] = useState('');
  const [interpreter, setInterpreter] = useState('');
  const [witness, setWitness] = useState('');
  const [state, setState] = useState('');
  const isPatient = one.role === 'patient';
  const needsPlace = !isPatient && one.state === null;
  const isWhole = (giver === 'self' || name.trim() !== '') && (!needsPlace || state !== '');
  const textOr = (text: string) => (text.trim() === '' ? null : text.trim());
  const keep = (agreed: boolean) => {
    const body: ListeningStep['body'] = {
      ...{ purpose, participantId: one.participantId, agreed, language, as: giver },
      name: giver === 'self' ? null : textOr(name),
      ...(needsPlace && state !== '' && { state: state === ABROAD ? null : state }),
      ...{ interpreter: textOr(interpreter), witness: textOr(witness) },
    };
    step.mutate({ call: 'spoken', body }, { onSuccess: onDone });
  };
  return (
    <div className="listening-spoken stack-tight">
      <p className="small">{say('staff.visit.listening.spoken.how')}</p>
      {isPatient && (
        <ChoiceField
          label={say('staff.visit.listening.spoken.as')}
          value={giver}
          choices={GIVERS.map((value) => ({ value, text: say(`staff.visit.listening.spoken.as.${value}`) }))}
          onChange={setGiver}
        />
      )}
      {giver !== 'self' && (
        <TextField label={say('staff.visit.listening.spoken.name')} value={name} onChange={setName} />
      )}
      {needsPlace && (
        <StateField label={say('staff.visit.listening.spoken.where')} value={state} onChange={setState} />
      )}
      <ChoiceField
        label={say('staff.visit.listening.spoken.language')}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, text: say(`staff.visit.listening.language.${value}`) }))}
        onChange={setLanguage}
      />
      <TextField
        label={say('staff.visit.listening.spoken.interpreter')}
        value={interpreter}
        onChange={setInterpreter}
      />
      <TextField label={say('staff.visit.listening.spoken.witness')} value={witness} onChange={setWitness} />
      <div className="row">
        <Button
          small
          pending={step.isPending ? say('app.one-moment') : null}
          onClick={() => isWhole && keep(true)}
        >
          {say('staff.visit.listening.spoken.yes')}
        </Button>
        <Button small pending={step.isPending ? say('app.one-moment') : null} onClick={() => keep(false)}>
          {say('staff.visit.listening.spoken.no')}
        </Button>
      </div>
      {!isWhole && <p className="small soft">{say('staff.visit.listening.spoken.missing')}</p>}
      {step.isError && <p role="alert">{say('staff.visit.problem.other')}</p>}
    </div>
  );
}
