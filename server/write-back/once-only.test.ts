import { describe, expect, it } from 'vitest';
import { conditionOf } from './once-only.ts';

const DECLARED = { DocumentReference: { interactions: ['create'], operations: [], conditionalCreate: true } };
const note = {
  resourceType: 'DocumentReference',
  identifier: [
    { system: 'urn:other', value: '1' },
    { system: 'urn:webside:reference', value: 'WS-7A' },
  ],
};
const create = { method: 'create', path: 'DocumentReference', body: note } as const;

describe('If-None-Exist', () => {
  it('names our reference, where the EHR declares it for this type', () => {
    const condition = conditionOf(create, DECLARED);
    expect(Object.fromEntries(new URLSearchParams(condition ?? ''))).toEqual({
      identifier: 'urn:webside:reference|WS-7A',
    });
  });

  it.each([
    ['a statement that could not be read', 'unreadable'],
    ['a type that the statement does not have', {}],
    ['another type that takes one', { Encounter: DECLARED.DocumentReference }],
    [
      'a type that says no',
      { DocumentReference: { ...DECLARED.DocumentReference, conditionalCreate: false } },
    ],
    ['a type that says nothing', { DocumentReference: { interactions: ['create'], operations: [] } }],
  ] as const)('is never sent after %s', (_name, statement) => {
    expect(conditionOf(create, statement as Parameters<typeof conditionOf>[1])).toBeNull();
  });

  it('is not sent with what bears no reference, nor with what is no create', () => {
    expect(conditionOf({ ...create, body: { ...note, identifier: [] } }, DECLARED)).toBeNull();
    expect(conditionOf({ ...create, body: { resourceType: 'DocumentReference' } }, DECLARED)).toBeNull();
    for (const method of ['update', 'patch', 'operation'] as const)
      expect(conditionOf({ ...create, method }, DECLARED)).toBeNull();
  });
});
