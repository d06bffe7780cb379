// Two texts of one note side by side, where two pages wrote at once. A person chooses, section by section; until then
// both are kept.
import { useEffect, useId, useRef, useState } from 'react';
import { type NoteContent, SECTION_HEADINGS, type Section } from '#domain/documentation';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { type Choice, type Difference, joinContents, listDifferences } from './compare-contents.ts';
import type { Rival } from './draft-keeper.ts';

interface RivalPanelProps {
  /** What stands in this page. */
  own: NoteContent;
  rival: Rival;
  onSettle: (content: NoteContent) => void;
}

const CHOICES: readonly Choice[] = ['first', 'second', 'both'];

export function RivalPanel({ own, rival, onSettle }: RivalPanelProps) {
  const say = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<Partial<Record<Section, Choice>>>({});
  const [minutesOf, setMinutesOf] = useState<'first' | 'second'>(own.minutes === null ? 'second' : 'first');
  useEffect(() => heading.current?.focus(), []);
  const other = rival.content;
  const differences = listDifferences(own, other);
  const differInMinutes = own.minutes !== other.minutes;
  const who = rival.by?.isYou
    ? say('staff.note.rival.you')
    : isolate(rival.by?.name ?? say('staff.note.rival.somebody'));
  const names = {
    first: say('staff.note.rival.first'),
    second: say('staff.note.rival.second', { who, time: rival.at ? formatInstant(rival.at) : '' }),
  };
  const chooseAll = (choice: Choice) => {
    setChosen(Object.fromEntries(differences.map(({ section }) => [section, choice])));
    if (choice !== 'both') setMinutesOf(choice);
  };
  const settle = () =>
    onSettle(joinContents(own, other, chosen, (minutesOf === 'first' ? own : other).minutes));
  return (
    <div className="note-rival">
      <h4 ref={heading} tabIndex={-1}>
        {say('staff.note.rival')}
      </h4>
      <p>{say(`staff.note.rival.${rival.is}`)}</p>
      <div className="row">
        {CHOICES.map((choice) => (
          <Button key={choice} small onClick={() => chooseAll(choice)}>
            {say(`staff.note.rival.all.${choice}`)}
          </Button>
        ))}
      </div>
      {differences.map((difference) => (
        <Compared
          key={difference.section}
          difference={difference}
          names={names}
          choice={chosen[difference.section] ?? 'both'}
          onChoose={(choice) => setChosen({ ...chosen, [difference.section]: choice })}
        />
      ))}
      {differInMinutes && (
        <fieldset className="note-choice">
          <legend className="strong">{say('staff.note.minutes')}</legend>
          {(['first', 'second'] as const).map((which) => (
            <Radio
              key={which}
              isChosen={minutesOf === which}
              onChoose={() => setMinutesOf(which)}
              words={`${say(`staff.note.rival.take.${which}`)}: ${
                (which === 'first' ? own : other).minutes ?? say('staff.note.unknown')
              }`}
            />
          ))}
        </fieldset>
      )}
      <p>
        <Button kind="primary" onClick={settle}>
          {say('staff.note.rival.settle')}
        </Button>
      </p>
    </div>
  );
}

interface ComparedProps {
  difference: Difference;
  names: { first: string; second: string };
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

function Compared({ difference, names, choice, onChoose }: ComparedProps) {
  const say = useText();
  const { section } = difference;
  return (
    <fieldset className="note-choice">
      <legend className="strong">{SECTION_HEADINGS[section]}</legend>
      <div className="note-pair">
        {(['first', 'second'] as const).map((which) => (
          <div key={which} data-chosen={choice === which || choice === 'both' || undefined}>
            <p className="small soft">{names[which]}</p>
            <pre className="note-text">{difference[which] || say('staff.note.rival.empty')}</pre>
          </div>
        ))}
      </div>
      <div className="row">
        {CHOICES.map((one) => (
          <Radio
            key={one}
            isChosen={choice === one}
            onChoose={() => onChoose(one)}
            words={say(`staff.note.rival.take.${one}`)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Radio({ isChosen, onChoose, words }: { isChosen: boolean; onChoose: () => void; words: string }) {
  const id = useId();
  return (
    <span className="note-radio">
      <input id={id} type="radio" checked={isChosen} onChange={onChoose} />
      <label htmlFor={id}>{words}</label>
    </span>
  );
}
