// The texts that ask whether a visit may be recorded, or listened to by software: by purpose, language and place.
// Drafts until a site's counsel has read them; a site that changes one gives it a version of its own.
import { createHash } from 'node:crypto';
import { type ConsentTextView, type ListeningPurpose, type TextVersions, versionAt } from '#domain/consent';
import listening from './ai-listening-1.json' with { type: 'json' };
import recording from './recording-1.json' with { type: 'json' };
import strict from './strict-states.json' with { type: 'json' };

const TEXTS = { recording, 'ai-listening': listening } as const;
const NAMES: Readonly<Record<string, { en: string; es: string }>> = strict.states;
const OWN_WORDS = Object.keys(NAMES);

export function versionsOf(purpose: ListeningPurpose): TextVersions {
  return { version: TEXTS[purpose].version, ownWords: OWN_WORDS };
}

/** `state`: USPS code of where the reader is; null while nobody knows. */
export function listeningText(
  purpose: ListeningPurpose,
  language: 'en' | 'es',
  state: string | null,
): ConsentTextView {
  const { title, paragraphs, inStrictStates } = TEXTS[purpose][language];
  const name = state === null ? undefined : NAMES[state]?.[language];
  return {
    ...{ kind: purpose, language, title },
    version: versionAt(versionsOf(purpose), state),
    paragraphs: [...paragraphs, ...(name ? [inStrictStates.replace('{state}', name)] : [])],
  };
}

/** SHA-256 (hex) of what stood on the screen: title and paragraphs, one line each. */
export function digestOfText({ title, paragraphs }: ConsentTextView): string {
  return createHash('sha256')
    .update([title, ...paragraphs].join('\n'))
    .digest('hex');
}
