import { describe, expect, it } from 'vitest';
import { isTextInForce, versionAgreedTo, versionAt, versionForRule } from './text-version.ts';

const texts = { version: '2', ownWords: ['CA', 'MA'] };

describe('versions of a text by place', () => {
  it.each([
    ['CA', '2-CA'],
    ['NY', '2'],
    [null, '2'],
  ])('in %s it is %s', (state, version) => {
    expect(versionAt(texts, state)).toBe(version);
  });

  it.each([
    ['read in New York, still there', '2', 'NY', true],
    ['read in California, still there', '2-CA', 'CA', true],
    ['the state line crossed into California', '2', 'CA', false],
    ['the state line crossed out of California', '2-CA', 'NY', true],
    ['from one state with own words into another', '2-CA', 'MA', false],
    ['the day before the version changed', '1', 'NY', false],
    ['the same in California', '1-CA', 'CA', false],
    ['place not known any more', '2-CA', null, true],
  ])('%s', (_name, read, state, holds) => {
    expect(isTextInForce(read, texts, state)).toBe(holds);
    expect(versionForRule(read, texts, state)).toBe(holds ? '2' : `${read}-elsewhere`);
  });

  it.each([
    ['2', 'NY'],
    ['2-CA', 'CA'],
    ['2-CA', 'NY'],
  ])('%s, changed since it was read, is in force nowhere: %s', (version, state) => {
    const agreed = versionAgreedTo({ version, isTextAsRead: false });
    expect(isTextInForce(agreed, texts, state)).toBe(false);
    expect(versionForRule(agreed, texts, state)).toBe(agreed);
    expect(versionAgreedTo({ version, isTextAsRead: true })).toBe(version);
  });
});
