import { describe, expect, it } from 'vitest';
import { createSessionCache, type KnownSession } from './session-cache.ts';

function knownOf(launchId: string): KnownSession {
  return { keyId: `key-${launchId}`, launch: { id: launchId }, freshUntil: 60_000 } as KnownSession;
}

describe('the cache', () => {
  it('keeps what was read for four seconds', () => {
    const cache = createSessionCache();
    cache.keep('hash', knownOf('one'), 0, cache.generation());
    expect([cache.find('hash', 3_999)?.launch.id, cache.find('hash', 4_000)]).toEqual(['one', undefined]);
  });

  it.each(['one', 'another', undefined])('keeps nothing read before %s was forgotten', (launchId) => {
    const cache = createSessionCache();
    const generation = cache.generation();
    cache.forget(launchId);
    cache.keep('hash', knownOf('one'), 0, generation);
    expect([cache.find('hash', 0), cache.findByKey('key-one')]).toEqual([undefined, undefined]);
    cache.keep('hash', knownOf('one'), 0, cache.generation());
    expect(cache.find('hash', 0)?.launch.id).toBe('one');
  });
});
