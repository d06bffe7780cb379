// `npm run rules`, as somebody outside runs it: a line in, a line out, nothing else on standard output.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { warnOfEndings } from '../pack-warning.ts';
import { SHIPPED } from './ask.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const visit = (id: string, more: object = {}): string =>
  JSON.stringify({
    id,
    serviceDate: '2026-11-20',
    payer: { kind: 'medicare-b' },
    service: 'office-visit',
    patientIsNew: false,
    modality: 'video',
    patientPlace: 'home',
    totalMinutes: 30,
    ...more,
  });

function run(args: string[], input: string): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, ['.ci/setup.mjs', 'rules', ...args], {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

// Every run is two processes; on a busy machine each takes seconds.
describe('the command', { timeout: 120_000 }, () => {
  it('answers every line in its order', () => {
    const { status, out } = run(['billing'], `${visit('a')}\n${visit('b', { totalMinutes: 40 })}\n\n`);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, lines }) => `${id} ${lines[0].code}`)).toEqual(['a 99214', 'b 99215']);
    expect(answers[0].packs[0]).toMatchObject({
      pack: 'billing-codes',
      version: '2026.11.1',
      asOf: '2026-11-21',
    });
    for (const reason of answers[0].reasons)
      expect(Object.keys(reason)).toEqual(
        expect.arrayContaining(['code', 'rule', 'source', 'effectiveFrom', 'effectiveTo']),
      );
    expect(status).toBe(0);
  });

  it('tells what it could not read, and goes on', () => {
    const { status, out } = run(['billing'], `${visit('a', { mdm: 'x' })}\nnonsense\n${visit('b')}\n`);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'a invalid',
      'null invalid',
      'b propose',
    ]);
    expect(Object.keys(answers[0])).toEqual(['id', 'outcome', 'errors', 'reasons', 'packs']);
    expect(answers[0].errors[0].path).toBe('/mdm');
    expect(status).toBe(2);
  });

  it('takes a line for a line: a byte order mark before it, a line separator within a string', () => {
    const named = visit('a', { payer: { kind: 'commercial', name: 'A\u2028B' } });
    const { status, out } = run(['billing'], `\uFEFF${named}\r\n${visit('b')}`);
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect([status, ids]).toEqual([0, ['a', 'b']]);
  });

  it('explains in words with rule, source and dates', () => {
    const pretty = JSON.stringify(JSON.parse(visit('a')), null, 2);
    const { status, out } = run(['billing', '--explain'], pretty);
    expect(out).toContain('99214 × 1, no modifier, place of service 10');
    expect(out).toContain('rule em-level/99214; stands 2021-01-01 to 2026-12-31; read-secondary');
    expect(out).toMatch(/source: .*jucm\.com/);
    expect(status).toBe(0);
    expect(run(['billing', '--explain'], '{').status).toBe(2);
  });

  it('reads the site’s packs only when it is told to', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'webside-packs-'));
    const verified = { by: 'B. Iller', on: '2026-11-01', what: 'the manual' };
    const row = {
      kind: 'em-level',
      key: '99214',
      family: 'office',
      isNew: false,
      mdm: 'moderate',
      minutes: 25,
    };
    const pack = {
      pack: 'site',
      version: '1',
      asOf: '2026-11-01',
      topics: ['billing'],
      about: 'x',
      horizon: 'code-year',
      sections: [{ source: 'CPT', certainty: 'read-primary', verified, rows: [row] }],
    };
    writeFileSync(path.join(folder, 'site.json'), JSON.stringify(pack));
    const asked = visit('a', { totalMinutes: 25 });
    const ours = run(['billing', '--packs', folder], asked).out;
    expect(ours).toContain('"code":"99214"');
    expect(ours).toContain('"by":"B. Iller"');
    expect(run(['billing'], asked).out).toContain('"code":"99213"');
    writeFileSync(path.join(folder, 'site.json'), '{');
    const broken = run(['billing', '--packs', folder], asked);
    expect([broken.status, broken.out]).toEqual([1, '']);
    expect(broken.err).toContain('site.json');
    rmSync(folder, { recursive: true });
  });

  it('says how it is used when the topic is unknown', () => {
    const { status, out, err } = run(['weather'], '');
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain('billing|licensure|consent|prescribing');
  });
});

describe('the warning of npm test', () => {
  it('lists what ends within ninety days, the DEA’s flexibility among it', () => {
    const lines = warnOfEndings(SHIPPED, '2026-11-22').join('\n');
    expect(lines).toContain('2026-12-31  prescribing: prescribing-path/flexibility');
    expect(lines).toContain('2026-12-31  billing-codes');
  });

  it('is silent when nothing does', () => expect(warnOfEndings(SHIPPED, '2026-03-01')).toEqual([]));
});
