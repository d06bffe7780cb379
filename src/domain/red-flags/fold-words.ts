// A person's words and the packs' words made alike: small letters, no accents, one space between. It understands no
// sentence: "no chest pain" says "chest pain" too, and raises.

/** NFD takes letters apart from their marks; what is neither letter nor digit becomes a space. */
export function foldWords(text: string): string {
  const plain = text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’]/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${plain} `;
}

/** `folded`: by `foldWords`. Whole words alone; a trailing `*` stands for any ending. */
export function saysSo(folded: string, words: string): boolean {
  const isOpen = words.endsWith('*');
  const sought = foldWords(words).trimEnd();
  return folded.includes(isOpen ? sought : `${sought} `);
}
