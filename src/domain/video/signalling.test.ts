import { describe, expect, it } from 'vitest';
import { readSignal } from './signalling.ts';

const pages = { epoch: 'page-1', toEpoch: 'page-2' };

describe('readSignal', () => {
  it.each([
    { ...pages, kind: 'bye' },
    { ...pages, kind: 'ask' },
    { ...pages, kind: 'offer', round: 1, sdp: 'v=0' },
    { ...pages, kind: 'answer', round: 1, sdp: 'v=0' },
    {
      ...pages,
      kind: 'candidate',
      candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'abcd' },
    },
  ])('reads $kind as it is', (signal) => {
    expect(readSignal(signal)).toEqual(signal);
  });

  it('leaves out what does not belong', () => {
    expect(readSignal({ ...pages, kind: 'bye', admin: true })).toEqual({ ...pages, kind: 'bye' });
  });

  it.each([
    ['nothing', null],
    ['a text', 'offer'],
    ['another kind', { ...pages, kind: 'admit' }],
    ['no page', { kind: 'bye', toEpoch: 'page-2' }],
    ['a page as long as a letter', { ...pages, epoch: 'x'.repeat(65), kind: 'bye' }],
    ['an offer without a round', { ...pages, kind: 'offer', sdp: 'v=0' }],
    ['an offer of 33 kB', { ...pages, kind: 'offer', round: 1, sdp: 'v'.repeat(33_000) }],
    ['a candidate that is a number', { ...pages, kind: 'candidate', candidate: 7 }],
    ['a candidate of 2 kB', { ...pages, kind: 'candidate', candidate: { candidate: 'c'.repeat(2000) } }],
  ])('refuses %s', (_, value) => {
    expect(readSignal(value)).toBeNull();
  });
});
