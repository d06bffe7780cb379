// Where the patient is right now: the kind of place, the state always, and an address an ambulance would find.
import { useState } from 'react';
import { type CheckInAnswer, PLACES, STATE_CODES } from '#domain/visit';
import { spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import type { QuestionProps } from './check-in-parts.ts';
import { COUNTRY_CODES } from './country-codes.ts';
import { nameOfState } from './state-names.ts';

type Place = (typeof PLACES)[number];
type Where = Extract<CheckInAnswer, { question: 'where' }>['answer'];

const ABROAD = 'abroad';

export function WhereQuestion({ visit, pending, onAnswer }: QuestionProps) {
  const say = useText();
  const given = visit.checkIn.where?.answer;
  const [place, setPlace] = useState<Place | ''>(given?.place ?? '');
  const [address, setAddress] = useState(given?.address ?? '');
  const [state, setState] = useState<string>(given ? (given.state ?? ABROAD) : '');
  const [country, setCountry] = useState(given && given.country !== 'US' ? given.country : '');
  const [isTold, setTold] = useState(false);
  const isAbroad = state === ABROAD;
  const send = () => {
    setTold(true);
    if (place === '' || state === '' || (isAbroad && country === '')) return;
    const where: Where = {
      place,
      address: address.trim() || null,
      state: isAbroad ? null : state,
      country: isAbroad ? country : 'US',
    };
    onAnswer({ question: 'where', answer: where });
  };
  const missing = (value: string) =>
    isTold && value === '' ? say('patient.visit.check-in.where.missing') : undefined;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h1>{say('patient.visit.check-in.where.title')}</h1>
      <p>{say('patient.visit.check-in.where.why')}</p>
      <ChoiceField
        label={say('patient.visit.check-in.where.state')}
        value={state}
        choices={[
          { value: '', text: say('patient.visit.check-in.choose') },
          ...STATE_CODES.map((code) => ({ value: code, text: nameOfState(code) })).toSorted((one, other) =>
            one.text.localeCompare(other.text),
          ),
          { value: ABROAD, text: say('patient.visit.check-in.where.abroad') },
        ]}
        onChange={setState}
        problem={missing(state)}
      />
      {isAbroad && (
        <ChoiceField
          label={say('patient.visit.check-in.where.country')}
          value={country}
          choices={[{ value: '', text: say('patient.visit.check-in.choose') }, ...countries()]}
          onChange={setCountry}
          problem={missing(country)}
        />
      )}
      <ChoiceField
        label={say('patient.visit.check-in.where.place')}
        value={place}
        choices={[
          { value: '' as const, text: say('patient.visit.check-in.choose') },
          ...PLACES.map((value) => ({ value, text: say(`patient.visit.check-in.place.${value}`) })),
        ]}
        onChange={setPlace}
        problem={missing(place)}
      />
      {place === 'vehicle' && <p role="status">{say('patient.visit.check-in.where.driving')}</p>}
      <TextField
        label={say('patient.visit.check-in.where.address')}
        autoComplete="street-address"
        value={address}
        onChange={setAddress}
      />
      <p>
        <Button kind="primary" submits pending={pending}>
          {say('patient.visit.check-in.next')}
        </Button>
      </p>
    </form>
  );
}

function countries(): { value: string; text: string }[] {
  const language = spokenLanguage();
  const names = new Intl.DisplayNames([language], { type: 'region' });
  return COUNTRY_CODES.map((value) => ({ value, text: names.of(value) ?? value })).toSorted((one, other) =>
    one.text.localeCompare(other.text, language),
  );
}
