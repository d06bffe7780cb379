// The summary while it is edited, then as the patient will read it; released by a press of its own.
import { useEffect, useId, useRef, useState } from 'react';
import type { SummaryView } from '#domain/documentation';
import { formatClock } from '#lib/dates';
import { Button } from '#ui/Button';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';
import type { useSummaryOrder } from './summary-queries.ts';
import { useSummaryText } from './useSummaryText.ts';

const LONGEST = 50_000;

interface SummaryEditorProps {
  draft: NonNullable<SummaryView['draft']>;
  order: ReturnType<typeof useSummaryOrder>;
}

export function SummaryEditor({ draft, order }: SummaryEditorProps) {
  const say = useText();
  const id = useId();
  const edited = useSummaryText(draft, order);
  const { text, light, rival } = edited;
  const [isReading, setReading] = useState(false);
  if (draft.isOutdated)
    return (
      <Notice tone="care" title={say('staff.note.summary.outdated')}>
        <pre className="note-text">{text}</pre>
      </Notice>
    );
  if (isReading)
    return <Reading draft={draft} text={text} light={light} order={order} onBack={() => setReading(false)} />;
  return (
    <div className="note-section">
      <div className="note-head">
        <h3>
          <label htmlFor={id}>{say('staff.note.summary.text')}</label>
        </h3>
        <p className={`note-light note-light-${light}`}>
          {light === 'saved'
            ? say('staff.note.light.saved', { time: formatClock(draft.savedAt) })
            : say(light === 'saving' ? 'staff.note.light.saving' : 'staff.note.light.no-answer')}
        </p>
      </div>
      {rival !== null && (
        <Notice tone="care" live="assertive" title={say('staff.note.summary.rival')}>
          <pre className="note-text">{rival}</pre>
          <div className="row">
            <Button small onClick={() => edited.settle(text)}>
              {say('staff.note.rival.take.first')}
            </Button>
            <Button small onClick={() => edited.settle(rival)}>
              {say('staff.note.rival.take.second')}
            </Button>
            <Button small onClick={() => edited.settle(`${text}\n\n${rival}`)}>
              {say('staff.note.rival.take.both')}
            </Button>
          </div>
        </Notice>
      )}
      <textarea
        id={id}
        className="note-field"
        value={text}
        maxLength={LONGEST}
        spellCheck={false}
        onChange={(event) => edited.write(event.target.value)}
      />
      <p className="small soft">{say('staff.note.summary.advice')}</p>
      <p>
        <Button onClick={() => setReading(true)}>{say('staff.note.summary.read')}</Button>
      </p>
    </div>
  );
}

interface ReadingProps extends SummaryEditorProps {
  text: string;
  light: 'saved' | 'saving' | 'not-saved';
  onBack: () => void;
}

function Reading({ draft, text, light, order, onBack }: ReadingProps) {
  const say = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [requestKey] = useState(() => crypto.randomUUID());
  useEffect(() => heading.current?.focus(), []);
  const isReady = light === 'saved' && text.trim() !== '';
  return (
    <div className="note-reading">
      <h3 ref={heading} tabIndex={-1}>
        {say('staff.note.summary.reading')}
      </h3>
      <pre className="note-text note-text-patient">{text}</pre>
      {!isReady && (
        <p role="status">{say(text.trim() === '' ? 'staff.note.summary.empty' : 'staff.note.sign.waits')}</p>
      )}
      <div className="row">
        {isReady && (
          <Button
            kind="primary"
            pending={order.isPending && order.variables.call === '/release' ? say('app.one-moment') : null}
            onClick={() => order.mutate({ call: '/release', body: { revision: draft.revision, requestKey } })}
          >
            {say('staff.note.summary.release')}
          </Button>
        )}
        <Button onClick={onBack}>{say('staff.note.sign.back')}</Button>
      </div>
    </div>
  );
}
