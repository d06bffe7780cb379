import { describe, expect, it } from 'vitest';
import { listLaterPages } from './later-pages.ts';

const at = (query: string) => `https://ehr.example/fhir/Condition?${query}`;
const pages = (self: string | null, next: string, last: string | null) =>
  listLaterPages({ self: self && at(self), next: at(next), last: last && at(last) });

describe('the pages between next and last', () => {
  it.each([
    ['numbered pages', 'patient=a', 'patient=a&page=2', 'patient=a&page=4', ['2', '3', '4'], 'page'],
    ['offsets', 'patient=a', '_offset=50', '_offset=150', ['50', '100', '150'], '_offset'],
    ['offsets with their own beginning', 'o=10', 'o=30', 'o=70', ['30', '50', '70'], 'o'],
    ['the next is the last', 'page=1', 'page=2', 'page=2', ['2'], 'page'],
  ])('%s', (_, self, next, last, numbers, name) => {
    expect(pages(self, next, last)?.map((url) => new URL(url).searchParams.get(name))).toEqual(numbers);
  });

  it.each([
    ['no last', 'page=1', 'page=2', null],
    ['a cursor', 'c=1', 'c=xyz', 'c=abc'],
    ['two numbers that differ', 'page=1', 'page=2&s=1', 'page=4&s=2'],
    ['a last before the next', 'page=1', 'page=3', 'page=2'],
    ['steps that do not meet the last', null, 'o=50', 'o=120'],
    ['more than anybody reads', 'page=1', 'page=2', 'page=900000000'],
    ['the same page again', 'page=2', 'page=2', 'page=4'],
    ['a number too long to be one', 'page=1', 'page=2', 'page=99999999999'],
  ])('%s: nothing is guessed', (_, self, next, last) => {
    expect(pages(self, next, last)).toBeNull();
  });

  it('another host or path is no page of this search', () => {
    const next = at('page=2');
    expect(
      listLaterPages({ self: null, next, last: 'https://evil.example/fhir/Condition?page=4' }),
    ).toBeNull();
    expect(listLaterPages({ self: null, next, last: 'https://ehr.example/fhir/Patient?page=4' })).toBeNull();
    expect(listLaterPages({ self: null, next: 'not an address', last: next })).toBeNull();
  });
});
