// What somebody said aloud, written down by the clinician who heard it: whose word, in which language, through which
// interpreter, before which witness. The person sees on their own screen what was written.
import { useState } from 'react';
import type { CheckInAnswer } from '#domain/visit';
import type { Language } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { ABROAD, StateField } from './StateField.tsx';

type Giver = Extract<CheckInAnswer, { question: 'consent' }>['by'];
const GIVERS: readonly Giver[] = ['self', 'parent', 'guardian', 'proxy'];
const LANGUAGES: readonly Language[] = ['en', 'es'];

/** What was heard; `state` only where it was asked: a USPS code, null outside the United States. */
export interface Heard {
  agreed: boolean;
  language: Language;
  as: Giver;
  name: string | null;
  state?: string | null;
  interpreter: string | null;
  witness: string | null;
}

interface SpokenFormProps {
  /** Said by the patient, or for them. */
  isPatient: boolean;
  /** Nobody knows yet where the person is. */
  needsPlace: boolean;
  language: Language;
  /** Absent: the language is chosen where the text is read. */
  onLanguage?: (language: Language) => void;
  isPending: boolean;
  /** Words for what went wrong; null: nothing. */
  problem: string | null;
  /** False: their own no is on record, and a yes is theirs to give. */
  mayAgree?: boolean;
  onKeep: (heard: Heard) => void;
}

export function SpokenForm(props: SpokenFormProps) {
  const { isPatient, needsPlace, language, isPending, problem, mayAgree = true } = props;
  const say = useText();
  const [giver, setGiver] = useState<Giver>('self');
  const [name, setName] = useState('');
  const [interpreter, setInterpreter] = useState('');
  const [witness, setWitness] = useState('');
  const [state, setState] = useState('');
  const isWhole = (giver === 'self' || name.trim() !== '') && (!needsPlace || state !== '');
  const textOr = (text: string) => (text.trim() === '' ? null : text.trim());
  const pending = isPending ? say('app.one-moment') : null;
  const keep = (agreed: boolean) =>
    props.onKeep({
      ...{ agreed, language, as: giver, name: giver === 'self' ? null : textOr(name) },
      ...(needsPlace && state !== '' && { state: state === ABROAD ? null : state }),
      ...{ interpreter: textOr(interpreter), witness: textOr(witness) },
    });
  return (
    <div className="spoken-form stack-tight">
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
      {props.onLanguage && (
        <SpokenLanguage
          label={say('staff.visit.listening.spoken.language')}
          value={language}
          onChange={props.onLanguage}
        />
      )}
      <TextField
        label={say('staff.visit.listening.spoken.interpreter')}
        value={interpreter}
        onChange={setInterpreter}
      />
      <TextField label={say('staff.visit.listening.spoken.witness')} value={witness} onChange={setWitness} />
      <div className="row">
        {mayAgree && (
          <Button small pending={pending} onClick={() => isWhole && keep(true)}>
            {say('staff.visit.listening.spoken.yes')}
          </Button>
        )}
        <Button small pending={pending} onClick={() => (giver === 'self' || isWhole) && keep(false)}>
          {say('staff.visit.listening.spoken.no')}
        </Button>
      </div>
      {!isWhole && <p className="small soft">{say('staff.visit.listening.spoken.missing')}</p>}
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}

interface SpokenLanguageProps {
  label: string;
  value: Language;
  onChange: (language: Language) => void;
}

/** The languages that the texts are written in. */
export function SpokenLanguage({ label, value, onChange }: SpokenLanguageProps) {
  const say = useText();
  const choices = LANGUAGES.map((one) => ({
    value: one,
    text: say(`staff.visit.listening.language.${one}`),
  }));
  return <ChoiceField {...{ label, value, choices, onChange }} />;
}
