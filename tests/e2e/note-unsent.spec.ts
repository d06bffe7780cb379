// Nothing typed into a note is lost: not by a killed tab, a cut line, a locked screen or another tab; and nothing of
// it can be read in the browser's own files.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, newPersonWithProfile, openBrowser } from '../fixtures/browser.ts';
import { findInFiles } from '../fixtures/canaries.ts';
import { crash } from '../fixtures/kill-tabs.ts';
import { moveClocks, restoreClocks } from '../fixtures/moved-clocks.ts';
import {
  beginNote,
  fieldOf,
  holdVisit,
  holdVisitAs,
  noteOf,
  press,
  readKept,
  waitForSaved,
} from '../fixtures/note-stage.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { logIn } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  restoreClocks();
  await browser.close();
  await stack.close();
});

const CANARY = 'heliotrope-canary-of-a-note';
const SAVES = '**/note/save';

/** The server cannot be reached for storing; all else goes on. */
const cutSaves = (page: Page) => page.route(SAVES, (route) => route.abort());
const mendSaves = (page: Page) => page.unroute(SAVES);
const waitForTrouble = (page: Page) => noteOf(page).getByText('Not saved: working on it').first().waitFor();
const kept = async (page: Page) => (await readKept(page)).texts;

describe('text of a note that is not stored yet', () => {
  it('comes back after a line that was cut, and after a tab that died meanwhile, and cannot be read there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'webside-profile-'));
    const person = await newPersonWithProfile(folder);
    await holdVisitAs(stack, person.page, 'benjamin-okafor');
    await beginNote(person.page);
    expect(await kept(person.page)).toBe(0);
    await person.context.setOffline(true);
    await fieldOf(person.page, 'Assessment').fill(`Cut off: ${CANARY}`);
    await waitForTrouble(person.page);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const held = await readKept(person.page);
    expect(held.texts).toBe(1);
    expect(held.all).not.toContain(CANARY);
    expect(await lookOver(person.page, 'note-not-saved')).toEqual([]);
    await person.context.setOffline(false);
    await waitForSaved(person.page);
    await expect.poll(() => kept(person.page)).toBe(0);

    await person.context.setOffline(true);
    await fieldOf(person.page, 'Plan').fill(`Died: ${CANARY}`);
    await waitForTrouble(person.page);
    const address = person.page.url();
    await crash(person.page);
    await person.context.setOffline(false);
    const next = await person.context.newPage();
    await next.goto(address);
    await waitForSaved(next);
    expect(await fieldOf(next, 'Assessment').inputValue()).toBe(`Cut off: ${CANARY}`);
    expect(await fieldOf(next, 'Plan').inputValue()).toBe(`Died: ${CANARY}`);
    await expect.poll(() => kept(next)).toBe(0);

    await cutSaves(next);
    await fieldOf(next, 'History').fill(`Left behind: ${CANARY}`);
    await waitForTrouble(next);
    expect(await kept(next)).toBe(1);
    await press(next, /^Log out$/);
    await next.getByRole('heading', { name: 'You are logged out' }).waitFor();
    expect(await kept(next)).toBe(0);
    await person.context.close();
    expect(await findInFiles(folder, [CANARY])).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  it('waits behind the lock, unseen, and is there again for the person who unlocks', async () => {
    const helen = await holdVisit(stack, browser, 'grace-oyelaran');
    const { page } = helen;
    await beginNote(page);
    await cutSaves(page);
    await fieldOf(page, 'Assessment').fill(`Locked in: ${CANARY}`);
    await waitForTrouble(page);
    moveClocks(16 * 60_000);
    await page.getByRole('heading', { name: 'This screen is locked' }).waitFor();
    expect(await page.content()).not.toContain(CANARY);
    expect(await kept(page)).toBe(1);
    await mendSaves(page);
    await press(page, 'Unlock');
    await logIn(page, 'helen-brooks');
    await waitForSaved(page);
    expect(await fieldOf(page, 'Assessment').inputValue()).toBe(`Locked in: ${CANARY}`);
    await expect.poll(() => kept(page)).toBe(0);
    await helen.context.close();
  });

  it('stands beside what another tab stored, until a person chose', async () => {
    const helen = await holdVisit(stack, browser, 'john-ellis');
    const { page } = helen;
    await beginNote(page);
    const other = await helen.context.newPage();
    await other.goto(page.url());
    await fieldOf(other, 'Plan').waitFor();
    await cutSaves(page);
    await fieldOf(page, 'Plan').fill('Text of the first tab');
    await waitForTrouble(page);
    await fieldOf(other, 'Plan').fill('Text of the second tab');
    await fieldOf(other, 'Assessment').fill('Only in the second');
    await waitForSaved(other);
    await mendSaves(page);
    await noteOf(page).getByRole('heading', { name: 'Two texts of this note' }).waitFor();
    const panel = noteOf(page).getByRole('group', { name: 'Plan' });
    await panel.getByText('Text of the first tab').waitFor();
    await panel.getByText('Text of the second tab').waitFor();
    expect(await lookOver(page, 'note-rival')).toEqual([]);
    // The other tab is told as well, and cannot sign before somebody looked.
    await noteOf(other).getByRole('heading', { name: 'Two texts of this note' }).waitFor();
    await noteOf(page).getByRole('group', { name: 'Assessment' }).getByLabel('The other page’s').check();
    await press(noteOf(page), 'Go on with this text');
    await waitForSaved(page);
    expect(await fieldOf(page, 'Plan').inputValue()).toBe('Text of the first tab\n\nText of the second tab');
    await expect
      .poll(() => fieldOf(other, 'Plan').inputValue(), { timeout: 30_000 })
      .toBe('Text of the first tab\n\nText of the second tab');
    expect(await fieldOf(other, 'Assessment').inputValue()).toBe('Only in the second');
    await helen.context.close();
  });

  it('that was typed while another tab signed stays on the page', async () => {
    const helen = await holdVisit(stack, browser, 'priya-raman');
    const { page } = helen;
    await beginNote(page);
    await fieldOf(page, 'Assessment').fill('Signed by the other tab');
    await waitForSaved(page);
    const other = await helen.context.newPage();
    await other.goto(page.url());
    await waitForSaved(other);
    await cutSaves(page);
    await fieldOf(page, 'Plan').fill('Too late for the note');
    await waitForTrouble(page);
    await press(noteOf(other), 'Review and sign');
    await press(noteOf(other), 'Sign and send to chart');
    await noteOf(other).getByRole('heading', { name: 'Signed note' }).waitFor();
    await mendSaves(page);
    await noteOf(page)
      .getByText(/^This text was not saved before the note was signed/)
      .waitFor();
    await noteOf(page).getByText('Too late for the note').waitFor();
    expect(await lookOver(page, 'note-left-over')).toEqual([]);
    await helen.context.close();
  });
});

describe('a browser that keeps nothing', () => {
  it('loses no text while the server is there, and says so when it is not', async () => {
    const helen = await holdVisit(stack, browser, 'ada-martin');
    const { page } = helen;
    await page.addInitScript(() => {
      const get = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(window, 'indexedDB', { get });
    });
    await page.reload();
    await beginNote(page);
    await fieldOf(page, 'Assessment').fill('Stored all the same');
    await waitForSaved(page);
    const warning = noteOf(page).getByText(/^This browser keeps nothing of what is not saved yet\./);
    expect(await warning.count()).toBe(0);
    await cutSaves(page);
    await fieldOf(page, 'Plan').fill('In this window alone');
    await waitForTrouble(page);
    await warning.waitFor();
    await mendSaves(page);
    await waitForSaved(page);
    await page.reload();
    await waitForSaved(page);
    expect(await fieldOf(page, 'Plan').inputValue()).toBe('In this window alone');
    await helen.context.close();
  });
});

describe('a signature whose answer was lost', () => {
  it('is asked for, not repeated', async () => {
    const helen = await holdVisit(stack, browser, 'walter-nakamura');
    const { page } = helen;
    await beginNote(page);
    await fieldOf(page, 'Assessment').fill('Answer lost');
    await press(noteOf(page), 'Review and sign');
    let signatures = 0;
    await page.route('**/note/sign', async (route) => {
      signatures += 1;
      await route.fetch();
      await route.abort();
    });
    await press(noteOf(page), 'Sign and send to chart');
    await noteOf(page).getByRole('heading', { name: 'Signed note' }).waitFor();
    expect(signatures).toBe(1);
    expect(await noteOf(page).getByRole('heading', { name: 'Signed note' }).count()).toBe(1);
    await helen.context.close();
  });
});
