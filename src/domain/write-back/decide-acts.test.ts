import { describe, expect, it } from 'vitest';
import { ROLES } from '#domain/launch';
import { decideNextStep, isLate, listActs } from './decide-acts.ts';
import { DELIVERY_KINDS, DELIVERY_STATES } from './delivery-state.ts';

const acts = (more: Partial<Parameters<typeof listActs>[0]>) =>
  listActs({
    kind: 'note',
    state: 'handed-over',
    isOwner: false,
    isAssigned: false,
    role: 'clinician',
    ...more,
  });

describe('listActs', () => {
  it.each<[string, Partial<Parameters<typeof listActs>[0]>, string]>([
    ['its author, handed over', { isOwner: true }, 'compare export done'],
    ['the clinician it was assigned to', { isAssigned: true }, 'compare export done'],
    ['another clinician', {}, ''],
    ['its author, refused', { isOwner: true, state: 'refused' }, 'retry hand-over compare export'],
    ['its author, unknown', { isOwner: true, state: 'unknown' }, 'compare export'],
    ['a supervisor, handed over', { role: 'supervisor' }, 'assign'],
    ['a supervisor, refused', { role: 'supervisor', state: 'refused' }, 'retry hand-over assign'],
    ['a supervisor, planned', { role: 'supervisor', state: 'planned' }, 'hand-over assign'],
    ['a supervisor who signed it', { role: 'supervisor', isOwner: true }, 'assign'],
    ['a biller, a note', { role: 'biller' }, ''],
    ['a biller, a charge', { role: 'biller', kind: 'charge' }, 'compare export done'],
    [
      'a biller, a refused charge',
      { role: 'biller', kind: 'charge', state: 'refused' },
      'retry hand-over compare export',
    ],
    ['a nurse it was assigned to', { role: 'nurse', isAssigned: true }, ''],
    ['nobody of a role', { role: null, isOwner: true }, ''],
  ])('%s', (_name, more, expected) => {
    expect(acts(more).join(' ')).toBe(expected);
  });

  it('nobody does anything with what is delivered', () => {
    for (const state of ['confirmed', 'done-by-person'] as const)
      for (const role of ROLES)
        for (const kind of DELIVERY_KINDS) expect(acts({ state, role, kind, isOwner: true })).toEqual([]);
  });

  it('no text for who neither signed it nor was named', () => {
    for (const role of ROLES)
      for (const state of DELIVERY_STATES)
        for (const act of ['compare', 'export', 'done'] as const)
          expect(acts({ role, state })).not.toContain(act);
  });
});

describe('decideNextStep', () => {
  const next = (more: Partial<Parameters<typeof decideNextStep>[0]>) =>
    decideNextStep({
      ...{ kind: 'note', state: 'planned', wait: null, why: null, isTakenBack: false, advised: null },
      ...more,
    });

  it('says one thing for everything that is not there yet', () => {
    expect(DELIVERY_STATES.map((state) => `${state}: ${next({ state })}`)).toEqual([
      'planned: wait',
      'sending: wait',
      'confirmed: none',
      'refused: change-and-retry',
      'unknown: wait',
      'reconciling: wait',
      'handed-over: file-by-hand',
      'done-by-person: none',
    ]);
  });

  it('asks for the owner where a permission is missing, and for a look where it may be there', () => {
    expect(next({ wait: 'no-token' })).toBe('open-in-ehr');
    expect(next({ state: 'reconciling', wait: 'no-token' })).toBe('open-in-ehr');
    expect(next({ state: 'refused', advised: 'ask-analyst' })).toBe('ask-analyst');
    for (const why of ['near-match', 'found-twice', 'not-found', 'not-searchable'] as const)
      expect(next({ state: 'handed-over', why })).toBe('compare');
    for (const why of ['ehr-takes-none', 'no-encounter', 'by-choice'] as const)
      expect(next({ state: 'handed-over', why })).toBe('file-by-hand');
  });

  it('what was taken back is never put in by hand, whatever brought it to a person', () => {
    for (const why of ['ehr-takes-none', 'not-found', 'near-match', 'by-choice'] as const) {
      expect(next({ kind: 'charge', state: 'handed-over', why, isTakenBack: true })).toBe('credit-by-hand');
      expect(next({ kind: 'charge-credit', state: 'handed-over', why })).toBe('credit-by-hand');
      expect(next({ kind: 'charge', state: 'handed-over', why })).not.toBe('credit-by-hand');
    }
  });
});

it('is late a quarter of an hour after it was told, until it is in the EHR', () => {
  const madeAt = new Date('2026-11-20T15:00:00Z');
  expect(isLate({ state: 'planned', madeAt }, new Date('2026-11-20T15:15:00Z'))).toBe(false);
  expect(isLate({ state: 'planned', madeAt }, new Date('2026-11-20T15:15:01Z'))).toBe(true);
  expect(isLate({ state: 'handed-over', madeAt }, new Date('2026-11-21T15:00:00Z'))).toBe(true);
  expect(isLate({ state: 'confirmed', madeAt }, new Date('2026-11-21T15:00:00Z'))).toBe(false);
});
