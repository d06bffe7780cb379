import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideWhichEnd, LIMITS, type OpenSession } from './session-limits.ts';

const open = (keyId: string, some: Partial<OpenSession> = {}): OpenSession => ({
  keyId,
  browser: keyId,
  person: 'me',
  lastActivityAt: 0,
  inCall: false,
  hasUnsavedText: false,
  ...some,
});
const incoming = { browser: 'new', person: 'me' };

describe('decideWhichEnd', () => {
  it('ends nothing below the limits', () => {
    expect(decideWhichEnd([open('a'), open('b')], incoming)).toEqual([]);
    const eleven = Array.from({ length: 11 }, (_, at) => open(`k${at}`, { browser: 'new' }));
    expect(decideWhichEnd(eleven, incoming)).toEqual([]);
  });

  it('ends the browser idle longest, with all its launches', () => {
    const sessions = [
      open('a1', { browser: 'a', lastActivityAt: 5 }),
      open('a2', { browser: 'a', lastActivityAt: 50 }),
      open('b', { lastActivityAt: 10 }),
      open('c', { lastActivityAt: 20 }),
    ];
    expect(decideWhichEnd(sessions, incoming)).toEqual(['b']);
    expect(
      decideWhichEnd(
        sessions.filter(({ keyId }) => keyId !== 'b').concat(open('d', { lastActivityAt: 60 })),
        incoming,
      ),
    ).toEqual(['c']);
    expect(
      decideWhichEnd(
        [...sessions.slice(0, 2), open('x', { lastActivityAt: 90 }), open('y', { lastActivityAt: 90 })],
        incoming,
      ).sort(),
    ).toEqual(['a1', 'a2']);
  });

  it('a browser that is known already counts once', () => {
    expect(decideWhichEnd([open('a'), open('b'), open('c', { browser: 'new' })], incoming)).toEqual([]);
  });

  it('ends the launch idle longest when a browser has twelve', () => {
    const twelve = Array.from({ length: 12 }, (_, at) =>
      open(`k${at}`, { browser: 'new', lastActivityAt: 100 - at }),
    );
    expect(decideWhichEnd(twelve, incoming)).toEqual(['k11']);
  });

  it('counts launches of other people in the same browser', () => {
    const others = Array.from({ length: 12 }, (_, at) =>
      open(`k${at}`, { browser: 'new', person: 'other', lastActivityAt: at }),
    );
    expect(decideWhichEnd(others, incoming)).toEqual(['k0']);
  });

  it('never ends a call or unsaved text, nor anything of other people on other browsers', () => {
    const session = fc.record({
      keyId: fc.uuid(),
      browser: fc.constantFrom('a', 'b', 'c', 'd', 'new'),
      person: fc.constantFrom('me', 'other'),
      lastActivityAt: fc.nat(1000),
      inCall: fc.boolean(),
      hasUnsavedText: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(session, { selector: ({ keyId }) => keyId, maxLength: 40 }), (sessions) => {
        const ending = new Set(decideWhichEnd(sessions, incoming));
        const ended = sessions.filter(({ keyId }) => ending.has(keyId));
        expect(ended.length).toBe(ending.size);
        for (const one of ended) {
          expect([one.inCall, one.hasUnsavedText]).toEqual([false, false]);
          expect(one.person === 'me' || one.browser === 'new').toBe(true);
        }
        const left = sessions.filter(({ keyId }) => !ending.has(keyId));
        const free = left.filter((one) => !one.inCall && !one.hasUnsavedText);
        const here = left.filter(({ browser }) => browser === 'new');
        const isHereFull = here.length + 1 > LIMITS.launchesPerBrowser;
        if (isHereFull) expect(free.filter(({ browser }) => browser === 'new')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
