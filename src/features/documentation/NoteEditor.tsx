// The note as it is written: what the records say stands above, fixed; below it the sections with their questions,
// the facts pulled from the chart, and the clinician's time.
import {
  listSections,
  type NoteContent,
  type NoteDraft,
  type NoteView,
  type Section,
  type SignReason,
  TEMPLATES,
} from '#domain/documentation';
import { Button } from '#ui/Button';
import { ChoiceField } from '#ui/Field';
import { useText } from '#ui/text';
import { Holds } from './Holds.tsx';
import { MinutesField } from './MinutesField.tsx';
import type { NoteDeskProps } from './NoteDesk.tsx';
import { type useNoteOrder, usePullFact } from './note-queries.ts';
import { SectionField } from './SectionField.tsx';

interface NoteEditorProps extends NoteDeskProps {
  view: NoteView;
  draft: NoteDraft;
  order: ReturnType<typeof useNoteOrder>;
  content: NoteContent;
  holds: readonly SignReason[];
  onEdit: (content: NoteContent) => void;
  onReview: () => void;
}

export function NoteEditor(props: NoteEditorProps) {
  const { view, draft, order, content, holds, onEdit, onReview, isRunning, chartFacts } = props;
  const say = useText();
  const pull = usePullFact(props);
  const template = TEMPLATES.find(({ id }) => id === draft.template);
  const write = (section: Section, text: string) =>
    onEdit({ ...content, sections: { ...content.sections, [section]: text } });
  const put = (section: Section, factId: string) => {
    const isThere = content.facts.some((one) => one.factId === factId && one.section === section);
    if (!isThere) onEdit({ ...content, facts: [...content.facts, { factId, section }] });
  };
  return (
    <>
      <Records draft={draft} />
      {draft.kind !== 'addendum' && (
        <ChoiceField
          label={say('staff.note.template')}
          value={draft.template}
          choices={TEMPLATES.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={(chosen) =>
            order.mutate({ call: '/template', body: { draftId: draft.draftId, template: chosen } })
          }
        />
      )}
      {listSections(draft.kind).map((section) => (
        <SectionField
          key={section}
          section={section}
          prompts={section === 'addendum' ? [] : (template?.prompts[section] ?? [])}
          text={content.sections[section] ?? ''}
          onWrite={(text) => write(section, text)}
          facts={content.facts
            .filter((one) => one.section === section)
            .flatMap(({ factId }) => view.facts.filter((one) => one.factId === factId))}
          onRemove={(factId) =>
            onEdit({
              ...content,
              facts: content.facts.filter((one) => one.factId !== factId || one.section !== section),
            })
          }
          chartFacts={chartFacts}
          pull={pull}
          onPulled={(factId) => put(section, factId)}
        />
      ))}
      {draft.kind !== 'addendum' && (
        <MinutesField
          minutes={content.minutes}
          time={view.time}
          onEnter={(minutes) => onEdit({ ...content, minutes })}
        />
      )}
      <Holds holds={holds} />
      <p>
        <Button kind={isRunning ? 'plain' : 'primary'} onClick={onReview}>
          {say(view.may.includes('sign') ? 'staff.note.review' : 'staff.note.review.only')}
        </Button>
      </p>
    </>
  );
}

/** Nobody types these lines, so nobody can type them wrongly. */
function Records({ draft }: { draft: NoteDraft }) {
  const say = useText();
  return (
    <section className="note-records" aria-label={say('staff.note.records')}>
      <details open>
        <summary>{say('staff.note.records')}</summary>
        <ul>
          {draft.records.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
