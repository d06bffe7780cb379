// Two texts of one note side by side: where they differ, and what stands after a person chose. Nothing is dropped
// that nobody chose to drop: facts of both stay.
import { type NoteContent, SECTIONS, type Section } from '#domain/documentation';

/** Which of two texts is to stand; `both`: the first, then the second below it. */
export type Choice = 'first' | 'second' | 'both';

export interface Difference {
  readonly section: Section;
  readonly first: string;
  readonly second: string;
}

const textOf = ({ sections }: NoteContent, section: Section): string => sections[section] ?? '';

export function listDifferences(first: NoteContent, second: NoteContent): Difference[] {
  return SECTIONS.map((section) => ({
    section,
    first: textOf(first, section),
    second: textOf(second, section),
  })).filter((one) => one.first !== one.second);
}

export function isSameContent(first: NoteContent, second: NoteContent): boolean {
  return (
    listDifferences(first, second).length === 0 &&
    first.minutes === second.minutes &&
    first.facts.length === second.facts.length &&
    first.facts.every((fact, place) => isSameFact(fact, second.facts[place]))
  );
}

/** Sections nobody chose for keep both texts. */
export function joinContents(
  first: NoteContent,
  second: NoteContent,
  chosen: Partial<Record<Section, Choice>>,
  minutes: number | null,
): NoteContent {
  const sections = { ...first.sections };
  for (const { section, ...texts } of listDifferences(first, second))
    sections[section] = joinTexts(texts, chosen[section] ?? 'both');
  const more = second.facts.filter((fact) => !first.facts.some((known) => isSameFact(known, fact)));
  return { sections, minutes, facts: [...first.facts, ...more] };
}

/** Where one of them begins with the other, both are the longer one. */
function joinTexts({ first, second }: Omit<Difference, 'section'>, choice: Choice): string {
  if (choice !== 'both') return choice === 'first' ? first : second;
  if (first.startsWith(second)) return first;
  return second.startsWith(first) ? second : `${first}\n\n${second}`;
}

type Fact = NoteContent['facts'][number];

function isSameFact(one: Fact, other: Fact | undefined): boolean {
  return one.factId === other?.factId && one.section === other.section;
}
