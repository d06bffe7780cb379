// How the vignettes ask: through the same line the command reads, so that the contract is tested with them.

import { answerLine, indexPacks, loadPacks, type PackFile } from '../../server/rules/index.ts';
import type { Topic } from '../../src/domain/rules/index.ts';

export const SHIPPED = loadPacks();

/** Literal case: name, row of a pack it cites, facts, outcome, and what else must come out. */
export type Vignette = readonly [
  name: string,
  row: string,
  facts: object,
  outcome: string,
  more?: { readonly lines?: string; readonly codes?: readonly string[]; readonly [part: string]: unknown },
];

/** An answer as somebody outside reads it. */
export type Loose = Record<string, unknown> & {
  outcome: string;
  reasons: { code: string; rule: string; source: string; carc?: string; verified?: object }[];
  lines: { code: string; modifiers: string[]; pos: string | null; units: number }[];
};

export function ask(topic: Topic, facts: object, packs = SHIPPED.packs): Loose {
  const { answer } = answerLine(topic, JSON.stringify({ id: 'v', ...facts }), packs);
  return answer as unknown as Loose;
}

/** `99215@10 G2212@10x2`, `99213-93@10`, `G2025@none`: the lines of a claim on one line. */
export function printLines(lines: Loose['lines']): string {
  return lines
    .map(({ code, modifiers, pos, units }) => {
      const marks = modifiers.map((modifier) => `-${modifier}`).join('');
      return `${code}${marks}@${pos ?? 'none'}${units === 1 ? '' : `x${units}`}`;
    })
    .join(' ');
}

/** The rows of one shipped pack and of a site's own over it. */
export function withSite(sections: PackFile['sections']): typeof SHIPPED {
  const site: PackFile = {
    pack: 'site',
    version: '1',
    asOf: '2026-11-21',
    topics: ['billing', 'licensure', 'consent', 'prescribing'],
    about: 'Of this site.',
    horizon: { months: 12 },
    sections,
  };
  return indexPacks([...SHIPPED.files, { file: site, isSite: true }]);
}
