// The packs that ship, and what a faulty or a site's pack does: the careful answer, and the reason.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PackFile } from '../../server/rules/index.ts';
import { listEndings, loadPacks, PackError, viewRules } from '../../server/rules/index.ts';
import { ask, printLines, SHIPPED, withSite } from './ask.ts';

const visit = {
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b' },
  service: 'office-visit',
  patientIsNew: false,
  modality: 'video',
  patientPlace: 'home',
  totalMinutes: 30,
};
const verified = { by: 'B. Iller', on: '2026-11-01', what: 'the payer’s manual of 2026-10' };
const row = { kind: 'em-level', family: 'office', isNew: false, mdm: 'moderate', minutes: 30 };
type Row = PackFile['sections'][number]['rows'][number];
const section = { source: 'CPT', asOf: '2026-11-01', certainty: 'read-primary', verified } as const;

describe('the shipped packs', () => {
  it('have no fault', () => expect(SHIPPED.faults).toEqual([]));

  it('have a source and days for every row, and no end for decisions alone', () => {
    for (const one of [...SHIPPED.packs.rows.values()].flat()) {
      expect(one.source, one.id).toBeTruthy();
      expect(one.to === null, one.id).toBe(one.certainty === 'decision');
    }
  });

  it('hold as many rows as were read', () => {
    const count = (kind: string): number =>
      [...SHIPPED.packs.rows.values()].flat().filter((one) => one.kind === kind).length;
    expect(count('compact-member')).toBe(253 - 44 + 4 + 44);
    expect(count('em-level')).toBe(24);
    expect(count('rate')).toBe(105);
    expect(count('care-code')).toBe(39);
    expect(count('drug')).toBe(42);
    expect(count('telehealth-consent')).toBe(51);
    expect(count('recording-law')).toBe(51);
  });

  it('run out on known days', () => {
    const ends = listEndings(SHIPPED.packs, '2026-11-22', 90).map(({ pack, on }) => `${on} ${pack}`);
    expect(ends).toContain('2026-12-31 prescribing');
    expect(ends).toContain('2026-12-31 billing-codes');
    expect(listEndings(SHIPPED.packs, '2026-10-02', 90).some(({ on }) => on === '2026-12-31')).toBe(true);
    expect(listEndings(SHIPPED.packs, '2026-10-01', 90).some(({ on }) => on === '2026-12-31')).toBe(false);
    expect(listEndings(SHIPPED.packs, '2027-01-01', 90).some(({ on }) => on === '2026-12-31')).toBe(false);
  });
});

describe('the packs as a person looks at them', () => {
  it('tell what ends, what has ended and is not gone on from, and the site’s own rows with their witness', () => {
    const own = (to: string) => ({ ...section, from: '2026-01-01', to, rows: [{ ...row, key: '99214' }] });
    const today = viewRules(withSite([own('2026-12-01')]), '2026-11-22');
    expect(today.packs.find(({ isSite }) => isSite)).toMatchObject({ rows: 1, ended: 0 });
    expect(today.overrides).toEqual([
      { row: 'em-level/99214', from: '2026-01-01', to: '2026-12-01', ...verified },
    ]);
    // The shipped row of the same key stands longer: the site's end is no ending.
    expect(today.endings.map(({ pack }) => pack)).not.toContain('site');
    expect(today.faults).toEqual([]);
    const later = viewRules(SHIPPED, '2027-01-01');
    const rates = later.packs.find(({ pack }) => pack === 'billing-rates');
    expect(rates?.ended).toBe(rates?.rows);
    expect(viewRules(SHIPPED, '2026-12-31').packs.find(({ pack }) => pack === 'billing-rates')?.ended).toBe(
      0,
    );
  });
});

describe('a fault in a pack', () => {
  it('a row without a source decides nothing', () => {
    const { packs, faults } = withSite([{ ...section, source: '', rows: [{ ...row, key: '99214' }] }]);
    expect(faults.map(({ code }) => code)).toEqual(['missing-source']);
    const answer = ask('billing', visit, packs);
    expect(answer.outcome).toBe('propose-with-review');
    expect(answer.reasons.map(({ code }) => code)).toContain('row-without-source');
  });

  it('two rows of one day decide nothing', () => {
    const twice = { ...section, from: '2026-01-01', to: '2026-12-31' };
    const { packs, faults } = withSite([
      { ...twice, rows: [{ ...row, key: '99214' }] },
      { ...twice, rows: [{ ...row, key: '99214', minutes: 25 }] },
    ]);
    expect(faults.map(({ code }) => code)).toEqual(['overlapping-rows']);
    const answer = ask('billing', visit, packs);
    expect(answer.outcome).toBe('propose-with-review');
    expect(answer.reasons.map(({ code }) => code)).toContain('overlapping-rows');
  });

  it('a row that was not verified by the site is left out', () => {
    const { verified: _, ...plain } = section;
    const { packs, faults } = withSite([{ ...plain, rows: [{ ...row, key: '99214', minutes: 90 }] }]);
    expect(faults.map(({ code }) => code)).toEqual(['unverified-override']);
    expect(printLines(ask('billing', visit, packs).lines)).toBe('99214@10');
  });

  it.each([
    ['a kind nobody reads', { kind: 'wish', key: 'x' }, 'unknown-kind'],
    ['a value nobody understands', { ...row, key: '99214', minutes: 'many' }, 'malformed-row'],
    ['states for a key without a place for them', { ...row, key: '99214', states: ['NY'] }, 'malformed-row'],
    ['a state that is none', { kind: 'recording-bar', key: 'ZZ' }, 'unknown-state'],
    ['an exception of a state that is none', { kind: 'exception', key: 'border/ZZ' }, 'unknown-state'],
    [
      'a code that is none',
      { kind: 'care-code', key: '99999', label: 'x', excludes: ['11111'] },
      'unknown-code',
    ],
    [
      'an end before the beginning',
      { ...row, key: '99214', from: '2026-05-01', to: '2026-04-30' },
      'ends-before-it-begins',
    ],
  ])('%s is told', (_, written, code) => {
    expect(withSite([{ ...section, rows: [written as Row] }]).faults.map((fault) => fault.code)).toContain(
      code,
    );
  });

  it('a gap between two rows is told, and days that meet are none', () => {
    const rows = (from: string): object[] => [
      { ...row, key: '99214', from: '2026-01-01', to: '2026-05-31' },
      { ...row, key: '99214', from, to: '2026-12-31' },
    ];
    const codes = (from: string): string[] =>
      withSite([{ ...section, rows: rows(from) as never }]).faults.map(({ code }) => code);
    expect(codes('2026-06-02')).toEqual(['gap-between-rows']);
    expect(codes('2026-06-01')).toEqual([]);
  });

  it('a pack that is no pack stops everything', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'webside-packs-'));
    writeFileSync(path.join(folder, 'site.json'), '{ "pack": ');
    expect(() => loadPacks(folder)).toThrow(PackError);
    writeFileSync(path.join(folder, 'site.json'), '{ "pack": "x" }');
    expect(() => loadPacks(folder)).toThrow(/version/);
    rmSync(folder, { recursive: true });
    expect(() => loadPacks(folder)).toThrow(PackError);
  });
});

describe('a site’s own pack', () => {
  it('goes before the shipped row on the days it stands, and says who verified it', () => {
    const { packs, faults } = withSite([
      { ...section, from: '2026-11-01', to: '2026-11-20', rows: [{ ...row, key: '99214', minutes: 25 }] },
    ]);
    expect(faults).toEqual([]);
    const short = { ...visit, totalMinutes: 25 };
    const answer = ask('billing', short, packs);
    expect(printLines(answer.lines)).toBe('99214@10');
    expect(answer.reasons.find(({ rule }) => rule === 'em-level/99214')?.verified).toEqual(verified);
    expect(answer.packs).toContainEqual({ pack: 'site', version: '1', asOf: '2026-11-21' });
    expect(printLines(ask('billing', { ...short, serviceDate: '2026-11-21' }, packs).lines)).toBe('99213@10');
    expect(printLines(ask('billing', { ...short, serviceDate: '2026-10-31' }, packs).lines)).toBe('99213@10');
  });

  it('names a payer that the shipped packs do not know', () => {
    const rule = {
      kind: 'payer-rule',
      key: 'acme/visit',
      order: 125,
      kinds: ['commercial'],
      names: ['acme health'],
      services: ['office-visit'],
      modalities: ['video'],
      places: ['home', 'away'],
      answer: 'supported',
      family: 'av',
      modifiers: [],
      pos: '02',
    };
    const { packs } = withSite([{ ...section, rows: [rule] }]);
    const answer = ask('billing', { ...visit, payer: { kind: 'commercial', name: 'ACME Health' } }, packs);
    expect(`${answer.outcome} ${printLines(answer.lines)}`).toBe('propose 98006@02');
  });

  it('loads a state’s Medicaid schedule', () => {
    const rule = {
      kind: 'payer-rule',
      key: 'medicaid/NY/visit',
      order: 199,
      kinds: ['medicaid'],
      plansOf: ['NY'],
      services: ['office-visit'],
      modalities: ['video', 'audio'],
      places: ['home', 'away'],
      answer: 'supported',
      modifiers: 'by-modality',
      pos: 'by-place',
    };
    const { packs } = withSite([{ ...section, rows: [rule] }]);
    const of = (state: string) => ask('billing', { ...visit, payer: { kind: 'medicaid', state } }, packs);
    expect(`${of('NY').outcome} ${printLines(of('NY').lines)}`).toBe('propose 99214-95@10');
    expect(of('NJ').outcome).toBe('needs-review');
  });

  it('never bills the telemedicine codes to Medicare', () => {
    const rule = {
      kind: 'payer-rule',
      key: 'medicare-b/visit/video/home',
      order: 10,
      kinds: ['medicare-b'],
      services: ['office-visit'],
      modalities: ['video'],
      places: ['home'],
      answer: 'supported',
      family: 'av',
      modifiers: [],
      pos: 'by-place',
    };
    const { packs } = withSite([{ ...section, rows: [rule] }]);
    const answer = ask('billing', visit, packs);
    expect(answer.outcome).toBe('refuse');
    expect(answer.reasons[0]).toMatchObject({ code: 'not-valid-for-medicare', carc: '181' });
  });

  it('extends the DEA’s flexibility', () => {
    const path27 = { kind: 'prescribing-path', key: 'flexibility', modalities: ['video'], conditions: [] };
    const { packs } = withSite([{ ...section, from: '2027-01-01', to: '2027-12-31', rows: [path27] }]);
    const asked = {
      at: '2027-01-01T12:00:00-05:00',
      patientState: 'NY',
      modality: 'video',
      schedule: 'IV',
      deaRegisteredIn: ['NY'],
      inPersonEvaluationOn: null,
    };
    expect(ask('prescribing', asked).outcome).toBe('block');
    expect(ask('prescribing', asked, packs).outcome).toBe('allow-with-conditions');
    // A newer rule for video alone opens nothing by phone.
    const byPhone = ask('prescribing', { ...asked, modality: 'audio' }, packs);
    expect(byPhone.outcome).toBe('block');
    expect(byPhone.reasons.map(({ code }) => code)).toContain('modality-does-not-fit');
  });

  it('adds a duty to a state’s consent', () => {
    const words = {
      kind: 'telehealth-consent',
      key: 'VT',
      bound: 'all',
      form: 'own',
      law: '9362',
      duties: ['own-audio-consent'],
    };
    const { packs } = withSite([{ ...section, rows: [words] }]);
    const asked = (modality?: string) => ({
      at: '2026-11-20T12:00:00-05:00',
      patientState: 'VT',
      modality: 'audio',
      wants: { recording: false, aiListening: false },
      currentVersions: { telehealth: '3' },
      participants: [
        {
          ref: 'p',
          role: 'patient',
          state: 'VT',
          ageYears: 40,
          consents: [{ kind: 'telehealth', version: '3', givenAt: '2026-11-01T12:00:00-05:00', modality }],
        },
      ],
    });
    expect(ask('consent', asked()).outcome).toBe('allow');
    expect(ask('consent', asked(), packs).outcome).toBe('block');
    expect(ask('consent', asked('audio'), packs).outcome).toBe('allow');
  });

  it.each([
    ['telehealth', 'needs-review', 'allow'],
    ['everyone-present', 'allow', 'off'],
    ['minor', 'needs-review', 'off'],
  ])('that only recalls its consent policy of %s grants nothing by it', (key, visits, recording) => {
    const policy = { kind: 'consent-policy', key, months: 12, years: 18 };
    const consents = ['telehealth', 'recording'].map((kind) => ({
      ...{ kind, version: '1', givenAt: '2026-11-01T12:00:00-05:00' },
    }));
    const asked = {
      ...{ at: '2026-11-20T12:00:00-05:00', patientState: 'NY', modality: 'video' },
      wants: { recording: true, aiListening: false },
      currentVersions: { telehealth: '1', recording: '1' },
      participants: [{ ref: 'p', role: 'patient', state: 'NY', ageYears: 40, consents }],
    };
    const standing = (certainty: 'recalled' | 'read-primary') => {
      const { packs } = withSite([{ ...section, certainty, rows: [policy] }]);
      const answer = ask('consent', asked, packs);
      const side = answer.recording as Pick<typeof answer, 'outcome' | 'reasons'>;
      const doubts = [answer, side].filter(({ outcome }) => outcome !== 'allow');
      for (const { reasons } of doubts)
        expect(reasons.map(({ code, rule }) => `${code} ${rule}`)).toEqual([
          `recalled-row consent-policy/${key}`,
        ]);
      return [answer.outcome, side.outcome];
    };
    expect(standing('read-primary')).toEqual(['allow', 'allow']);
    expect(standing('recalled')).toEqual([visits, recording]);
  });
});
