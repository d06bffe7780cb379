import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, lengthPrefixed } from './cipher.ts';

const key = Buffer.alloc(32, 7);
const binding = ['notes', 'body', 'n1', 't1', 'k1'];
const plain = Buffer.from('Blood pressure 128/82, no complaint');

describe('encrypt and decrypt', () => {
  it('give back any bytes, the empty ones too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.array(fc.string()), (bytes, bound) => {
        expect(decrypt(key, bound, encrypt(key, bound, Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('never use a nonce twice in 100,000 encryptions', () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 100_000; count++)
      nonces.add(encrypt(key, binding, plain).split('.')[0] ?? '');
    expect(nonces.size).toBe(100_000);
  });

  it('refuse every single flipped bit, in the bytes and in the text', () => {
    const text = encrypt(key, binding, plain);
    const [nonce = '', body = ''] = text.split('.');
    for (const [at, part] of [nonce, body].entries()) {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = flipped.toString('base64url');
        expect(decrypt(key, binding, at === 0 ? `${changed}.${body}` : `${nonce}.${changed}`)).toBeNull();
      }
    }
    for (let bit = 0; bit < text.length * 8; bit++) {
      const characters = Buffer.from(text);
      characters[bit >> 3] = (characters[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decrypt(key, binding, characters.toString('latin1'))).toBeNull();
    }
    expect(decrypt(key, binding, text)).toEqual(plain);
  });

  it('refuse truncation, additions, another key, another binding, and what is no such text', () => {
    const text = encrypt(key, binding, plain);
    for (let length = 0; length < text.length; length++)
      expect(decrypt(key, binding, text.slice(0, length))).toBeNull();
    for (const wrong of [`${text}A`, `${text}=`, `${text}.`, ` ${text}`, '', '.', 'a.b', '..'])
      expect(decrypt(key, binding, wrong)).toBeNull();
    expect(decrypt(Buffer.alloc(32, 8), binding, text)).toBeNull();
    for (const at of binding.keys()) expect(decrypt(key, binding.with(at, 'x'), text)).toBeNull();
    expect(decrypt(key, binding.slice(1), text)).toBeNull();
  });
});

describe('lengthPrefixed', () => {
  it('has another result for every other list', () => {
    expect(lengthPrefixed(['ab', 'c'])).not.toEqual(lengthPrefixed(['a', 'bc']));
    expect(lengthPrefixed(['', 'a'])).not.toEqual(lengthPrefixed(['a', '']));
    expect(lengthPrefixed(['a'])).not.toEqual(lengthPrefixed(['a', '']));
    const lists = fc.array(fc.string());
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(lengthPrefixed(one).equals(lengthPrefixed(other))).toBe(same);
      }),
    );
  });
});
