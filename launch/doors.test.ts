// The doors say what the catalogues say, carry no script, and stay tiny; the error page fills from its
// fields and escapes what an EHR sent.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Eta } from 'eta';
import { describe, expect, it } from 'vitest';
import { DOOR_FAILURES } from '#domain/launch';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(read(`../public/locales/${language}.json`));
const en = catalogue('en');
const es = catalogue('es');
const PARTS = ['title', 'meaning', 'next'];
const DOORS = ['ehr', 'patient', 'staff', 'guest', 'error'];

describe.each(DOORS)('launch/%s.html', (door) => {
  const page = read(`./${door}.html`);
  it('has no script, no inline style and nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|style=|<style|\son\w+=|https?:/i);
  });
  it('weighs at most 5 kB with its sheet, gzip', () => {
    expect(gzipSync(page).length + gzipSync(read('../public/door.css')).length).toBeLessThanOrEqual(5 * 1024);
  });
});

describe('the doors speak from the catalogues', () => {
  it.each(['ehr', 'patient', 'staff', 'guest'])('%s', (door) => {
    for (const part of PARTS) expect(read(`./${door}.html`)).toContain(`>${en[`door.${door}.${part}`]}<`);
  });
  it('the launch address says where the set-up is', () =>
    expect(read('./ehr.html')).toContain(en['door.ehr.setup']));
  it.each(['patient', 'guest'])('%s also in Spanish', (door) => {
    const [, spanish = ''] = read(`./${door}.html`).split('<section lang="es">');
    for (const part of PARTS) expect(spanish).toContain(`>${es[`door.${door}.${part}`]}<`);
  });
});

describe('every failure has its words', () => {
  const keys = (audience: string) =>
    DOOR_FAILURES.flatMap((code) => PARTS.map((part) => `door.${audience}.error.${code}.${part}`));
  it.each([
    ['staff', en],
    ['patient', en],
    ['patient', es],
  ])('for %s', (audience, words) => expect(keys(audience).filter((key) => !(key in words))).toEqual([]));
  it('and no words are left of a failure that is gone', () => {
    const known = new Set([...keys('staff'), ...keys('patient')]);
    const errors = Object.keys(en).filter((key) => /^door\.(staff|patient)\.error\./.test(key));
    expect(errors.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the error page', () => {
  const eta = new Eta();
  const fields = {
    lang: 'en',
    t: (key: string, values?: object) => `${key} ${Object.values(values ?? {}).join(' ')}`,
    title: 'What happened',
    meaning: 'What it means',
    next: 'What to do',
    code: 'ehr-refused',
    requestId: 'r-1',
  };
  const fill = (more: object = {}) => eta.renderString(read('./error.html'), { ...fields, ...more });

  it('says what happened, what it means, what to do, with code and request', () => {
    for (const text of ['What happened', 'What it means', 'What to do', 'ehr-refused', 'r-1'])
      expect(fill()).toContain(text);
  });
  it('shows what the EHR said only if it said something, and escapes it', () => {
    expect(fill()).not.toContain('door.error.says');
    const page = fill({ ehrSays: '<img src=x onerror=alert(1)>' });
    expect(page).toContain('door.error.says');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;img src=x');
  });
  it('links to the EHR only if it named a page, without an opener', () => {
    expect(fill()).not.toContain('door.error.more');
    const page = fill({ ehrMoreUrl: 'https://ehr.example/?a="b' });
    expect(page).toContain('rel="noopener noreferrer"');
    expect(page).toContain('href="https://ehr.example/?a=&quot;b"');
  });
  it('offers one next step, in its own window where that is the step', () => {
    expect(fill()).not.toContain('class="act"');
    const again = fill({
      nextAction: { kind: 'try-again', href: '/launch/staff.html?tenant=a', newWindow: false },
    });
    expect(again).toContain('door.error.action.try-again');
    expect(again).not.toContain('_blank');
    expect(fill({ nextAction: { kind: 'own-window', href: '/x', newWindow: true } })).toContain(
      'target="_blank"',
    );
  });
});
