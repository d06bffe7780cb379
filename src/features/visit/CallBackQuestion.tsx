// The number to call when the picture breaks.
import { useState } from 'react';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import type { QuestionProps } from './check-in-parts.ts';
import { isPhoneNumber } from './is-phone-number.ts';

export function CallBackQuestion({ visit, pending, onAnswer }: QuestionProps) {
  const say = useText();
  const [number, setNumber] = useState(visit.checkIn.callBack?.number ?? '');
  const [isTold, setTold] = useState(false);
  const problem = isTold && !isPhoneNumber(number) ? say('patient.visit.check-in.phone.wrong') : undefined;
  const send = () => {
    setTold(true);
    if (isPhoneNumber(number)) onAnswer({ question: 'call-back', number: number.trim() });
  };
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h1>{say('patient.visit.check-in.call-back.title')}</h1>
      <p>{say('patient.visit.check-in.call-back.why')}</p>
      <TextField
        label={say('patient.visit.check-in.call-back.label')}
        type="tel"
        autoComplete="tel"
        value={number}
        onChange={setNumber}
        problem={problem}
      />
      <p>
        <Button kind="primary" submits pending={pending}>
          {say('patient.visit.check-in.next')}
        </Button>
      </p>
    </form>
  );
}
