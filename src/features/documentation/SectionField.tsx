// One section of the note: a field that grows with its text, the template's questions beside it, and below it the
// facts pulled from the chart, each with its source.
import { useId, useState } from 'react';
import { type PulledFact, SECTION_HEADINGS, type Section } from '#domain/documentation';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { type ChartFact, FactChooser } from './FactChooser.tsx';
import type { usePullFact } from './note-queries.ts';

interface SectionFieldProps {
  section: Section;
  /** Questions for the writer; none of them ever becomes text. */
  prompts: readonly string[];
  text: string;
  onWrite: (text: string) => void;
  facts: readonly PulledFact[];
  onRemove: (factId: string) => void;
  chartFacts: readonly ChartFact[] | null;
  pull: ReturnType<typeof usePullFact>;
  onPulled: (factId: string) => void;
}

export const fieldOf = (section: string): string => `note-${section}`;

export function SectionField(props: SectionFieldProps) {
  const { section, prompts, text, onWrite, facts, onRemove, chartFacts, pull, onPulled } = props;
  const say = useText();
  const id = useId();
  const [isChoosing, setChoosing] = useState(false);
  const heading = SECTION_HEADINGS[section];
  return (
    <div className="note-section">
      <div className="note-section-head">
        <h4>
          <label htmlFor={fieldOf(section)}>{heading}</label>
        </h4>
        {chartFacts && (
          <Button
            small
            aria-expanded={isChoosing}
            aria-label={say('staff.note.facts.into', { section: heading })}
            onClick={() => setChoosing(!isChoosing)}
          >
            {say('staff.note.facts')}
          </Button>
        )}
      </div>
      {/* The browser's spelling help may send what is typed to its maker. */}
      <textarea
        id={fieldOf(section)}
        className="note-field"
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={prompts.length > 0 ? id : undefined}
        onChange={(event) => onWrite(event.target.value)}
      />
      {prompts.length > 0 && (
        <ul className="note-prompts" id={id}>
          {prompts.map((prompt) => (
            <li key={prompt}>{prompt}</li>
          ))}
        </ul>
      )}
      {facts.length > 0 && (
        <ul className="note-facts" aria-label={say('staff.note.facts.in', { section: heading })}>
          {facts.map((fact) => (
            <li key={fact.factId}>
              <span>
                {fact.text} <span className="small soft">({fact.source})</span>
              </span>
              <Button
                small
                aria-label={say('staff.note.facts.remove.one', { fact: fact.text })}
                onClick={() => onRemove(fact.factId)}
              >
                {say('staff.note.facts.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isChoosing && chartFacts && (
        <FactChooser facts={chartFacts} pull={pull} onPulled={onPulled} onClose={() => setChoosing(false)} />
      )}
    </div>
  );
}
