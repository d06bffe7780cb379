import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastOf, EDGE_CONTRAST, TEXT_CONTRAST } from '#lib/contrast';

/** The light block stands first, the dark one in its media query; the doors have a sheet of their own. */
function schemesOf(file: string): Record<'light' | 'dark', Record<string, string>> {
  const sheet = readFileSync(new URL(file, import.meta.url), 'utf8');
  const [, light = '', dark = ''] = sheet.split(':root {');
  const read = (block: string) =>
    Object.fromEntries(
      [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [name, hex]),
    );
  return { light: read(light), dark: read(dark) };
}

const TEXTS = [
  ['ink', 'paper'],
  ['ink', 'ground'],
  ['ink', 'sunk'],
  ['ink', 'accent-wash'],
  ['ink', 'good-wash'],
  ['ink', 'care-wash'],
  ['ink', 'stop-wash'],
  ['soft', 'paper'],
  ['soft', 'ground'],
  ['soft', 'sunk'],
  ['soft', 'accent-wash'],
  ['accent', 'paper'],
  ['accent', 'ground'],
  ['accent', 'sunk'],
  ['accent', 'accent-wash'],
  ['on-accent', 'accent'],
  ['good', 'paper'],
  ['good', 'good-wash'],
  ['care', 'paper'],
  ['care', 'care-wash'],
  ['care', 'accent-wash'],
  ['stop', 'paper'],
  ['stop', 'stop-wash'],
  ['stop', 'accent-wash'],
] as const;
const EDGES = [
  ['edge', 'paper'],
  ['edge', 'ground'],
  ['accent', 'ground'],
] as const;

describe.each(['light', 'dark'] as const)('%s screens', (scheme) => {
  const tokens = schemesOf('./tokens.css')[scheme];
  const contrast = (front: string, back: string) => contrastOf(tokens[front] ?? '', tokens[back] ?? '');
  it.each(TEXTS)('%s can be read on %s', (front, back) =>
    expect(contrast(front, back)).toBeGreaterThanOrEqual(TEXT_CONTRAST),
  );
  it.each(EDGES)('%s can be seen on %s', (front, back) =>
    expect(contrast(front, back)).toBeGreaterThanOrEqual(EDGE_CONTRAST),
  );
});

describe.each(['light', 'dark'] as const)('%s doors', (scheme) => {
  const tokens = schemesOf('../../public/door.css')[scheme];
  it.each([
    ['ink', 'paper'],
    ['ink', 'ground'],
    ['soft', 'paper'],
    ['accent', 'paper'],
    ['on-accent', 'accent'],
  ])('%s can be read on %s', (front, back) =>
    expect(contrastOf(tokens[front] ?? '', tokens[back] ?? '')).toBeGreaterThanOrEqual(TEXT_CONTRAST),
  );
});
