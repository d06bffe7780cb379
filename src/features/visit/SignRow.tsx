// One sign: a tick, and under it whom to call and whether they are sure.
import type { CrisisLine, SignAnswer } from '#domain/red-flags';
import { useText } from '#ui/text';
import { CrisisLines } from './CrisisLines.tsx';

interface SignRowProps {
  /** Key of its words. */
  words: string;
  crisisLines: readonly CrisisLine[];
  /** Null: not ticked. */
  said: SignAnswer['said'] | null;
  /** Ticked last: whom to call is said here alone, and once. */
  isLast: boolean;
  onChange: (said: 'yes' | 'unsure' | null) => void;
}

export function SignRow({ words, crisisLines, said, isLast, onChange }: SignRowProps) {
  const say = useText();
  return (
    <li className="sign" data-told={said !== null || undefined}>
      <label className="sign-tick">
        <input
          type="checkbox"
          checked={said !== null}
          onChange={(event) => onChange(event.target.checked ? 'yes' : null)}
        />
        <span>{say(words)}</span>
      </label>
      {said !== null && (
        <label className="sign-tick sign-unsure">
          <input
            type="checkbox"
            checked={said === 'unsure'}
            onChange={(event) => onChange(event.target.checked ? 'unsure' : 'yes')}
          />
          <span>{say('patient.visit.signs.unsure')}</span>
        </label>
      )}
      {said !== null && isLast && (
        <div role="alert" className="sign-call">
          <CrisisLines lines={crisisLines} />
        </div>
      )}
    </li>
  );
}
