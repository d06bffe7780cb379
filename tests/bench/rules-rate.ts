// How many questions the rules answer in a second on one core, read from and written to a line of JSON as
// the command does it. The questions are the vignettes, all four topics in turn.

import type { Topic } from '#domain/rules';
import { answerLine, loadPacks } from '#server/rules';
import { BUPRENORPHINE } from '../rules/buprenorphine-cases.ts';
import { CONSENT } from '../rules/consent-cases.ts';
import { LICENSURE } from '../rules/licence-cases.ts';
import { PAYERS_BY_NAME } from '../rules/payers-by-name.ts';
import { PRESCRIBING } from '../rules/prescribing-cases.ts';
import { LEVELS } from '../rules/visit-levels.ts';
import { PAYERS } from '../rules/visit-payers.ts';
import { type BenchRow, median, percentile } from './row.ts';

export const ids = ['rules.rate'];

const ROUNDS = 9;
const PASSES = 20;

export async function bench(): Promise<BenchRow[]> {
  const { packs } = loadPacks();
  const lines = [
    ...[...LEVELS, ...PAYERS_BY_NAME, ...PAYERS].map((one) => lineOf('billing', one[2])),
    ...LICENSURE.map((one) => lineOf('licensure', one[2])),
    ...CONSENT.map((one) => lineOf('consent', one[2])),
    ...[...PRESCRIBING, ...BUPRENORPHINE].map((one) => lineOf('prescribing', one[2])),
  ];
  const rates: number[] = [];
  let written = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (let pass = 0; pass < PASSES; pass += 1)
      for (const { topic, line } of lines)
        written += JSON.stringify(answerLine(topic, line, packs).answer).length;
    // Time on the processor, not on the wall: the figure is about one core, whoever else is at work.
    const { user, system } = process.cpuUsage(before);
    const rate = (PASSES * lines.length * 1_000_000) / (user + system);
    if (round > 0) rates.push(rate); // the first warms up
  }
  if (written === 0) throw new Error('nothing was answered');
  return [
    {
      id: 'rules.rate',
      value: median(rates),
      unit: 'decisions/s',
      n: ROUNDS,
      p50: percentile(rates, 0.5),
      p95: percentile(rates, 0.95),
    },
  ];
}

const lineOf = (topic: Topic, facts: object): { topic: Topic; line: string } => ({
  topic,
  line: JSON.stringify({ id: 'b', ...facts }),
});
