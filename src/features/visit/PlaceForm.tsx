// Where somebody is: the state always, the kind of place, and an address an ambulance would find. The same questions
// in the patient's words and in the staff's.
import { useState } from 'react';
import { type PatientPlace, PLACES, STATE_CODES } from '#domain/visit';
import { spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { COUNTRY_CODES } from './country-codes.ts';
import { nameOfState } from './state-names.ts';

type Place = (typeof PLACES)[number];

interface PlaceFormProps {
  /** Whose words: the first part of their keys. */
  words: 'patient.visit.check-in' | 'staff.visit.place';
  given: PatientPlace | null;
  /** On the button that sends. */
  send: string;
  small?: boolean;
  pending: string | null;
  onSend: (where: PatientPlace) => void;
}

const ABROAD = 'abroad';

export function PlaceForm({ words, given, send, small = false, pending, onSend }: PlaceFormProps) {
  const say = useText();
  const [place, setPlace] = useState<Place | ''>(given?.place ?? '');
  const [address, setAddress] = useState(given?.address ?? '');
  const [state, setState] = useState<string>(given ? (given.state ?? ABROAD) : '');
  const [country, setCountry] = useState(given && given.country !== 'US' ? given.country : '');
  const [isTold, setTold] = useState(false);
  const isAbroad = state === ABROAD;
  const tell = () => {
    setTold(true);
    if (place === '' || state === '' || (isAbroad && country === '')) return;
    onSend({
      place,
      address: address.trim() || null,
      state: isAbroad ? null : state,
      country: isAbroad ? country : 'US',
    });
  };
  const missing = (value: string) => (isTold && value === '' ? say(`${words}.where.missing`) : undefined);
  const choose = { value: '' as const, text: say(`${words}.choose`) };
  return (
    <form
      className={small ? 'stack-tight' : 'stack'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        tell();
      }}
    >
      <ChoiceField
        label={say(`${words}.where.state`)}
        value={state}
        choices={[
          choose,
          ...STATE_CODES.map((code) => ({ value: code, text: nameOfState(code) })).toSorted((one, other) =>
            one.text.localeCompare(other.text),
          ),
          { value: ABROAD, text: say(`${words}.where.abroad`) },
        ]}
        onChange={setState}
        problem={missing(state)}
      />
      {isAbroad && (
        <ChoiceField
          label={say(`${words}.where.country`)}
          value={country}
          choices={[choose, ...countries()]}
          onChange={setCountry}
          problem={missing(country)}
        />
      )}
      <ChoiceField
        label={say(`${words}.where.place`)}
        value={place}
        choices={[choose, ...PLACES.map((value) => ({ value, text: say(`${words}.place.${value}`) }))]}
        onChange={setPlace}
        problem={missing(place)}
      />
      {place === 'vehicle' && <p role="status">{say(`${words}.where.driving`)}</p>}
      <TextField
        label={say(`${words}.where.address`)}
        autoComplete={words === 'patient.visit.check-in' ? 'street-address' : 'off'}
        value={address}
        onChange={setAddress}
      />
      <p>
        <Button kind="primary" small={small} submits pending={pending}>
          {send}
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
