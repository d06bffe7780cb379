// One labelled input. The label is always in sight; a problem stands below it in words and is heard with it.
import { useId } from 'react';
import './field.css';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'search' | 'tel';
  autoComplete?: string;
  problem?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, type = 'text', autoComplete = 'off', problem } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={autoComplete}
        {...heardWith(id, problem)}
        onChange={(event) => onChange(event.target.value)}
      />
      <Problem id={id} words={problem} />
    </div>
  );
}

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly { value: Value; text: string }[];
  onChange: (value: Value) => void;
  problem?: string | undefined;
}

export function ChoiceField<Value extends string>({
  label,
  value,
  choices,
  onChange,
  problem,
}: ChoiceFieldProps<Value>) {
  const id = useId();
  const choose = (chosen: string) => {
    const known = choices.find((choice) => choice.value === chosen);
    if (known) onChange(known.value);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        {...heardWith(id, problem)}
        onChange={(event) => choose(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
      <Problem id={id} words={problem} />
    </div>
  );
}

function heardWith(id: string, problem: string | undefined) {
  return problem ? { 'aria-invalid': true, 'aria-describedby': `${id}-problem` } : {};
}

function Problem({ id, words }: { id: string; words: string | undefined }) {
  if (!words) return null;
  return (
    <p id={`${id}-problem`} className="field-problem" role="alert">
      {words}
    </p>
  );
}
