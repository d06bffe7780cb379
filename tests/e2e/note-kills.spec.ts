// A tab that is killed in mid-note, again and again: what the server had acknowledged is there in the next tab, and
// what was typed since came back from the browser's own ciphertext.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../fixtures/browser.ts';
import { killTabs } from '../fixtures/kill-tabs.ts';
import { beginNote, fieldOf, holdVisit, readKept, waitForSaved } from '../fixtures/note-stage.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';

const KILLS = Number(process.env.WEBSIDE_TEST_KILLS ?? 10);
const SEED = Number(process.env.WEBSIDE_TEST_SEED ?? 5);

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

/** A reproducible chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

it('loses nothing that was acknowledged', { timeout: 120_000 + KILLS * 30_000 }, async () => {
  const helen = await holdVisit(stack, browser, 'ada-martin');
  await beginNote(helen.page);
  // The chart has no part in this story, and would be read at each of its tabs.
  await helen.context.route('**/api/chart', (route) => route.abort());
  await fieldOf(helen.page, 'Assessment').fill('Begun.');
  await waitForSaved(helen.page);
  const { figures, page } = await killTabs(helen.page, 'Assessment', KILLS, chance(SEED));
  process.stdout.write(`killed tabs, seed ${SEED}: ${JSON.stringify(figures)}\n`);
  expect(figures).toMatchObject({ kills: KILLS, acknowledgedLost: 0 });
  await expect.poll(async () => (await readKept(page)).texts).toBe(0);
  await helen.context.close();
});
