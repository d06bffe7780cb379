// Why the note cannot be signed yet, in words, each with the way to what it is about.
import { SECTION_HEADINGS, type Section, type SignReason } from '#domain/documentation';
import { hasText } from '#lib/i18n';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';
import { fieldOf } from './SectionField.tsx';

export function Holds({ holds, onGo }: { holds: readonly SignReason[]; onGo?: () => void }) {
  const say = useText();
  if (holds.length === 0) return null;
  const go = (section: string) => {
    const focus = () => document.getElementById(fieldOf(section))?.focus();
    if (!onGo) return focus();
    onGo();
    // The field is only just being drawn again.
    requestAnimationFrame(focus);
  };
  return (
    <section className="note-holds" aria-label={say('staff.note.holds')}>
      <p className="strong">{say('staff.note.holds')}</p>
      <ul>
        {holds.map(({ code, data }) => {
          const { section, problem } = data;
          const key = problem ? `staff.note.hold.${code}.${problem}` : `staff.note.hold.${code}`;
          const heading = SECTION_HEADINGS[section as Section] ?? '';
          return (
            <li key={`${code} ${section ?? ''}`}>
              {hasText(key) ? say(key, { section: heading }) : code}{' '}
              {section && (
                <Button small onClick={() => go(section)}>
                  {say('staff.note.holds.go', { section: heading })}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
