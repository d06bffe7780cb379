// Does the first screen of a chart wait for the length of the record? Time from the click to the first laboratory
// value on the page, for a record of 10,000 resources over one of 10, in Chromium.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asStranger, openChromium, timeUntil } from './rig/chromium.ts';
import { mintLaunch, openHospital } from './rig/hospital.ts';
import { buildRecord } from './rig/record.ts';
import { type BenchRow, median, percentile, takeRounds } from './row.ts';

export const ids = ['chart.growth'];

const ROUNDS = 8;
const SIZES = { short: 10, long: 10_000 };
/** The patient's name, and the first list with a value of theirs. */
const SIGN = 'body:has-text("RECORD, Test"):has-text("4.1 mmol/L")';

export async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-bench-'));
  for (const [id, size] of Object.entries(SIZES))
    writeFileSync(path.join(folder, `${id}.json`), JSON.stringify(buildRecord(id, size)));
  const hospital = await openHospital({ bundlesFolder: folder });
  const browser = await openChromium();
  const open = async (patient: string): Promise<number> => {
    const { href } = await mintLaunch(hospital, { patient });
    return asStranger(browser, (page) => timeUntil(page, href, SIGN));
  };
  try {
    const { times, ratio } = await takeRounds<'short' | 'long' | 'again'>(ROUNDS, {
      short: () => open('short'),
      long: () => open('long'),
      again: () => open('short'),
    });
    return [
      {
        id: 'chart.growth',
        value: median(times.long),
        unit: 'ms',
        baseline: `a record of 10 resources, ${median(times.short).toFixed(0)} ms; against itself ${ratio('again', 'short').toFixed(2)}`,
        ratio: ratio('long', 'short'),
        n: ROUNDS,
        p50: percentile(times.long, 0.5),
        p95: percentile(times.long, 0.95),
      },
    ];
  } finally {
    await browser.close();
    await hospital.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
