import { describe, expect, it } from 'vitest';
import { type Candidate, decideReconcile, type Sought } from './decide-reconcile.ts';

const TEXT = 'Assessment: migraine.\nPlan: rest.\n\nRef WS-7K2M';
const SOUGHT: Sought = {
  ...{
    reference: 'WS-7K2M',
    text: TEXT,
    author: 'Practitioner/1',
    encounter: 'Encounter/9',
    types: ['11506-3'],
  },
  from: new Date('2026-11-20T15:00:00Z'),
  until: new Date('2026-11-20T15:10:00Z'),
};
const shown = (more: Partial<Candidate> = {}): Candidate => ({
  ...{ id: 'd1', version: '1', identifiers: [], text: 'Another text.', author: 'Practitioner/1' },
  ...{ encounter: 'Encounter/9', types: ['11506-3'], at: new Date('2026-11-20T15:05:00Z') },
  ...more,
});
const judge = (candidates: Candidate[], isComplete = true, known: string[] = []) =>
  decideReconcile(SOUGHT, { candidates, isComplete }, new Set(known));

const FOUND = { event: 'find', id: 'd1', version: '1' };
const NEAR = { event: 'doubt', why: 'near-match' };

describe('decideReconcile', () => {
  it.each<[string, Partial<Candidate>]>([
    ['our mark as an identifier', { identifiers: ['WS-7K2M'] }],
    ['our mark in the last line', { text: 'Somebody changed this.\r\nRef WS-7K2M\r\n' }],
    ['our mark before a footer of the EHR', { text: 'Text.\n  Ref WS-7K2M \nElectronically filed.' }],
    ['our mark where line ends were lost', { text: 'Assessment: migraine. Plan: rest. Ref WS-7K2M' }],
    ['the text but for white space', { text: 'Assessment:  migraine.\r\n\r\nPlan: rest. Ref WS-7K2M ' }],
    ['our mark under another author', { identifiers: ['WS-7K2M'], author: 'Practitioner/2' }],
    ['our mark outside the window', { identifiers: ['WS-7K2M'], at: new Date('2025-01-01T00:00:00Z') }],
  ])('finds it by %s', (_name, more) => {
    expect(judge([shown({ id: 'other', author: 'Practitioner/2' }), shown(more)])).toEqual(FOUND);
  });

  it('finds what an incomplete search shows', () => {
    expect(judge([shown({ identifiers: ['WS-7K2M'] })], false)).toEqual(FOUND);
  });

  it('asks a person when it is there twice', () => {
    const twice = [shown({ identifiers: ['WS-7K2M'] }), shown({ id: 'd2', text: TEXT })];
    expect(judge(twice)).toEqual({ event: 'doubt', why: 'found-twice' });
  });

  it.each<[string, Partial<Candidate>]>([
    ['the same author, encounter and type, another text', {}],
    ['a text that cannot be read', { text: null }],
    ['no author', { author: null }],
    ['no encounter', { encounter: null }],
    ['no type', { types: null }],
    ['no time', { at: null }],
    ['our mark quoted in a sentence', { text: 'Adds to the note with Ref WS-7K2M of today.' }],
  ])('asks a person about %s', (_name, more) => {
    expect(judge([shown(more)])).toEqual(NEAR);
    expect(judge([shown(more)], false)).toEqual(NEAR);
  });

  it.each<[string, Partial<Candidate>]>([
    ['another author', { author: 'Practitioner/2' }],
    ['another encounter', { encounter: 'Encounter/8' }],
    ['another type', { types: ['18842-5'] }],
    ['a time before it was sent', { at: new Date('2026-11-20T14:59:59Z') }],
    ['a time after the window', { at: new Date('2026-11-20T15:10:01Z') }],
    ['the mark of another of ours', { text: 'Text.\nRef WS-9999' }],
    ['the identifier of another of ours', { identifiers: ['WS-9999'], text: null }],
  ])('rules out %s', (_name, more) => {
    expect(judge([shown(more)])).toEqual({ event: 'miss' });
  });

  it('leaves out what is the receipt of something else', () => {
    expect(judge([shown()], true, ['d1'])).toEqual({ event: 'miss' });
  });

  it('knows nothing from a search that did not come to its end', () => {
    expect(judge([], false)).toEqual({ event: 'again' });
    expect(judge([])).toEqual({ event: 'miss' });
  });

  it('an encounter without text is near by person and time', () => {
    const encounter: Sought = { ...SOUGHT, text: null, encounter: null, types: [] };
    expect(decideReconcile(encounter, { candidates: [shown({ text: null })], isComplete: true })).toEqual(
      NEAR,
    );
  });
});
