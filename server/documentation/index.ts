// The note on the server: drafts nobody loses, signatures that happen once, summaries for patients.
export { createDocumentation, type Documentation, type DocumentationPartsNeeds } from './documentation.ts';
export { findNote } from './draft-store.ts';
export { findOwnMinutes } from './find-own-minutes.ts';
export { newReference } from './new-names.ts';
export { findSignedNote, listNoteMarks } from './signed-store.ts';
