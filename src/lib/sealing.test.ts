import { describe, expect, it } from 'vitest';
import { readSealKey, seal, unseal } from './sealing.ts';

const KEY = Buffer.alloc(32, 0xfb).toString('base64');
const OTHER = Buffer.alloc(32, 1).toString('base64');

describe('sealed text', () => {
  it('opens with its key at its place, whatever the letters', async () => {
    const key = await readSealKey(KEY);
    const text = 'Schmerz seit 3 d – “stechend” 👩🏽‍⚕️ '.repeat(500);
    expect(await unseal(key, 'here', await seal(key, 'here', text))).toBe(text);
  });

  it('is given its key in either spelling of base64', async () => {
    const sealed = await seal(await readSealKey(KEY), 'here', 'text');
    const url = KEY.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    expect(url).not.toBe(KEY);
    expect(await unseal(await readSealKey(url), 'here', sealed)).toBe('text');
  });

  it('stays shut for another key, at another place, and when a byte was changed', async () => {
    const key = await readSealKey(KEY);
    const sealed = await seal(key, 'here', 'text');
    expect(await unseal(await readSealKey(OTHER), 'here', sealed)).toBe(null);
    expect(await unseal(key, 'there', sealed)).toBe(null);
    new Uint8Array(sealed.sealed)[0] = (new Uint8Array(sealed.sealed)[0] ?? 0) ^ 1;
    expect(await unseal(key, 'here', sealed)).toBe(null);
  });

  it('never uses a nonce twice, and holds no letter of the text', async () => {
    const key = await readSealKey(KEY);
    const made = await Promise.all(Array.from({ length: 50 }, () => seal(key, 'here', 'CANARY-IN-A-NOTE')));
    expect(new Set(made.map(({ nonce }) => nonce.join())).size).toBe(50);
    for (const { sealed } of made) expect(Buffer.from(sealed).toString('latin1')).not.toContain('CANARY');
  });

  it('refuses a key that is none', async () => {
    await expect(readSealKey('c2hvcnQ=')).rejects.toThrow();
  });
});
