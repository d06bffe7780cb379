// A register longer than a page: which lines these are, of how many, the way to the others, and to one person's alone.
import { useState } from 'react';
import type { CredentialsView } from '#domain/licensure';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { PAGE } from './credential-queries.ts';

interface RegisterPagesProps {
  register: CredentialsView;
  /** Empty: everybody. */
  practitioner: string;
  onTurn: (part: { from: number; practitioner: string }) => void;
}

const NAMES_SOMEBODY = /^Practitioner\/[A-Za-z0-9\-.]{1,64}$/;

export function RegisterPages({ register, practitioner, onTurn }: RegisterPagesProps) {
  const say = useText();
  const { from, total, credentials } = register;
  const [wanted, setWanted] = useState(practitioner);
  const [isTold, setTold] = useState(false);
  const asked = wanted.trim();
  const whom = asked === '' || asked.includes('/') ? asked : `Practitioner/${asked}`;
  const isRight = whom === '' || NAMES_SOMEBODY.test(whom);
  const last = from + credentials.length;
  return (
    <form
      className="register-pages"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if (isRight) onTurn({ from: 0, practitioner: whom });
      }}
    >
      <div className="row">
        <p role="status" className="strong">
          {say('licensure.pages.these', { first: Math.min(from + 1, total), last, total })}
        </p>
        {from > 0 && (
          <Button small onClick={() => onTurn({ from: Math.max(0, from - PAGE), practitioner })}>
            {say('licensure.pages.before')}
          </Button>
        )}
        {last < total && (
          <Button small onClick={() => onTurn({ from: last, practitioner })}>
            {say('licensure.pages.after')}
          </Button>
        )}
      </div>
      <div className="row register-person">
        <TextField
          label={say('licensure.pages.person')}
          type="search"
          value={wanted}
          onChange={setWanted}
          problem={isTold && !isRight ? say('licensure.pages.person.wrong') : undefined}
        />
        <Button small submits>
          {say('licensure.pages.find')}
        </Button>
        {practitioner !== '' && (
          <Button
            small
            onClick={() => {
              setWanted('');
              onTurn({ from: 0, practitioner: '' });
            }}
          >
            {say('licensure.pages.everybody')}
          </Button>
        )}
      </div>
    </form>
  );
}
