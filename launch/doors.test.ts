// The doors say what the catalogues say, carry no script but the guests' one, and stay tiny; the error page fills
// from its fields and escapes what an EHR sent.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Eta } from 'eta';
import { describe, expect, it } from 'vitest';
import { DOOR_FAILURES } from '#domain/launch';
import { INVITATION_FAULTS } from '#domain/visit';
import { describeGuestDoor } from '../server/smart/doors/door-pages.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(read(`../public/locales/${language}.json`));
const en = catalogue('en');
const es = catalogue('es');
const PARTS = ['title', 'meaning', 'next'];
const DOORS = ['ehr', 'patient', 'staff', 'error'];

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
  it.each(['ehr', 'patient', 'staff'])('%s', (door) => {
    for (const part of PARTS) expect(read(`./${door}.html`)).toContain(`>${en[`door.${door}.${part}`]}<`);
  });
  it('the launch address says where the set-up is', () =>
    expect(read('./ehr.html')).toContain(en['door.ehr.setup']));
  it('patient also in Spanish', () => {
    const [, spanish = ''] = read('./patient.html').split('<section lang="es">');
    for (const part of PARTS) expect(spanish).toContain(`>${es[`door.patient.${part}`]}<`);
  });
});

describe('the door of guests', () => {
  const fill = (words: Record<string, string>, language: 'en' | 'es') =>
    new Eta().renderString(
      read('./guest.html'),
      describeGuestDoor((key) => words[key] ?? `no words: ${key}`, language),
    );
  it.each([
    ['en', en],
    ['es', es],
  ] as const)(
    'has words for every reason in %s, none in sight before the script has asked',
    (language, words) => {
      const page = fill(words, language);
      expect(page).not.toContain('no words');
      for (const fault of INVITATION_FAULTS)
        expect(page).toMatch(new RegExp(`data-sight="${fault}" role="alert" hidden>\\s*<h1>`));
      expect(page).toContain(`<html lang="${language}">`);
      const keys = Object.keys(words).filter((key) => key.startsWith('door.guest.'));
      expect(keys.filter((key) => !page.includes(String(words[key]).replaceAll("'", '&#39;')))).toEqual([]);
    },
  );
  it('has one script, of ours, and nothing inline', () => {
    const page = read('./guest.html');
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/guest-door.js">']);
    expect(page).not.toMatch(/style=|<style|\son\w+=|https?:/i);
  });
  it('says without a script what is needed', () =>
    expect(/<noscript>([\s\S]*)<\/noscript>/.exec(fill(en, 'en'))?.[1]).toContain(
      en['door.guest.no-script'],
    ));
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
