import { describe, expect, it } from 'vitest';
import type { CredentialsView } from '#domain/licensure';
import { readWhole } from './read-whole.ts';

type Line = CredentialsView['credentials'][number];
const lines = (count: number) => Array.from({ length: count }, (_, n) => ({ credentialId: `c${n}` }) as Line);

/** A register that tells two lines at once, as long as `lengths` says at each question; the last one stays. */
function registerOf(...lengths: number[]) {
  const asked: number[] = [];
  const ask = async (from: number) => {
    const length = lengths[Math.min(asked.length, lengths.length - 1)] ?? 0;
    asked.push(from);
    return { credentials: lines(length).slice(from, from + 2), total: length };
  };
  return { asked, read: async () => (await readWhole(ask))?.map(({ credentialId }) => credentialId) ?? null };
}

describe('a whole register', () => {
  it.each([
    [0, [0]],
    [2, [0]],
    [3, [0, 2]],
    [5, [0, 2, 4]],
  ])('of %i lines is read to its end, and asked no further', async (length, wanted) => {
    const register = registerOf(length);
    expect(await register.read()).toEqual(lines(length).map(({ credentialId }) => credentialId));
    expect(register.asked).toEqual(wanted);
  });

  it('that became longer or shorter meanwhile is read anew', async () => {
    for (const change of [4, 2]) {
      const register = registerOf(3, change);
      expect((await register.read())?.length).toBe(change);
      expect(register.asked.slice(0, 3)).toEqual([0, 2, 0]);
    }
  });

  it('that does not hold still is not told as if it were whole', async () => {
    const register = registerOf(...Array.from({ length: 20 }, (_, n) => 10 + n));
    expect(await register.read()).toBeNull();
    expect(register.asked).toEqual([0, 2, 0, 2, 0, 2]);
  });
});
