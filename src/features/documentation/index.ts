// The screens of documentation: the note of a visit, and the summary that the patient reads. Each travels with its
// words when it is opened.
import { lazy } from 'react';
import { speak, spokenLanguage } from '#lib/i18n';
import { withNoteWords } from './note-words.ts';

export type { ChartFact } from './FactChooser.tsx';
export { goToNote, NOTE_KEYS } from './note-keys.ts';

export const NoteDesk = lazy(() =>
  withNoteWords(import('./NoteDesk.tsx')).then((desk) => ({ default: desk.NoteDesk })),
);
export const SummaryDesk = lazy(() =>
  withNoteWords(import('./SummaryDesk.tsx')).then((desk) => ({ default: desk.SummaryDesk })),
);
export const PatientSummary = lazy(() =>
  Promise.all([import('./PatientSummary.tsx'), speak(spokenLanguage(), 'visit-patient')]).then(([page]) => ({
    default: page.PatientSummary,
  })),
);
