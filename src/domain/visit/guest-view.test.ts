import { describe, expect, it } from 'vitest';
import { standOfGuest } from './guest-view.ts';

const stand = (
  visit: Parameters<typeof standOfGuest>[0],
  state: Parameters<typeof standOfGuest>[1]['state'],
  wasAdmitted = false,
) => standOfGuest(visit, { state, wasAdmitted });

describe('a guest', () => {
  it('asks until somebody answers, also while the visit has begun', () => {
    expect(stand('waiting', 'asking')).toBe('asking');
    expect(stand('in-visit', 'asking')).toBe('asking');
  });
  it('let in early waits for the visit to begin', () => {
    expect(stand('waiting', 'admitted', true)).toBe('let-in');
    expect(stand('in-visit', 'admitted', true)).toBe('in');
  });
  it('who was let in may leave and come back', () => {
    expect(stand('in-visit', 'left', true)).toBe('in');
    expect(stand('dropped', 'dropped', true)).toBe('in');
  });
  it('who left before may ask again', () => expect(stand('in-visit', 'left')).toBe('gave-up'));
  it('who was not let in is told', () => expect(stand('in-visit', 'declined')).toBe('declined'));
  it('who was removed stays so after the end', () => {
    expect(stand('in-visit', 'removed', true)).toBe('removed');
    expect(stand('ended', 'removed', true)).toBe('removed');
  });
  it('sees the end', () => {
    expect(stand('ended', 'finished', true)).toBe('over');
    expect(stand('cancelled', 'asking')).toBe('over');
    expect(stand('moved-to-in-person', 'left', true)).toBe('over');
  });
});
