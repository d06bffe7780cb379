// Windows, tabs and the ways between them: each launch keeps its own patient, a way in works once, and
// logging out leaves nothing behind.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bannerOf,
  launchIdIn,
  openCapabilities,
  openInChart,
  openInWindow,
  openLaunch,
} from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

describe('a window of its own', () => {
  it('opens from the pad; reloading and coming back to the callback lands on the live session', async () => {
    const { page, context, errors } = await newPerson(browser);
    const callbacks: string[] = [];
    context.on('request', (request) => {
      if (request.url().includes('/smart/callback/')) callbacks.push(request.url());
    });
    const opened = await openInWindow(stack, page, { patient: 'ada-martin' });
    await bannerOf(opened).getByText('MARTIN, Ada').waitFor();
    const address = opened.url();
    await openCapabilities(opened);
    expect(await lookOver(opened, 'capabilities-in-window')).toEqual([]);
    await opened.reload();
    await bannerOf(opened).getByText('MARTIN, Ada').waitFor();
    const callback = callbacks[0] ?? '';
    expect(callback).toContain('code=');
    for (const how of ['goto', 'reload'] as const) {
      await (how === 'goto' ? opened.goto(callback) : opened.reload());
      await bannerOf(opened).getByText('MARTIN, Ada').waitFor();
      expect(opened.url()).toBe(address);
    }
    expect(errors).toEqual([]);

    const stranger = await newPerson(browser);
    await stranger.page.goto(callback);
    expect(await heading(stranger.page).textContent()).toBe('This sign-in was already used');
    expect(await stranger.page.content()).not.toContain('Martin');
    expect(await lookOver(stranger.page, 'error-state-used')).toEqual([]);
    await stranger.context.close();
    await context.close();
  });

  it('keeps two patients in two tabs apart, whatever cookie is shown', async () => {
    const { page, context } = await newPerson(browser);
    await openLaunch(stack, page, { patient: 'john-ellis' });
    const other = await context.newPage();
    await openLaunch(stack, other, { patient: 'jon-ellis' });
    for (const tab of [page, other]) await tab.reload();
    await bannerOf(page).getByText('09-May-1972').waitFor();
    await bannerOf(other).getByText('05-Sep-1972').waitFor();

    const cookies = await context.cookies(stack.appUrl);
    const cookieOf = (tab: Page) => cookies.find(({ name }) => name === `__Host-ws-${launchIdIn(tab)}`);
    const [first, second] = [cookieOf(page), cookieOf(other)];
    if (!first || !second) throw new Error('A launch has no cookie.');
    await context.addCookies([
      { ...first, value: second.value },
      { ...second, value: first.value },
    ]);
    for (const tab of [page, other]) {
      await tab.reload();
      expect(await heading(tab).textContent()).toBe('This page belongs to another launch');
      expect(await tab.content()).not.toMatch(/Ellis/i);
    }
    expect(await lookOver(page, 'error-session-mismatch')).toEqual([]);
    await context.addCookies([first, second]);
    await page.goto(`${stack.appUrl}/l/${launchIdIn({ url: () => `/l/${first.name.slice(10)}/` })}/`);
    await bannerOf(page).getByText('09-May-1972').waitFor();
    await context.close();
  });

  it('does not open a launch for a browser that holds the key of another', async () => {
    const { page, context } = await newPerson(browser);
    await openLaunch(stack, page, { patient: 'john-ellis' });
    const stranger = await newPerson(browser);
    await openLaunch(stack, stranger.page, { patient: 'jon-ellis' });
    await stranger.page.goto(page.url());
    expect(await heading(stranger.page).textContent()).toBe('You are not signed in here');
    expect(await stranger.page.content()).not.toMatch(/Ellis/i);
    expect(await lookOver(stranger.page, 'error-session-none')).toEqual([]);
    await stranger.context.close();
    await context.close();
  });
});

it('hands the launch over from the frame to its own window, once', async () => {
  const { page, context, errors } = await newPerson(browser);
  const frame = await openInChart(stack, page, { patient: 'priya-raman' });
  const code = context
    .waitForEvent(
      'request',
      (request) =>
        request.method() === 'POST' && request.url().endsWith('/handoff') && !request.url().includes('/api/'),
    )
    .then((request) => new URLSearchParams(request.postData() ?? '').get('code') ?? '');
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    frame.getByRole('button', { name: 'Open in its own window' }).click(),
  ]);
  await bannerOf(opened).getByText('RAMAN, Priya').waitFor();
  expect(launchIdIn(opened)).toBe(launchIdIn(frame));
  await frame.getByText('Opened in its own window.').waitFor();
  await bannerOf(frame).getByText('RAMAN, Priya').waitFor();
  expect(errors).toEqual([]);

  expect(await code).toMatch(/^[A-Za-z0-9_-]{40,}$/);
  expect(opened.url()).not.toContain(await code);
  await opened.evaluate(
    ([action, value]) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = action;
      const field = document.createElement('input');
      field.name = 'code';
      field.value = value;
      form.append(field);
      document.body.append(form);
      form.submit();
    },
    [`${stack.appUrl}/l/${launchIdIn(opened)}/handoff`, await code] as const,
  );
  await opened.waitForURL(/\/launch\/error\.html/);
  expect(await heading(opened).textContent()).toBe('You are not signed in here');
  await context.close();
});

describe('logging out', () => {
  it('leaves nothing, not by the back button and not in another tab of the launch', async () => {
    const { page, context } = await newPerson(browser);
    await openLaunch(stack, page, { patient: 'grace-oyelaran' });
    const address = page.url();
    const other = await context.newPage();
    await other.goto(`${address}capabilities`);
    await bannerOf(other).getByText('OYELARAN, Grace').waitFor();
    await page.goto(`${address}capabilities`);
    await bannerOf(page).getByText('OYELARAN, Grace').waitFor();

    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
    expect(await lookOver(page, 'logged-out')).toEqual([]);
    await other.getByRole('heading', { name: 'You are logged out' }).waitFor({ timeout: 10_000 });
    expect(await other.content()).not.toMatch(/Oyelaran/i);
    await page.goBack();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await heading(page).textContent()).toMatch(/logged out|not signed in/);
    expect(await page.content()).not.toMatch(/Oyelaran/i);
    await page.goto(address);
    expect(await heading(page).textContent()).toMatch(/logged out|not signed in/);
    const cookies = await context.cookies(stack.appUrl);
    expect(cookies.filter(({ name }) => name === `__Host-ws-${launchIdIn({ url: () => address })}`)).toEqual(
      [],
    );
    await context.close();
  });

  it('everywhere ends the other browser too, and nobody else', async () => {
    const [here, there, colleague] = await Promise.all([1, 2, 3].map(() => newPerson(browser)));
    if (!here || !there || !colleague) throw new Error('three browsers');
    await openLaunch(stack, here.page, { patient: 'ada-martin' });
    await openLaunch(stack, there.page, { patient: 'naomi-fields' });
    await openLaunch(stack, colleague.page, { person: 'marcus-reed', patient: 'ada-martin' });
    await bannerOf(there.page).getByText('FIELDS, Naomi').waitFor();
    await here.page.getByRole('button', { name: 'Log out everywhere' }).click();
    await here.page.getByRole('heading', { name: 'You are logged out' }).waitFor();
    await there.page.getByRole('heading', { name: 'You are logged out' }).waitFor({ timeout: 10_000 });
    expect(await there.page.content()).not.toMatch(/Fields/);
    await colleague.page.reload();
    await bannerOf(colleague.page).getByText('MARTIN, Ada').waitFor();
    for (const { context } of [here, there, colleague]) await context.close();
  });
});
