// The note: its sections and templates, its text, whether it may be signed, and everything that crosses the wire.
export * from './compose-note.ts';
export { decideEncounter, type EncounterFacts } from './decide-encounter.ts';
export * from './decide-signable.ts';
export { describeChartFact } from './describe-chart-fact.ts';
export { drawSummary } from './draw-summary.ts';
export { findShownRelease } from './find-shown-release.ts';
export { isNoteReader } from './is-note-reader.ts';
export * from './judge-text.ts';
export { listStandings, type Standing } from './list-standings.ts';
export { listTimeSuggestion } from './list-time-suggestion.ts';
export * from './note-content.ts';
export { printInstant, printRecordedDay } from './print-moment.ts';
export * from './sections.ts';
export * from './sign-reasons.ts';
export * from './signed-note.ts';
export * from './templates.ts';
export * from './wire.ts';
export { type LineFacts, type SignedBefore, writeRecordLines } from './write-record-lines.ts';
