// Who answers at once, for every sign and every place that the product lists, with the packs as shipped; and that each
// line has its words in both languages.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findRedFlags, listAllSigns } from '#domain/red-flags';
import { isTerritory, STATE_CODES, type StateCode } from '#domain/rules';
import { loadPacks } from '#server/rules';

const { packs } = loadPacks();
const AT = '2026-11-22T15:00:00Z';
/** Countries of their own in free association: ZIP codes of ours, emergency numbers of theirs. */
const ASSOCIATED: readonly StateCode[] = ['FM', 'MH', 'PW'];
const OURS = STATE_CODES.filter((state) => !ASSOCIATED.includes(state));
const catalogueOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../public/locales/${language}.json`, import.meta.url), 'utf8'));

const signsAt = (patientState: StateCode | null, patientCountry?: string) =>
  listAllSigns({ at: AT, patientState, ...(patientCountry && { patientCountry }) }, packs);

describe('in every state, the district and the territories', () => {
  it('there are fifty-one and five', () =>
    expect([
      OURS.filter((state) => !isTerritory(state)).length,
      OURS.filter((state) => isTerritory(state)).length,
    ]).toEqual([51, 5]));

  it.each(OURS)('%s: every sign has 911 and 988, the one that fits best first', (state) => {
    for (const { flag, urgency, crisisLines } of signsAt(state)) {
      const lines = crisisLines.map(({ line }) => line);
      expect(lines, flag).toEqual(expect.arrayContaining(['911', '988']));
      expect(lines[0], flag).toBe(urgency === 'emergency' ? '911' : '988');
    }
  });

  it('where the place is not known, as in all of them', () => {
    const linesOf = (state: StateCode | null) =>
      signsAt(state).map(({ crisisLines }) => crisisLines.map(({ line }) => line));
    expect(linesOf(null)).toEqual(linesOf('NY'));
  });
});

describe('where our numbers bring nobody', () => {
  it.each(ASSOCIATED)('%s: neither 911 nor 988 is shown; the page says the place’s own number', (state) => {
    for (const { crisisLines } of signsAt(state))
      expect(crisisLines.map(({ line }) => line)).not.toEqual(expect.arrayContaining(['911']));
    const { outcome, crisisLines } = findRedFlags(
      { at: AT, patientState: state, answers: [{ flag: 'chest-pain', said: 'yes' }] },
      packs,
    );
    expect([outcome, crisisLines]).toEqual(['emergency', []]);
  });

  it.each(['MX', 'CA', 'GB', 'FR'])('%s: no number of ours at all', (country) => {
    expect(signsAt(null, country).flatMap(({ crisisLines }) => crisisLines)).toEqual([]);
  });
});

describe('the words', () => {
  const used = new Map(
    signsAt('NY')
      .flatMap(({ crisisLines }) => crisisLines)
      .map((one) => [one.line, one]),
  );

  it.each(['en', 'es'])(
    '%s: every line says what it is, and every sign that is asked has a name',
    (language) => {
      const texts = catalogueOf(language);
      for (const line of used.keys()) expect(texts[`app.visit.signs.line.${line}`], line).toBeTruthy();
      const asked = [...packs.rows.values()].flatMap(([row]) =>
        row?.kind === 'red-flag' && (row.value as { asked: string }).asked !== 'in-words' ? [row.key] : [],
      );
      expect(asked.length).toBeGreaterThan(10);
      for (const flag of asked) expect(texts[`patient.visit.signs.flag.${flag}`], flag).toBeTruthy();
    },
  );

  it('staff have a name for every sign', () => {
    for (const { flag } of signsAt('NY'))
      expect(catalogueOf('en')[`staff.visit.signs.flag.${flag}`], flag).toBeTruthy();
  });

  it('988 is reached in Spanish by a key and by a word; what is sent by text names word and number', () => {
    expect(used.get('988')).toMatchObject({ call: '988', text: '988', spanish: '2 · AYUDA' });
    expect(used.get('domestic-violence')?.text).toBe('START · 88788');
  });
});
