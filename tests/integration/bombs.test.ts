// T69b: what is far too large, nested without end or zipped to nothing is refused before it fills the memory;
// measured in a process of its own, as the kernel counts it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HungryResult } from '../fixtures/hungry-reader.ts';
import { type Lie, type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';

/** Security-rules T69b: peak above idle. */
const MOST_MEGABYTES = 150;
const MEGABYTE = 1_048_576;

let ehr: SmallEhr;
beforeAll(async () => {
  ehr = await startSmallEhr('bombs');
});
afterAll(() => ehr.close());

async function readHungrily(says: Lie): Promise<HungryResult> {
  ehr.lies.fhir = (seen, honest) =>
    seen.path.endsWith('/Condition')
      ? says(seen, honest)
      : { json: { resourceType: 'Bundle', type: 'searchset' } };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['tests/fixtures/hungry-reader.ts', ehr.iss]);
  return JSON.parse(stdout) as HungryResult;
}

const megabytes = (count: number): Says => ({
  pieces: (async function* () {
    for (let sent = 0; sent < count; sent += 1) yield Buffer.alloc(MEGABYTE, ' ');
  })(),
});
const zipped = (text: string | Buffer): Says => ({
  bytes: gzipSync(text),
  headers: { 'content-encoding': 'gzip' },
});
const bundleOf = (entry: string, count: number) =>
  `{"resourceType":"Bundle","entry":[${Array(count).fill(entry).join(',')}]}`;
const nested = (depth: number) => `{"resourceType":"Bundle","x":${'['.repeat(depth)}4.0${']'.repeat(depth)}}`;
const condition = (text: string) =>
  `{"resource":{"resourceType":"Condition","id":"c","note":[{"text":"${text}"}]}}`;

describe('T69b: refused, and no more than 150 MB for it', () => {
  it.each<[string, () => Says, string]>([
    ['10 MB', () => megabytes(10), 'egress.too-large'],
    ['50 MB', () => megabytes(50), 'egress.too-large'],
    ['200 MB', () => megabytes(200), 'egress.too-large'],
    ['200 MB zipped a thousand to one', () => zipped(Buffer.alloc(200 * MEGABYTE, ' ')), 'egress.too-large'],
    [
      'a hundred thousand entries',
      () => ({ text: bundleOf('{"resource":{}}', 100_000) }),
      'ehr.too-many-entries',
    ],
    [
      'a hundred thousand entries, zipped',
      () => zipped(bundleOf('{"resource":{}}', 100_000)),
      'ehr.too-many-entries',
    ],
    ['ten thousand levels', () => ({ text: nested(10_000) }), 'ehr.refused'],
    ['two million levels', () => ({ text: nested(2_000_000) }), 'ehr.malformed'],
    [
      'ten thousand levels of objects',
      () => ({ text: `{"resourceType":"Bundle","x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}` }),
      'ehr.malformed',
    ],
    [
      'a number of four million digits',
      () => ({ text: `{"resourceType":"Bundle","x":1.${'0'.repeat(4_000_000)}}` }),
      'read',
    ],
    ['one text of four megabytes', () => ({ text: bundleOf(condition('x'.repeat(4_000_000)), 1) }), 'read'],
  ])('%s', async (_, says, code) => {
    const result = await readHungrily(() => says());
    expect(result.code).toBe(code);
    expect(result.peakMegabytes).toBeLessThanOrEqual(MOST_MEGABYTES);
  });

  it('pages without end, of four megabytes each', async () => {
    let page = 0;
    const result = await readHungrily(() => {
      page += 1;
      const next = { relation: 'next', url: `${ehr.iss}/Condition?c=${page}` };
      const one = condition('x'.repeat(4_000_000)).replace('"id":"c"', `"id":"c${page}"`);
      return { text: `{"resourceType":"Bundle","link":[${JSON.stringify(next)}],"entry":[${one}]}` };
    });
    expect(result.code).toBe('ehr.incomplete');
    expect(page).toBeLessThanOrEqual(50);
    expect(result.peakMegabytes).toBeLessThanOrEqual(MOST_MEGABYTES);
  });
});
