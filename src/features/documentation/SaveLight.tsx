// Whether what stands on the screen is stored: said in words, true at every moment, and said aloud only when it is
// not.
import { formatClock } from '#lib/dates';
import { useText } from '#ui/text';
import type { DraftSight } from './draft-keeper.ts';

export function SaveLight({ sight, isBare }: { sight: DraftSight; isBare: boolean }) {
  const say = useText();
  const { light, trouble, savedAt } = sight;
  const words = () => {
    if (trouble) return say(`staff.note.light.${trouble}`);
    if (light === 'not-saved') return say('staff.note.light.rival');
    if (light === 'saving') return say('staff.note.light.saving');
    return savedAt
      ? say('staff.note.light.saved', { time: formatClock(savedAt) })
      : say('staff.note.light.nothing');
  };
  const isLosable = isBare && light !== 'saved';
  return (
    <div className={`note-light note-light-${light}`}>
      <p>{words()}</p>
      <p className={isLosable ? 'note-problem' : 'hidden-but-read'} role="status">
        {isLosable && say('staff.note.light.bare')}
        {trouble && !isLosable && words()}
      </p>
    </div>
  );
}
