// A signed note of a visit, said as a DocumentReference for each kind of EHR, and read back.
export {
  type BuiltNote,
  buildNoteUpdate,
  buildVisitNote,
  REFERENCE_SYSTEM,
  VISIT_NOTE_PROFILE,
} from './build-visit-note.ts';
export { listNoteFaults } from './check-note.ts';
export {
  listNoteTypes,
  type NoteCode,
  type NoteFacts,
  type NoteKind,
  NoteSite,
  type NoteVariant,
  type NoteWay,
  wayOfNote,
} from './note-facts.ts';
export { readMark, readVisitNote, type VisitNoteRead } from './read-visit-note.ts';
