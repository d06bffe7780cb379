import { describe, expect, it } from 'vitest';
import { type InOrder, isHeld } from './decide-holding.ts';
import { DELIVERY_STATES } from './delivery-state.ts';

const one = (kind: InOrder['kind'], more: Partial<InOrder> = {}): InOrder => ({
  ...{ deliveryId: kind, kind, state: 'planned', wait: null, buildsOn: null },
  ...more,
});

describe('isHeld', () => {
  it('goes at once when nothing was told before', () => {
    expect(isHeld(one('note'), [])).toBe(false);
  });

  it.each(DELIVERY_STATES)('after an encounter that is %s', (state) => {
    const settled = ['confirmed', 'refused', 'handed-over', 'done-by-person'].includes(state);
    expect(isHeld(one('note'), [one('encounter', { state })])).toBe(!settled);
  });

  it('a missing charge never holds a note', () => {
    expect(isHeld(one('note'), [one('charge', { state: 'unknown' })])).toBe(false);
    expect(isHeld(one('charge'), [one('note', { state: 'unknown' })])).toBe(true);
  });

  it('who waits for a permission holds what builds on it, and nobody else', () => {
    const waiting = one('note', { wait: 'no-token' });
    expect(isHeld(one('charge'), [waiting])).toBe(false);
    expect(isHeld(one('addendum', { buildsOn: 'note' }), [waiting])).toBe(true);
    expect(isHeld(one('charge'), [one('encounter', { wait: 'no-token' })])).toBe(true);
  });
});
