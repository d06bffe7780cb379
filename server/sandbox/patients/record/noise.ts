// Believable scatter for measured values: the same seed gives the same numbers for ever.

/** Numbers in [0, 1), by mulberry32 seeded with a hash of the text. */
export function seededNoise(seed: string): () => number {
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A value around `middle`, at most `spread` away, nearer more often; as it would be printed. */
export function scattered(noise: () => number, middle: number, spread: number, decimals = 0): string {
  return (middle + (noise() + noise() - 1) * spread).toFixed(decimals);
}
