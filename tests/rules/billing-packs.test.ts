// What a site's own rows, and packs with something missing, do to a charge: what is doubtful is proposed for a person's
// eye, what is absent proposes nothing, and neither is passed over.
import { describe, expect, it } from 'vitest';
import type { PackFile } from '../../server/rules/index.ts';
import { indexPacks } from '../../server/rules/index.ts';
import { ask, printLines, withSite } from './ask.ts';

type Section = PackFile['sections'][number];
type Row = Section['rows'][number];
const verified = { by: 'B. Iller', on: '2026-11-01', what: 'the payer’s manual of 2026-10' };
const section = (rows: object[], more: Partial<Section> = {}): Section => ({
  ...{ source: 'CPT', asOf: '2026-11-01', certainty: 'read-primary', verified },
  ...{ ...more, rows: rows as Row[] },
});
const ANY = { modalities: ['video', 'audio', 'message', 'none'], places: ['home', 'away'] };
const acme = (more: object = {}): object => ({
  ...{ kind: 'payer-rule', key: 'acme', order: 125, kinds: ['commercial'], names: ['acme'] },
  ...{ services: ['office-visit', 'psychotherapy'], ...ANY, answer: 'supported' },
  ...more,
});
const visit = {
  ...{ serviceDate: '2026-11-20', payer: { kind: 'medicare-b' }, service: 'office-visit' },
  ...{ patientIsNew: false, modality: 'video', patientPlace: 'home', totalMinutes: 30 },
};
const atAcme = { ...visit, payer: { kind: 'commercial', name: 'Acme' } };
const told = (facts: object, ...sections: Section[]): string => {
  const { outcome, lines, reasons } = ask('billing', facts, withSite(sections).packs);
  const doubts = reasons.filter(({ code }) => /row|place-of|minutes$|unknown/.test(code));
  return [outcome, printLines(lines), ...doubts.map(({ code, rule }) => `${code} ${rule}`)]
    .filter(Boolean)
    .join(' | ');
};

describe('the payer’s row of a site', () => {
  it('that says nothing of modifiers and place claims neither', () =>
    expect(told(atAcme, section([acme()]))).toBe('propose | 99214@none'));
  it('names its code by modality and place as any other', () => {
    const fixed = { answer: 'fixed', codes: { any: 'T1015' }, modifiers: 'by-modality', pos: 'by-place' };
    const away = { ...atAcme, modality: 'audio', patientPlace: 'work' };
    expect(told(away, section([acme(fixed)]))).toBe('propose | T1015-93@02 | place-of-service place-code/02');
  });
  it('that names a code for new patients alone says nothing of others', () => {
    const fixed = { answer: 'fixed', codes: { new: 'T1015' } };
    expect(told({ ...atAcme, patientIsNew: true }, section([acme(fixed)]))).toBe('propose | T1015@none');
    expect(told(atAcme, section([acme(fixed)]))).toBe('needs-review | no-row payer-rule/acme');
  });
  it('of other telemedicine codes has no second family beside it', () => {
    const own = acme({ family: 'av', review: 'code-list-not-loaded' });
    const answer = ask('billing', atAcme, withSite([section([own])]).packs);
    expect([printLines(answer.lines), answer.alternatives]).toEqual(['98006@none', []]);
  });
  it('that ran out is not passed over for a later one', () => {
    const old = section([acme()], { from: '2026-01-01', to: '2026-11-19' });
    expect(told(atAcme, old)).toBe('needs-review | row-ran-out payer-rule/acme');
    expect(told({ ...atAcme, serviceDate: '2026-11-19' }, old)).toBe('propose | 99214@none');
  });
  it('of another service is passed over', () =>
    expect(told(atAcme, section([acme({ services: ['psychotherapy'] })]))).toMatch(/unknown-payer/));
  it('speaks before a later one, wherever it stands in the pack', () => {
    const first = acme({ key: 'acme/first', order: 120, family: 'av' });
    expect(told(atAcme, section([acme(), first]))).toBe('propose | 98006@none');
    expect(told(atAcme, section([first, acme()]))).toBe('propose | 98006@none');
  });
  it('of which two of one name stand by turns speaks on each one’s days', () => {
    const early = section([acme({ services: ['psychotherapy'] })], { from: '2026-01-01', to: '2026-06-30' });
    const late = section([acme()], { from: '2026-07-01', to: '2026-12-31' });
    expect(told(atAcme, early, late)).toBe('propose | 99214@none');
    expect(told({ ...atAcme, serviceDate: '2026-06-30' }, early, late)).toMatch(/unknown-payer/);
  });
});

describe('the rows around it', () => {
  const recalled = { certainty: 'recalled' } as const;
  it('a place of service that is only recalled is proposed with review', () => {
    const place = { kind: 'place-code', key: '10', place: 'home' };
    expect(told(visit, section([place], recalled))).toBe(
      'propose-with-review | 99214@10 | recalled-row place-code/10',
    );
  });
  it('a place of service before its row: nothing, and on its first day', () => {
    const early = [section([acme({ pos: 'by-place' })], { from: '2024-01-01', to: '2024-12-31' })];
    expect(told({ ...atAcme, serviceDate: '2024-05-01' }, ...early)).toBe(
      'needs-review | row-not-yet place-code/10',
    );
    expect(told({ ...atAcme, serviceDate: '2024-05-02' }, ...early)).toBe(
      'propose | 99214@10 | place-of-service place-code/10',
    );
  });
  it('a law that is only recalled is proposed with review', () => {
    const law = { kind: 'telehealth-law', key: 'medicare-telehealth', words: 'x' };
    expect(told(visit, section([law], recalled))).toMatch(/^propose-with-review \| 99214@10 .*recalled-row/);
  });
  it('Medicare’s law ends on 2027-12-31: the day before nothing lacks, the day after nothing is proposed', () => {
    const levels = ['straightforward 10', 'low 20', 'moderate 30', 'high 40'].map((one, at) => {
      const [mdm, minutes] = one.split(' ');
      return {
        ...{ kind: 'em-level', key: `9921${at + 2}`, family: 'office', isNew: false },
        ...{ mdm, minutes: Number(minutes) },
      };
    });
    const rule = {
      ...acme({ key: 'medicare-b/visit/video/home', order: 10, kinds: ['medicare-b'], pos: '10' }),
      law: 'medicare-telehealth',
    };
    const { names: _, ...own } = rule as Record<string, unknown>;
    const place = { kind: 'place-code', key: '10', place: 'home' };
    const later = section([...levels, own, place], { from: '2027-01-01', to: '2028-12-31' });
    expect(told({ ...visit, serviceDate: '2027-12-31' }, later)).toMatch(/^propose \| 99214@10/);
    expect(told({ ...visit, serviceDate: '2028-01-01' }, later)).toBe(
      'needs-review | row-ran-out telehealth-law/medicare-telehealth',
    );
  });
  it('prolonged time that is only recalled is proposed with review', () => {
    const more = {
      kind: 'prolonged',
      key: 'medicare/99215',
      addOn: 'G2212',
      firstUnitAt: 69,
      unitMinutes: 15,
    };
    expect(told({ ...visit, totalMinutes: 69 }, section([more], recalled))).toBe(
      'propose-with-review | 99215@10 G2212@10 | recalled-row prolonged/medicare/99215 | place-of-service place-code/10',
    );
  });
  it('a ladder of which one rung ran out chooses nothing', () => {
    const rung = { kind: 'em-level', key: '99212', family: 'office', isNew: false, mdm: 'straightforward' };
    const rungs = section([{ ...rung, minutes: 10 }], { from: '2027-01-01', to: '2027-12-31' });
    const rule = section([acme()], { from: '2027-01-01', to: '2027-12-31' });
    expect(told({ ...atAcme, serviceDate: '2027-01-15' }, rungs, rule)).toMatch(
      /^needs-review \| row-ran-out em-level\/9921[345]/,
    );
  });
  it('psychotherapy that the site read itself is proposed, and its minutes find their code in any order', () => {
    const row = { kind: 'psychotherapy', key: '90837', min: 53, max: null, use: 'alone' };
    const own = [section([row, acme()])];
    const therapy = (totalMinutes: number) => ({ ...atAcme, service: 'psychotherapy', totalMinutes });
    expect(told(therapy(60), ...own)).toBe('propose | 90837@none | minutes psychotherapy/90837');
    expect(told(therapy(40), ...own)).toBe(
      'propose-with-review | 90834@none | recalled-row psychotherapy/90834',
    );
    expect(told(therapy(15), ...own)).toBe('refuse | too-few-minutes psychotherapy/90832');
  });
});

describe('packs that name a payer and no codes', () => {
  const services = [
    ['office-visit', 'em-level/office'],
    ['psychotherapy', 'psychotherapy/alone'],
    ['psychotherapy-crisis', 'psychotherapy/90839'],
    ['group-psychotherapy', 'psychotherapy/group'],
    ['virtual-check-in', 'care-code/discussion-minutes'],
    ['rpm-month', 'care-code/99454'],
    ['ccm-month', 'care-code/99490'],
  ] as const;
  const file: PackFile = {
    ...{
      pack: 'bare',
      version: '1',
      asOf: '2026-11-01',
      topics: ['billing'],
      about: 'x',
      horizon: { months: 12 },
    },
    sections: [section([acme({ services: services.map(([service]) => service) })])],
  };
  const { packs } = indexPacks([{ file, isSite: true }]);

  it.each(services)('%s: nothing, and the row that is missing by name', (service, rule) => {
    const facts = {
      ...{
        ...atAcme,
        service,
        deviceDays: 20,
        staffMinutes: 30,
        chronicConditions: 2,
        patientInitiated: true,
      },
      ...{ relatedVisitDaysAgo: null, leadsToVisitWithin24h: false, medicalDiscussionMinutes: 7 },
    };
    const answer = ask('billing', facts, packs);
    expect(answer.outcome).toBe('needs-review');
    expect(answer.reasons.map(({ code, rule: of }) => `${code} ${of}`)).toEqual([`no-row ${rule}`]);
  });
  it('a payer that no row names: nothing, and what was looked for', () => {
    const rules = (facts: object) => ask('billing', facts, packs).reasons.map(({ rule }) => rule);
    expect(rules({ ...visit, patientPlace: 'work' })).toEqual([
      'payer-rule/medicare-b/office-visit/video/away',
    ]);
    expect(rules({ ...visit, payer: { kind: 'va' }, patientPlace: undefined })).toEqual([
      'payer-rule/va/office-visit/video/any',
    ]);
  });
});
