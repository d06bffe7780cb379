// In which state somebody is, for whoever is not the patient: the state alone decides what holds there.
import { STATE_CODES } from '#domain/visit';
import { ChoiceField } from '#ui/Field';
import { useText } from '#ui/text';
import { nameOfState } from './state-names.ts';

/** Nothing chosen, a USPS code, or outside the United States. */
export type StateChoice = string;
export const ABROAD = 'abroad';

interface StateFieldProps {
  label: string;
  value: StateChoice;
  onChange: (value: StateChoice) => void;
}

export function StateField({ label, value, onChange }: StateFieldProps) {
  const say = useText();
  return (
    <ChoiceField
      label={label}
      value={value}
      choices={[
        { value: '', text: say('app.visit.listening.choose') },
        ...STATE_CODES.map((code) => ({ value: code, text: nameOfState(code) })).toSorted((one, other) =>
          one.text.localeCompare(other.text),
        ),
        { value: ABROAD, text: say('app.visit.listening.abroad') },
      ]}
      onChange={onChange}
    />
  );
}
