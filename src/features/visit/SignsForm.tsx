// The signs as a list to tick, a box for own words, and the ways on. A tick says at once whom to call, before anything
// is sent; nothing of it is kept in the page.
import { useId, useState } from 'react';
import type { AskedSignsView, SignAnswer, SignTelling } from '#domain/red-flags';
import { hasText, spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { SignRow } from './SignRow.tsx';
import './signs.css';

interface SignsFormProps {
  signs: AskedSignsView['signs'];
  /** `asked`: every sign is asked. `again`: more may be told. `guest`: told of somebody else, of one's own accord. */
  how: 'asked' | 'again' | 'guest';
  /** Asked of somebody else than the patient. */
  isOfAnother: boolean;
  pending: string | null;
  hasFailed: boolean;
  onTell: (telling: SignTelling) => void;
  onLeave: () => void;
}

export function SignsForm({ signs, how, isOfAnother, pending, hasFailed, onTell, onLeave }: SignsFormProps) {
  const say = useText();
  const id = useId();
  const [ticked, setTicked] = useState<readonly SignAnswer[]>([]);
  const [words, setWords] = useState('');
  // A sign of the site's own without words in this language is left open, and says so to the clinician.
  const known = signs.filter(({ flag }) => hasText(`patient.visit.signs.flag.${flag}`));
  const own = words.trim() === '' ? null : words.trim();
  const change = (flag: string, said: SignAnswer['said'] | null) => {
    const others = ticked.filter((one) => one.flag !== flag);
    setTicked(said === null ? others : [...others, { flag, said }]);
  };
  const send = (answers: readonly SignAnswer[]) =>
    onTell({ answers: [...answers], words: own, language: spokenLanguage() });
  const isGuest = how === 'guest';
  return (
    <>
      <p>{say(HOW[how])}</p>
      <ul className="signs">
        {known.map((sign) => (
          <SignRow
            key={sign.flag}
            words={keyOf(sign.flag, isOfAnother)}
            crisisLines={sign.crisisLines}
            said={ticked.find(({ flag }) => flag === sign.flag)?.said ?? null}
            isLast={ticked.at(-1)?.flag === sign.flag}
            onChange={(said) => change(sign.flag, said)}
          />
        ))}
      </ul>
      <div className="field sign-words">
        <label htmlFor={id}>
          {say(isGuest ? 'patient.visit.guest.signs.words' : 'patient.visit.signs.words')}
        </label>
        <textarea
          id={id}
          rows={3}
          maxLength={2000}
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <div className="check-in-choices">
        {ticked.length > 0 || (isGuest && own !== null) ? (
          <Button kind="primary" pending={pending} onClick={() => send(ticked)}>
            {say(isGuest ? 'patient.visit.guest.signs.tell' : 'patient.visit.signs.tell')}
          </Button>
        ) : (
          !isGuest && (
            <>
              <Button
                kind="primary"
                pending={pending}
                onClick={() => send(known.map(({ flag }) => ({ flag, said: 'no' })))}
              >
                {say('patient.visit.signs.none')}
              </Button>
              <Button onClick={() => send([])}>{say('patient.visit.signs.rather-not')}</Button>
            </>
          )
        )}
        {isGuest && <Button onClick={onLeave}>{say('patient.visit.guest.signs.back')}</Button>}
      </div>
      {hasFailed && (
        <div role="alert" className="stack-tight">
          <p>{say('patient.visit.not-sent')}</p>
          {!isGuest && (
            <p>
              <Button onClick={onLeave}>{say('patient.visit.signs.go.goes-on')}</Button>
            </p>
          )}
        </div>
      )}
    </>
  );
}

function keyOf(flag: string, isOfAnother: boolean): string {
  const ofAnother = `patient.visit.signs.flag.${flag}.other`;
  return isOfAnother && hasText(ofAnother) ? ofAnother : `patient.visit.signs.flag.${flag}`;
}

const HOW = {
  asked: 'patient.visit.signs.how',
  again: 'patient.visit.signs.how.again',
  guest: 'patient.visit.guest.signs.how',
};
