// Whom to call when something happens to the patient during the visit; nobody is an answer too.
import { useState } from 'react';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import type { QuestionProps } from './check-in-parts.ts';
import { isPhoneNumber } from './is-phone-number.ts';

export function ContactQuestion({ visit, pending, onAnswer }: QuestionProps) {
  const say = useText();
  const given = visit.checkIn.contact?.answer;
  const [name, setName] = useState(given?.name ?? '');
  const [relation, setRelation] = useState(given?.relation ?? '');
  const [number, setNumber] = useState(given?.number ?? '');
  const [isTold, setTold] = useState(false);
  const hasName = name.trim() !== '';
  const send = () => {
    setTold(true);
    if (!hasName || !isPhoneNumber(number)) return;
    const answer = { name: name.trim(), relation: relation.trim() || null, number: number.trim() };
    onAnswer({ question: 'contact', answer });
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
      <h1>{say('patient.visit.check-in.contact.title')}</h1>
      <p>{say('patient.visit.check-in.contact.why')}</p>
      <TextField
        label={say('patient.visit.check-in.contact.name')}
        value={name}
        onChange={setName}
        problem={isTold && !hasName ? say('patient.visit.check-in.contact.name.missing') : undefined}
      />
      <TextField
        label={say('patient.visit.check-in.contact.relation')}
        value={relation}
        onChange={setRelation}
      />
      <TextField
        label={say('patient.visit.check-in.contact.number')}
        type="tel"
        value={number}
        onChange={setNumber}
        problem={isTold && !isPhoneNumber(number) ? say('patient.visit.check-in.phone.wrong') : undefined}
      />
      <div className="check-in-choices">
        <Button kind="primary" submits pending={pending}>
          {say('patient.visit.check-in.next')}
        </Button>
        <Button
          onClick={() =>
            onAnswer({ question: 'contact', answer: { name: null, relation: null, number: null } })
          }
        >
          {say('patient.visit.check-in.contact.nobody')}
        </Button>
      </div>
    </form>
  );
}
