// A sign that was said aloud, or seen, written down by staff: which, how sure, whose word, in a few words. It raises
// what the patient's own answer raises; there is no "no" here.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type SignWritten, TOLD_BY, type ToldBy } from '#domain/red-flags';
import type { VisitView } from '#domain/visit';
import { hasText } from '#lib/i18n';
import { Button } from '#ui/Button';
import { ChoiceField, TextField } from '#ui/Field';
import { Loading } from '#ui/Loading';
import { ReadAgain } from '#ui/ReadAgain';
import { useText } from '#ui/text';
import { CrisisNumbers } from './CrisisLines.tsx';
import { staffSignsQuery } from './sign-queries.ts';
import './signs.css';

interface WriteSignFormProps {
  launchId: string;
  visit: VisitView;
  pending: string | null;
  onWrite: (written: SignWritten) => void;
}

export function WriteSignForm({ launchId, visit, pending, onWrite }: WriteSignFormProps) {
  const say = useText();
  const place = visit.locations.at(-1)?.from ?? '';
  const asked = useQuery(staffSignsQuery(launchId, visit.visitId, place));
  const [flag, setFlag] = useState('');
  const [said, setSaid] = useState<'yes' | 'unsure'>('yes');
  const [toldBy, setToldBy] = useState<ToldBy>('patient');
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const chosen = asked.data?.signs.find((sign) => sign.flag === flag);
  const nameOf = (key: string) => {
    const text = `staff.visit.signs.flag.${key}`;
    return hasText(text) ? say(text) : key;
  };
  if (asked.isPending) return <Loading words={say('app.loading')} />;
  if (!asked.data)
    return (
      <p role="alert">
        {say('staff.visit.signs.write.failed')} <ReadAgain small query={asked} />
      </p>
    );
  return (
    <form
      className="visit-panel stack-tight"
      noValidate
      aria-label={say('staff.visit.signs.write')}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        const own = words.trim() === '' ? null : words.trim().slice(0, 300);
        if (chosen) onWrite({ answers: [{ flag: chosen.flag, said }], words: own, toldBy });
      }}
    >
      <p className="small">{say('staff.visit.signs.write.how')}</p>
      <ChoiceField
        label={say('staff.visit.signs.write.which')}
        value={flag}
        choices={[
          { value: '', text: say('staff.visit.signs.write.choose') },
          ...asked.data.signs.map((sign) => ({ value: sign.flag, text: nameOf(sign.flag) })),
        ]}
        onChange={setFlag}
        problem={isTried && !chosen ? say('staff.visit.signs.write.missing') : undefined}
      />
      {chosen && (
        <div className="stack-tight" role="status">
          <p className="small">{say('staff.visit.signs.write.lines')}</p>
          <CrisisNumbers lines={chosen.crisisLines} />
        </div>
      )}
      <ChoiceField
        label={say('staff.visit.signs.write.told-by')}
        value={toldBy}
        choices={TOLD_BY.map((value) => ({ value, text: say(`staff.visit.signs.told-by.${value}`) }))}
        onChange={setToldBy}
      />
      <ChoiceField
        label={say('staff.visit.signs.write.sure')}
        value={said}
        choices={(['yes', 'unsure'] as const).map((value) => ({
          value,
          text: say(`staff.visit.signs.said.${value}`),
        }))}
        onChange={setSaid}
      />
      <TextField label={say('staff.visit.signs.write.words')} value={words} onChange={setWords} />
      <p>
        <Button small kind="primary" submits pending={pending}>
          {say('staff.visit.signs.write.now')}
        </Button>
      </p>
    </form>
  );
}
