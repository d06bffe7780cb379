// A screen left alone: a warning after 13 minutes that a key can answer, the lock after 15 that takes every
// word about the patient away, and the EHR's identity check that opens it for the same person alone.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { moveClocks, restoreClocks } from '../fixtures/moved-clocks.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bannerOf,
  comeInAsPatient,
  launchIdIn,
  logIn,
  openInChart,
  openLaunch,
} from '../fixtures/ways-in.ts';

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

const MINUTE = 60_000;
const warning = (page: Page): Locator => page.getByRole('alertdialog', { name: 'Are you still there?' });
const locked = (page: Page): Locator => page.getByRole('heading', { name: 'This screen is locked' });

/** What the app answers this browser, as a status. */
const ask = (page: Page, path: string): Promise<number> =>
  page.evaluate(
    (address) => fetch(address).then(({ status }) => status),
    `/l/${launchIdIn(page)}/api/${path}`,
  );

/** Time goes by and nobody touches anything; the page hears of it by its next poll. */
async function leaveAlone(page: Page, minutes: number): Promise<void> {
  const heard = page.waitForResponse((response) => response.url().endsWith('/api/session'));
  moveClocks(minutes * MINUTE);
  // A window that comes back into sight polls at once: no input, only sooner than the seconds between polls.
  const comeIntoSight = () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  const nudge = setInterval(() => {
    for (const frame of page.frames()) frame.evaluate(comeIntoSight).catch(() => undefined);
  }, 250);
  await heard.finally(() => clearInterval(nudge));
}

it('warns at 13 minutes and is answered by key, again and again', async () => {
  const { page, context, errors } = await newPerson(browser);
  await openLaunch(stack, page);
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  // A minute of room on either side of 13, for what a busy machine takes between the steps.
  await leaveAlone(page, 12);
  expect(await warning(page).count()).toBe(0);
  for (const key of ['Enter', 'Space', 'Escape']) {
    await leaveAlone(page, key === 'Enter' ? 1.2 : 13.2);
    await warning(page).waitFor();
    const stay = warning(page).getByRole('button', { name: 'Stay signed in' });
    await expect.poll(() => stay.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await warning(page).getByRole('timer').textContent()).toMatch(/^Locks in [01]:[0-5]\d$/);
    if (key === 'Enter') {
      // Behind the question everything is inert: the tab key stays inside.
      for (let press = 0; press < 4; press += 1) await page.keyboard.press('Tab');
      expect(
        await warning(page).evaluate(
          (dialog) => dialog.contains(document.activeElement) || document.activeElement === document.body,
        ),
      ).toBe(true);
      expect(await lookOver(page, 'idle-warning')).toEqual([]);
      await stay.focus();
    }
    await page.keyboard.press(key);
    await warning(page).waitFor({ state: 'detached' });
  }
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

it('tells a screen reader how long is left', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page);
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  await leaveAlone(page, 14.2);
  const spoken = warning(page).locator('[aria-live="assertive"]');
  await expect
    .poll(() => spoken.textContent())
    .toMatch(/^(One minute|\d+ seconds) until this screen locks\.$/);
  expect(await warning(page).getAttribute('aria-describedby')).not.toBe(null);
  await context.close();
});

it('locks at 15 minutes though it polls, and opens for the same person', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { patient: 'grace-oyelaran' });
  await bannerOf(page).getByText('OYELARAN, Grace').waitFor();
  // Polls go on all the while, in steps as a real quarter of an hour would bring them.
  for (const minutes of [7, 7]) await leaveAlone(page, minutes);
  await warning(page).waitFor();
  await leaveAlone(page, 1.1);
  await locked(page).waitFor();
  expect(await page.content()).not.toMatch(/Oyelaran|grace-oyelaran|100110/i);
  expect(await ask(page, 'banner')).toBe(423);
  expect(await lookOver(page, 'locked')).toEqual([]);
  await page.reload();
  await locked(page).waitFor();
  expect(await page.content()).not.toMatch(/Oyelaran|grace-oyelaran|100110/i);
  const address = page.url();

  // Somebody else at the same desk does not get in.
  await page.getByRole('button', { name: 'Unlock' }).click();
  await logIn(page, 'marcus-reed');
  await page.getByRole('heading', { name: 'Somebody else signed in' }).waitFor();
  expect(await page.content()).not.toMatch(/Oyelaran/i);
  expect(await lookOver(page, 'error-other-person')).toEqual([]);
  await page.goto(address);
  await locked(page).waitFor();
  expect(await ask(page, 'banner')).toBe(423);

  await page.getByRole('button', { name: 'Unlock' }).click();
  await logIn(page, 'helen-brooks');
  await bannerOf(page).getByText('OYELARAN, Grace').waitFor();
  expect(page.url()).toBe(address);
  expect(await ask(page, 'banner')).toBe(200);
  await context.close();
});

it('asks for the password although the EHR still knows who was there', async () => {
  const { page, context } = await newPerson(browser);
  await comeInAsPatient(stack, page, { username: 'priya-raman' });
  await page.getByRole('heading', { name: /signed in as Priya/ }).waitFor();
  await leaveAlone(page, 15.1);
  await locked(page).waitFor();
  expect(await page.content()).not.toMatch(/Priya/);
  expect(await lookOver(page, 'locked-patient')).toEqual([]);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  await logIn(page, 'priya-raman');
  await page.getByRole('heading', { name: /signed in as Priya/ }).waitFor();
  await context.close();
});

it('locks and unlocks inside the chart’s frame', async () => {
  const { page, context } = await newPerson(browser);
  const frame = await openInChart(stack, page, { patient: 'john-ellis' });
  await bannerOf(frame).getByText('ELLIS, John').waitFor();
  await leaveAlone(page, 15.1);
  await frame.getByRole('heading', { name: 'This screen is locked' }).waitFor();
  expect(await frame.content()).not.toMatch(/Ellis/i);
  expect(await lookOver(page, 'locked-in-chart', frame)).toEqual([]);
  await frame.getByRole('button', { name: 'Unlock' }).click();
  await frame.getByLabel('Log-in name').fill('helen-brooks');
  await frame.getByLabel('Password').fill('sandbox');
  await frame.getByRole('button', { name: 'Log in', exact: true }).click();
  await bannerOf(frame).getByText('ELLIS, John').waitFor();
  await context.close();
});

it('real input keeps the screen open without a question', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page);
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  await leaveAlone(page, 10);
  const told = page.waitForResponse((response) => response.url().endsWith('/api/activity'));
  await page.keyboard.press('Shift');
  expect((await told).status()).toBe(200);
  await leaveAlone(page, 10);
  expect(await warning(page).count()).toBe(0);
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  await context.close();
});
