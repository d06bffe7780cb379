// Keys of the note: one that leads to it from anywhere on the page, and two that act while it is written.

/** Words at `staff.note.key.<does>`. */
export const NOTE_KEYS = [
  { key: 'n', does: 'go' },
  { key: 'Ctrl S', does: 'save' },
  { key: 'Ctrl Enter', does: 'review' },
] as const;

const HEADING = '#visit-note .fold-button';

/** To the note, and into it when it is folded. False: there is none on this page. */
export function goToNote(): boolean {
  const heading = document.querySelector<HTMLButtonElement>(HEADING);
  if (!heading) return false;
  if (heading.getAttribute('aria-expanded') === 'false') heading.click();
  heading.scrollIntoView({ block: 'start' });
  heading.focus({ preventScroll: true });
  return true;
}

export type WritingKey = 'save' | 'review';

/** Null: another key. */
export function readWritingKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): WritingKey | null {
  if (!event.ctrlKey && !event.metaKey) return null;
  if (event.key.toLowerCase() === 's') return 'save';
  return event.key === 'Enter' ? 'review' : null;
}
