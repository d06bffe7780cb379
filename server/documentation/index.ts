// The note on the server: drafts nobody loses, signatures that happen once, summaries for patients.
export { createDocumentation, type Documentation, type DocumentationPartsNeeds } from './documentation.ts';
export { findNote } from './draft-store.ts';
export { findOwnNote, type OwnNote } from './find-own-note.ts';
export { newReference } from './new-names.ts';
export { findSignedNote, listNoteMarks } from './signed-store.ts';
