import { describe, expect, it } from 'vitest';
import { HOUSE_TEXT, writeConsentTexts } from '../../tests/fixtures/own-consent-texts.ts';
import written from '../rules/packs/consent-telehealth.json' with { type: 'json' };
import { loadConsentTexts } from './load-texts.ts';
import { digestOfText } from './texts.ts';

const TODAY = '2026-11-22';
const APPROVAL = {
  ...{ kind: 'telehealth', version: '2', by: 'Jane Roe, counsel', on: '2026-11-20' },
  ...{ languages: ['en', 'es'], states: 'all' },
};
const load = (files: Record<string, unknown>, today = TODAY) =>
  loadConsentTexts(writeConsentTexts(files), today);
const shipped = loadConsentTexts(null, TODAY);

describe('the texts that ship', () => {
  it('the second one is asked for, the first one can still be read', () => {
    expect(shipped.inForce('telehealth', 'en', 'MA').version).toBe('2');
    expect(shipped.find('telehealth', '1', 'es')?.title).toMatch(/consentimiento/);
    expect(shipped.find('telehealth', '3', 'en')).toBeNull();
  });

  it('say what the reference asks for, in both languages', () => {
    const headings = (language: 'en' | 'es') =>
      shipped.inForce('telehealth', language, null).sections.map(({ heading }) => heading);
    expect(headings('en')).toEqual([
      ...['How this visit works', 'You decide', 'Who is there', 'Privacy', 'If the connection breaks'],
      ...['In an emergency', 'What it costs', 'Your record', 'If you have a complaint', 'What you agree to'],
    ]);
    expect(headings('es')).toHaveLength(headings('en').length);
  });

  it('are drafts, all of them, and are told to the log as such', () => {
    expect(shipped.listDrafts()).toEqual(['telehealth/2', 'guest/1', 'recording/1', 'ai-listening/1']);
  });

  it('a state’s own words stand before what is agreed to, in that state alone', () => {
    const { version, sections } = shipped.inForce('telehealth', 'en', 'VT');
    expect([version, sections.at(-2)?.paragraphs[0], sections.at(-1)?.heading]).toEqual([
      ...['2-VT', expect.stringMatching(/^Vermont: a visit by phone/), 'What you agree to'],
    ]);
    expect(shipped.inForce('telehealth', 'es', 'VT').sections.at(-2)?.paragraphs[0]).toMatch(/^Vermont: una/);
    const elsewhere = shipped.inForce('telehealth', 'en', 'MA').sections;
    expect(JSON.stringify(elsewhere)).not.toContain('Vermont');
  });

  it('each state whose row asks for writing, or for a statement, has words of its own; no other has', () => {
    const rows = written.sections.flatMap(({ rows: some }) => some);
    const asksForWriting = rows.filter(
      ({ form }) => /written/.test(form) && !/(verbal|oral) or written/.test(form),
    );
    const asksForWords = rows.filter(({ form, law }) =>
      /audio-only|notices|ask patient to state|Medi-Cal adds|statement/.test(`${form} ${law}`),
    );
    const expected = new Set([...asksForWriting, ...asksForWords].map(({ key }) => key));
    expect([...shipped.versions('telehealth').ownWords].sort()).toEqual([...expected].sort());
    // The same rows tell the clinician who hears a yes that a press is asked for.
    const hasDuty = rows.filter(({ duties }) => duties.some((one) => one === 'in-writing'));
    expect(hasDuty.map(({ key }) => key).sort()).toEqual(asksForWriting.map(({ key }) => key).sort());
    for (const { key } of asksForWriting)
      expect(JSON.stringify(shipped.inForce('telehealth', 'en', key)), key).toMatch(/writing/);
  });

  it('a digest tells one text from another, and the same again', () => {
    const [ma, vt] = ['MA', 'VT'].map((state) => digestOfText(shipped.inForce('telehealth', 'en', state)));
    expect(vt).not.toBe(ma);
    expect(digestOfText(loadConsentTexts(null, TODAY).inForce('telehealth', 'en', 'MA'))).toBe(ma);
  });
});

describe('a site’s folder', () => {
  it('an approval takes the draft’s mark away where it speaks, and nowhere else', () => {
    const texts = load({
      'counsel.json': { approvals: [{ ...APPROVAL, languages: ['en'], states: ['MA'] }] },
    });
    const approvalOf = (language: 'en' | 'es', state: string | null) =>
      texts.inForce('telehealth', language, state).approval;
    expect(approvalOf('en', 'MA')).toEqual({ by: 'Jane Roe, counsel', on: '2026-11-20' });
    expect([approvalOf('es', 'MA'), approvalOf('en', 'NY'), approvalOf('en', null)]).toEqual([
      ...[null, null, null],
    ]);
  });

  it('one for everywhere holds everywhere, for that version alone', () => {
    const texts = load({ 'counsel.json': { approvals: [APPROVAL] } });
    expect(texts.inForce('telehealth', 'es', 'VT').approval).not.toBeNull();
    expect(texts.find('telehealth', '1', 'es')?.approval).toBeNull();
    expect(texts.listDrafts()).toEqual(['guest/1', 'recording/1', 'ai-listening/1']);
  });

  it('a text of its own takes the place of the shipped one, which can still be read', () => {
    const texts = load({ 'ours.json': { texts: [HOUSE_TEXT] } });
    expect(texts.inForce('telehealth', 'en', 'VT')).toMatchObject({
      ...{ version: 'house1', title: 'Our own words', approval: null },
    });
    expect(texts.find('telehealth', '2-VT', 'en')?.version).toBe('2-VT');
    expect(texts.inForce('guest', 'en', null).version).toBe('1');
  });

  it('the next one of its own retires the last', () => {
    const texts = load({
      'old.json': { texts: [{ ...HOUSE_TEXT, isRetired: true }] },
      'new.json': { texts: [{ ...HOUSE_TEXT, version: 'house2' }] },
    });
    expect(texts.inForce('telehealth', 'en', null).version).toBe('house2');
    expect(texts.find('telehealth', 'house1', 'en')?.title).toBe('Our own words');
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no JSON', { 'a.json': '{' }, /Consent texts a\.json: /],
    ['a field that nobody knows', { 'a.json': { text: [] } }, /a\.json.*text/],
    ['a language left out', { 'a.json': { texts: [{ ...HOUSE_TEXT, es: undefined }] } }, /texts\.0\.es/],
    [
      'no words',
      { 'a.json': { texts: [{ ...HOUSE_TEXT, en: { title: 'T', paragraphs: [] } }] } },
      /texts\.0\.en/,
    ],
    [
      'a version with the separator',
      { 'a.json': { texts: [{ ...HOUSE_TEXT, version: '2-VT' }] } },
      /letters, digits/,
    ],
    [
      'a state that is none',
      { 'a.json': { texts: [{ ...HOUSE_TEXT, states: { XX: HOUSE_TEXT } }] } },
      /states/,
    ],
    [
      'other words under a version that is there',
      { 'a.json': { texts: [{ ...HOUSE_TEXT, version: '2' }] } },
      /telehealth\/2 is there already/,
    ],
    [
      'two in force',
      { 'a.json': { texts: [HOUSE_TEXT] }, 'b.json': { texts: [{ ...HOUSE_TEXT, version: 'house2' }] } },
      /b\.json: telehealth\/house2 and telehealth\/house1 are both in force/,
    ],
    ['an approval of nothing', { 'a.json': { approvals: [{ ...APPROVAL, version: '9' }] } }, /no such text/],
    ['an approval by nobody', { 'a.json': { approvals: [{ ...APPROVAL, by: ' ' }] } }, /approvals\.0\.by/],
    [
      'a day that is none',
      { 'a.json': { approvals: [{ ...APPROVAL, on: '2026-02-30' }] } },
      /approvals\.0\.on/,
    ],
    [
      'an approval of tomorrow',
      { 'a.json': { approvals: [{ ...APPROVAL, on: '2026-11-23' }] } },
      /still to come/,
    ],
  ])('%s is refused, and says which file', (_name, files, words) => expect(() => load(files)).toThrow(words));

  it('an approval of today is one', () => {
    const texts = load({ 'a.json': { approvals: [{ ...APPROVAL, on: TODAY }] } });
    expect(texts.inForce('telehealth', 'en', null).approval?.on).toBe(TODAY);
  });
});
