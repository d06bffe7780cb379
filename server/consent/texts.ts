// The consent texts: which is in force for a kind, a language and a place, and how any of them was worded once. A text
// is a draft until the site says that its counsel approved it.
import { createHash } from 'node:crypto';
import { type ConsentTextView, splitVersion, type TextVersions, versionAt } from '#domain/consent';
import type { Approval, TextFile, TextKind } from './text-file.ts';

type Language = 'en' | 'es';

export interface ConsentTexts {
  /** `state`: USPS code of where the reader is; null while nobody knows. */
  inForce(kind: TextKind, language: Language, state: string | null): ConsentTextView;
  versions(kind: TextKind): TextVersions;
  /** As somebody read it, by the version they read (`1`, `2-VT`); null: this site has it no more. */
  find(kind: TextKind, version: string, language: Language): ConsentTextView | null;
  /** SHA-256 (hex) of those words as they are today; null: this site has them no more. */
  digest(of: { kind: TextKind; version: string; language: Language }): string | null;
  /** Kind and version of each text in force that is a draft somewhere, for the log. */
  listDrafts(): string[];
}

/** `texts`: one in force of each kind, no two of one kind and version. */
export function buildTexts(texts: readonly TextFile[], approvals: readonly Approval[]): ConsentTexts {
  const current = (kind: TextKind): TextFile => {
    const found = texts.find((one) => one.kind === kind && !one.isRetired);
    if (!found) throw new Error(`no consent text of the kind ${kind} is in force`);
    return found;
  };
  const view = (text: TextFile, language: Language, state: string | null): ConsentTextView => {
    const { kind, version, states } = text;
    const words = text[language];
    const sections = 'sections' in words ? words.sections : [{ heading: null, paragraphs: words.paragraphs }];
    const own = Object.entries(states).find(([code]) => code === state)?.[1]?.[language] ?? [];
    const approval = approvals.find((one) => isOf(one, text) && isCovering(one, language, state));
    return {
      kind: kind === 'guest' ? 'telehealth' : kind,
      version: versionAt({ version, ownWords: Object.keys(states) }, state),
      ...{ language, title: words.title },
      sections: addLast(sections, { heading: OWN_HEADING[language], paragraphs: own }),
      approval: approval ? { by: approval.by, on: approval.on } : null,
    };
  };
  const find: ConsentTexts['find'] = (kind, read, language) => {
    const { version, state } = splitVersion(read);
    const text = texts.find((one) => one.kind === kind && one.version === version);
    return text ? view(text, language, state) : null;
  };
  const digests = new Map<string, string | null>();
  return {
    inForce: (kind, language, state) => view(current(kind), language, state),
    versions(kind) {
      const { version, states } = current(kind);
      return { version, ownWords: Object.keys(states) };
    },
    find,
    digest({ kind, version, language }) {
      const key = `${kind}/${version}/${language}`;
      const known = digests.get(key);
      if (known !== undefined) return known;
      const text = find(kind, version, language);
      const digest = text && digestOfText(text);
      digests.set(key, digest);
      return digest;
    },
    listDrafts: () =>
      texts
        .filter((text) => !text.isRetired)
        .filter((text) => (['en', 'es'] as const).some((one) => view(text, one, null).approval === null))
        .map(({ kind, version }) => `${kind}/${version}`),
  };
}

/** Over a state's own words, in a text that has headings. */
const OWN_HEADING = { en: 'Where you are', es: 'Donde usted está' } as const;

const isOf = (approval: Approval, { kind, version }: TextFile): boolean =>
  approval.kind === kind && approval.version === version;

const isCovering = ({ languages, states }: Approval, language: Language, state: string | null): boolean =>
  languages.includes(language) && (states === 'all' || states.some((one) => one === state));

/** A state's own words stand before the last section, which says what is agreed to; without headings, at the end. */
function addLast(
  sections: ConsentTextView['sections'],
  own: ConsentTextView['sections'][number],
): ConsentTextView['sections'] {
  const last = sections.at(-1);
  if (!last || own.paragraphs.length === 0) return sections;
  if (last.heading === null)
    return [...sections.slice(0, -1), { ...last, paragraphs: [...last.paragraphs, ...own.paragraphs] }];
  return [...sections.slice(0, -1), own, last];
}

/** SHA-256 (hex) of what stood on the screen: title, headings and paragraphs, one line each. */
export function digestOfText({ title, sections }: ConsentTextView): string {
  const lines = sections.flatMap(({ heading, paragraphs }) => [
    ...(heading === null ? [] : [heading]),
    ...paragraphs,
  ]);
  return createHash('sha256')
    .update([title, ...lines].join('\n'))
    .digest('hex');
}
