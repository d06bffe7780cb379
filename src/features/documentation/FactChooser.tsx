// Chooses an entry of the chart to stand in the note. What is shown here only points at it: the server reads the
// entry itself and words it.
import { useState } from 'react';
import type { ChartListName } from '#domain/chart';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import type { usePullFact } from './note-queries.ts';

export interface ChartFact {
  readonly list: ChartListName;
  /** Name of the list, in words. */
  readonly listName: string;
  readonly entryId: string;
  readonly text: string;
  /** Value, dose, status, date: what tells it from others of its name. */
  readonly more: string;
}

const MOST = 12;

interface FactChooserProps {
  facts: readonly ChartFact[];
  pull: ReturnType<typeof usePullFact>;
  onPulled: (factId: string) => void;
  onClose: () => void;
}

export function FactChooser({ facts, pull, onPulled, onClose }: FactChooserProps) {
  const say = useText();
  const [sought, setSought] = useState('');
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const found = facts.filter((fact) => {
    const whole = `${fact.listName} ${fact.text} ${fact.more}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const isPulling = (fact: ChartFact) =>
    pull.isPending && pull.variables.list === fact.list && pull.variables.entryId === fact.entryId;
  return (
    <div className="note-chooser">
      <div className="row">
        <TextField type="search" label={say('staff.note.facts.find')} value={sought} onChange={setSought} />
        <Button small onClick={onClose}>
          {say('staff.note.facts.close')}
        </Button>
      </div>
      {pull.isError && (
        <p role="alert" className="note-problem">
          {say('staff.note.facts.failed')}
        </p>
      )}
      {found.length === 0 && (
        <p className="soft">
          {say(facts.length === 0 ? 'staff.note.facts.none' : 'staff.note.facts.not-found')}
        </p>
      )}
      <ul>
        {found.slice(0, MOST).map((fact) => (
          <li key={`${fact.list}/${fact.entryId}`}>
            <Button
              small
              pending={isPulling(fact) ? say('app.one-moment') : null}
              onClick={() =>
                pull.mutate(
                  { list: fact.list, entryId: fact.entryId },
                  { onSuccess: ({ factId }) => onPulled(factId) },
                )
              }
            >
              {fact.text}
            </Button>{' '}
            <span className="small soft">
              {fact.listName} · {fact.more}
            </span>
          </li>
        ))}
      </ul>
      {found.length > MOST && (
        <p className="small soft">{say('staff.note.facts.more', { count: found.length - MOST })}</p>
      )}
    </div>
  );
}
