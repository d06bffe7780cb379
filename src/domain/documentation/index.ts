// The note: its sections and templates, its text, whether it may be signed, and everything that crosses the wire.
export * from './note-content.ts';
export * from './sections.ts';
export * from './sign-reasons.ts';
export * from './templates.ts';
export * from './wire.ts';
