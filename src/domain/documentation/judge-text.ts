// What text a note can hold: every character there is, but no half of one and no NUL, which neither the database nor
// an EHR can keep as they are; and no more than an EHR takes.
import type { NoteContent } from './note-content.ts';

/** Of what was typed, as UTF-8. The records' lines and the facts come on top. */
export const NOTE_LIMIT_BYTES = 200 * 1024;

export type TextProblem = 'half-character' | 'nul' | 'too-long';

export function judgeText(texts: readonly string[]): TextProblem | null {
  if (texts.some((text) => !text.isWellFormed())) return 'half-character';
  if (texts.some((text) => text.includes('\0'))) return 'nul';
  const bytes = texts.reduce((sum, text) => sum + countBytes(text), 0);
  return bytes > NOTE_LIMIT_BYTES ? 'too-long' : null;
}

export function judgeContent({ sections }: NoteContent): TextProblem | null {
  return judgeText(Object.values(sections));
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
