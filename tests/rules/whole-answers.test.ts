// The whole answer of every vignette as it stands: each reason with its rule and days, each alternative, each fact that
// would change it. The vignettes say by hand what must come out; this shows what else does, so that no change of a rule
// goes by unseen. `vitest -u` writes the files again; read the difference before it is committed.
// The answers on consent are not kept so.
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Topic } from '../../src/domain/rules/index.ts';
import { ask } from './ask.ts';
import { SETS } from './vignettes.ts';

const FOLDER = path.join(import.meta.dirname, '../fixtures/rule-answers');

function print(topic: Topic, name: string, facts: object): string {
  const { id: _, packs, outcome, reasons, ...more } = ask(topic, facts);
  const said = Object.entries(more).map(([part, value]) => `  ${part}: ${JSON.stringify(value)}`);
  const why = reasons.map(({ source: __, ...reason }) => `  - ${Object.values(reason).join(' · ')}`);
  return [`${name}: ${outcome}`, ...said, ...why, ''].join('\n');
}

it.each(SETS.filter(([, topic]) => topic !== 'consent').map((set) => ({ set: set[0], of: set })))(
  '$set: every answer is as it stands in its file',
  async ({ of: [set, topic, vignettes] }) => {
    const answers = vignettes.map(([name, , facts]) => print(topic, name, facts)).join('\n');
    await expect(answers).toMatchFileSnapshot(path.join(FOLDER, `${set.replaceAll(' ', '-')}.txt`));
  },
);
