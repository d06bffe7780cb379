// Whether the words that somebody answered are those that stand under the same version today. Compares digests, and knows
// no text: a site may change its own file and forget to raise the version, and no old yes is one to the new words.

/** SHA-256 (hex) of the words; null: none was kept, or this site has no such text any more. */
export interface TextDigests {
  readonly read: string | null;
  readonly today: string | null;
}

export const TEXT_STANDINGS = ['as-read', 'changed', 'gone', 'not-kept'] as const;
export type TextStanding = (typeof TEXT_STANDINGS)[number];

export function judgeText({ read, today }: TextDigests): TextStanding {
  if (read === null) return 'not-kept';
  if (today === null) return 'gone';
  return read === today ? 'as-read' : 'changed';
}
