// The words of the note come with its screens; staff read English.
import { speak } from '#lib/i18n';

export function withNoteWords<Module>(load: Promise<Module>): Promise<Module> {
  return Promise.all([load, speak('en', 'note-staff')]).then(([module]) => module);
}
