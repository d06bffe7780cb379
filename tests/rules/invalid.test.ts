// Questions that cannot be read: what is malformed or unknown is named by its place, and the rest go on.
import { describe, expect, it } from 'vitest';
import { answerLine } from '../../server/rules/index.ts';
import { ask, SHIPPED } from './ask.ts';

const visit = {
  serviceDate: '2026-11-20',
  payer: { kind: 'medicare-b' },
  service: 'office-visit',
  modality: 'video',
};
const doctor = {
  at: '2026-11-20T12:00:00-05:00',
  profession: 'physician',
  patientState: 'NY',
  credentials: [],
};
const pathsOf = (topic: Parameters<typeof ask>[0], facts: object): string[] => {
  const answer = ask(topic, facts);
  expect(answer.outcome).toBe('invalid');
  return (answer.errors as { path: string }[]).map(({ path }) => path);
};

describe('a field that is malformed or unknown', () => {
  it.each<[string, object, string]>([
    ['an unknown level', { ...visit, mdm: 'very-high' }, '/mdm'],
    ['a field nobody knows', { ...visit, minutes: 20 }, '/minutes'],
    ['a field nobody knows, further in', { ...visit, payer: { kind: 'va', plan: 'x' } }, '/payer/plan'],
    ['a name with a slash', { ...visit, 'a/b~c': 1 }, '/a~1b~0c'],
    ['an unknown payer kind', { ...visit, payer: { kind: 'tricare' } }, '/payer/kind'],
    ['a day that is none', { ...visit, serviceDate: '2026-02-30' }, '/serviceDate'],
    ['a state in small letters', { ...visit, patientState: 'ny' }, '/patientState'],
    ['minutes below zero', { ...visit, totalMinutes: -1 }, '/totalMinutes'],
    ['more minutes than a day has', { ...visit, totalMinutes: 1441 }, '/totalMinutes'],
    ['a code of four signs', { ...visit, alreadyBilled: ['9921'] }, '/alreadyBilled/0'],
    ['a name of a question that is a list', { ...visit, id: ['a'] }, '/id'],
    ['no service', { ...visit, service: undefined }, '/service'],
  ])('%s', (_, facts, path) => expect(pathsOf('billing', facts)).toEqual([path]));

  it('is told in words', () =>
    expect(ask('billing', { ...visit, minutes: 20 }).errors).toEqual([
      { path: '/minutes', message: 'unknown field' },
    ]));

  it('an instant without an offset', () =>
    expect(pathsOf('licensure', { ...doctor, at: '2026-11-20T12:00:00' })).toEqual(['/at']));
  it('a clock without a place on earth', () =>
    expect(pathsOf('licensure', { ...doctor, at: '2026-11-20T12:00+05' })).toEqual(['/at']));
  it('an instant to the minute is one', () =>
    expect(ask('licensure', { ...doctor, at: '2026-11-20T12:00-05:00' }).outcome).toBe('block'));
  it('a state that is none', () =>
    expect(pathsOf('licensure', { ...doctor, patientState: 'ZZ' })).toEqual(['/patientState']));
  it('every fault at once', () =>
    expect(pathsOf('licensure', { ...doctor, profession: 'wizard', wand: true }).sort()).toEqual([
      '/profession',
      '/wand',
    ]));
});

describe('a line', () => {
  it('that is no JSON, or no object, has no id', () => {
    for (const line of ['{', '[]', '3', '"x"', 'null'])
      expect(answerLine('consent', line, SHIPPED.packs).answer).toMatchObject({
        id: null,
        outcome: 'invalid',
      });
  });

  it.each(['a7', 7, ''])('keeps its id where it has one: %j', (id) => {
    const unread = JSON.stringify({ id, nonsense: true });
    expect(answerLine('prescribing', unread, SHIPPED.packs)).toMatchObject({ ok: false, answer: { id } });
    expect(ask('billing', { ...visit, id })).toMatchObject({ id, outcome: 'needs-review' });
  });

  it('that could not be read has its reasons and packs as every answer has', () => {
    const { answer } = answerLine('billing', JSON.stringify({ ...visit, id: 'a', plan: 1 }), SHIPPED.packs);
    expect(answer).toMatchObject({
      reasons: [{ code: 'not-readable', rule: '/plan', effectiveFrom: null, effectiveTo: null }],
      packs: SHIPPED.packs.read.billing,
    });
    expect(answerLine('billing', '[', SHIPPED.packs).answer).toMatchObject({ reasons: [{ rule: '/' }] });
  });
});
