// Text that was typed here while the note was signed or discarded elsewhere. It stands nowhere but on this page, and
// stays until a person has taken it over.
import { listSections, type NoteContent, SECTION_HEADINGS } from '#domain/documentation';
import { Button } from '#ui/Button';
import { CopyButton } from '#ui/CopyButton';
import { Notice } from '#ui/Notice';
import { useText } from '#ui/text';

export function LeftOver({ content, onDone }: { content: NoteContent; onDone: () => void }) {
  const say = useText();
  const text = [...listSections('note'), ...listSections('addendum')]
    .flatMap((section) => {
      const typed = content.sections[section] ?? '';
      return typed === '' ? [] : [`${SECTION_HEADINGS[section]}\n${typed}`];
    })
    .join('\n\n');
  return (
    <Notice tone="stop" live="assertive" title={say('staff.note.left-over.title')}>
      <p>{say('staff.note.left-over.meaning')}</p>
      <pre className="note-text">{text}</pre>
      <div className="row">
        <CopyButton label={say('staff.note.left-over.copy')} text={() => text} />
        <Button small onClick={onDone}>
          {say('staff.note.left-over.done')}
        </Button>
      </div>
    </Notice>
  );
}
