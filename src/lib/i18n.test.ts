// The catalogues: complete in every language a person may see, and no text without a screen.
import { globSync, readFileSync } from 'node:fs';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './i18n.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(read(`public/locales/${language}.json`));
const en = catalogue('en');
const es = catalogue('es');
/** Staff read English; everything else speaks both languages. */
const isStaffOnly = (key: string) => /^(staff|chart|licensure|door\.staff|door\.ehr)\./.test(key);
const placesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].toSorted();

describe('catalogues', () => {
  it('have the same keys in both languages, staff screens aside', () => {
    const wanted = Object.keys(en).filter((key) => !isStaffOnly(key));
    expect(Object.keys(es).toSorted()).toEqual(wanted.toSorted());
  });

  it.each(Object.keys(es))('%s has the same places in both languages, and is translated', (key) => {
    expect(placesOf(es[key] ?? '')).toEqual(placesOf(en[key] ?? ''));
    // Nothing to translate where there are places alone.
    const hasWords = /\p{L}/u.test((en[key] ?? '').replace(/\{\w+\}/g, ''));
    if (key !== 'app.name' && hasWords) expect(es[key]).not.toBe(en[key]);
  });

  it('are messages that can be compiled, none empty, quotes as printers set them', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(es)]) {
      expect(() => compileMessage(text), key).not.toThrow();
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toMatch(/['"]/);
    }
  });

  it('count as each language counts', () => {
    const messages = { es: { left: compileMessage(es['app.idle.spoken'] ?? '') } };
    const spanish = setupI18n({ locale: 'es', messages });
    expect(spanish._('left', { seconds: 60 })).toContain('un minuto');
    expect(spanish._('left', { seconds: 10 })).toContain('10 segundos');
  });
});

describe('keys', () => {
  const sources = globSync(['src/**/*.{ts,tsx}', 'launch/*.html'], { cwd: root, exclude: ['**/*.test.*'] });
  const texts = sources.map((path) => read(path)).join('\n');
  /** Written out, or as the fixed head of a key whose end is data. */
  const literals = new Set(
    [...texts.matchAll(/['"`]((?:app|patient|staff|chart|licensure|video|door)\.[\w.-]*\w)['"`]/g)].map(
      ([, key]) => key ?? '',
    ),
  );
  const heads = [
    ...texts.matchAll(/['"`]((?:app|patient|staff|chart|licensure|video|door)\.[\w.-]*\.)(?:\$\{|')/g),
    // A part that is drawn in the words of its place is told the head of its keys.
    ...texts.matchAll(/\bwords="((?:patient|staff)\.[\w.-]+)"/g),
  ].map(([, head]) => head ?? '');

  it('that screens name exist', () => {
    const roots = (key: string) => Object.keys(en).some((known) => known.startsWith(`${key}.`));
    expect([...literals].filter((key) => !(key in en) && !roots(key))).toEqual([]);
  });

  it('that exist are named by a screen or a door', () => {
    // The words of failures are chosen by the server (door.<audience>.error.<code>); the doors' own texts
    // are compared with the doors themselves.
    const isNamed = (key: string) =>
      key.startsWith('door.') ||
      literals.has(key) ||
      heads.some((head) => key.startsWith(head)) ||
      [...literals].some((root) => ['title', 'meaning', 'next'].some((part) => key === `${root}.${part}`));
    expect(Object.keys(en).filter((key) => !isNamed(key))).toEqual([]);
  });
});

describe('language of a person', () => {
  it.each([
    [['es-MX', 'en'], 'es'],
    [['fr-CA', 'es', 'en'], 'es'],
    [['EN-us'], 'en'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
    [['est'], 'en'],
  ])('%j speaks %s', (wanted, language) => expect(preferredLanguage(wanted)).toBe(language));
});
