import { describe, expect, it } from 'vitest';
import { isTooDeep, localise } from './localise.ts';

const BASE = 'https://ehr.example/fhir/';
const nested = (depth: number, inside = '') => '['.repeat(depth) + inside + ']'.repeat(depth);

describe('how deep a JSON text nests', () => {
  it.each([
    ['a hundred levels', nested(100), false],
    ['a hundred and one', nested(101), true],
    ['objects count too', '{"a":'.repeat(101), true],
    ['beside each other is not deep', `[${Array(500).fill('[]').join(',')}]`, false],
    ['brackets in a text are text', `["${'['.repeat(500)}"]`, false],
    ['a quote in a text does not end it', `["\\"${'['.repeat(500)}"]`, false],
    ['an escaped backslash before the end does', `["\\\\",${nested(101)}]`, true],
    ['a text without an end', `["${'['.repeat(500)}`, false],
  ])('%s', (_, text, is) => expect(isTooDeep(text)).toBe(is));
});

describe('references to this EHR', () => {
  it('become relative; another host’s, a look-alike’s and a bundle’s links stay', () => {
    const value = {
      subject: { reference: `${BASE}Patient/a` },
      other: { reference: 'https://evil.example/Patient/a' },
      alike: { reference: 'https://ehr.example/fhirx/Patient/a' },
      attachment: { url: `${BASE}Binary/b` },
      link: [{ relation: 'next', url: `${BASE}Condition?page=2` }],
    };
    expect(localise(value, BASE)).toEqual({
      ...value,
      subject: { reference: 'Patient/a' },
      attachment: { url: 'Binary/b' },
    });
  });
  it('a value nested beyond all sense is refused', () => {
    expect(() => localise(JSON.parse(nested(102)), BASE)).toThrow('in a form that cannot be read');
    expect(() => localise(JSON.parse(nested(100)), BASE)).not.toThrow();
  });
});
