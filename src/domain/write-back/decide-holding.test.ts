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

  it('a credit never overtakes its charge, nor holds anything but a corrected one', () => {
    const credit = one('charge-credit', { buildsOn: 'charge' });
    for (const state of DELIVERY_STATES) {
      const isOpen = ['planned', 'sending', 'unknown', 'reconciling', 'handed-over'].includes(state);
      expect(isHeld(credit, [one('charge', { state })]), state).toBe(isOpen);
      expect(isHeld(credit, [one('charge', { deliveryId: 'another', state })]), state).toBe(false);
      const isOver = ['confirmed', 'done-by-person'].includes(state);
      expect(isHeld(one('charge', { deliveryId: 'new' }), [{ ...credit, state }]), state).toBe(!isOver);
      expect(isHeld(one('note'), [{ ...credit, state }]), state).toBe(false);
      expect(isHeld({ ...credit, deliveryId: 'second' }, [{ ...credit, state }]), state).toBe(false);
    }
  });

  it('who waits for a permission holds what builds on it, and nobody else', () => {
    const waiting = one('note', { wait: 'no-token' });
    expect(isHeld(one('charge'), [waiting])).toBe(false);
    expect(isHeld(one('addendum', { buildsOn: 'note' }), [waiting])).toBe(true);
    expect(isHeld(one('charge'), [one('encounter', { wait: 'no-token' })])).toBe(true);
  });
});
