// The packs as a person looks at them: how old, how many rows, what ends, what is wrong, what the site said itself.
import type { RulesView } from '#domain/rules';
import { listEnded, listEndings } from './list-endings.ts';
import type { LoadedPacks } from './load-packs.ts';

/** As far ahead as the warning of the tests looks. */
const WITHIN_DAYS = 90;

/** Consent texts whose words were changed under their version, as the consents know them. */
export type ChangedTexts = readonly (Omit<RulesView['changedTexts'][number], 'firstReadAt'> & {
  firstReadAt: Date;
})[];

export function viewRules(
  { packs, faults, files }: LoadedPacks,
  today: string,
  changedTexts: ChangedTexts = [],
): RulesView {
  const rows = [...packs.rows.values()].flat();
  const ended = listEnded(packs, today);
  const countOf = (name: string, list: typeof rows) => list.filter(({ pack }) => pack.pack === name).length;
  return {
    today,
    packs: files.map(({ file: { pack, version, asOf, topics, about }, isSite }) => ({
      ...{ pack, version, asOf, topics, about, isSite },
      rows: countOf(pack, rows),
      ended: countOf(pack, ended),
    })),
    withinDays: WITHIN_DAYS,
    endings: listEndings(packs, today, WITHIN_DAYS).map((one) => ({ ...one, rows: [...one.rows] })),
    faults: faults.map(({ pack, row, words }) => ({ pack, row, words })),
    changedTexts: changedTexts.map(({ firstReadAt, ...text }) => ({
      ...text,
      firstReadAt: firstReadAt.toISOString(),
    })),
    overrides: rows.flatMap(({ id: row, from, to, verified }) =>
      verified ? [{ row, from, to, ...verified }] : [],
    ),
  };
}
