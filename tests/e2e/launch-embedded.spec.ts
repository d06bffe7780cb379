// A clinician opens Webside inside the chart: another site's frame, third-party cookies blocked.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser, WIDE } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bannerOf,
  clickWay,
  openCapabilities,
  openInChart,
  openPad,
  waitForApp,
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

describe('in the chart', () => {
  it('opens for the right person and the right patient, and asks no third host', async () => {
    const { page, context, hosts, errors } = await newPerson(browser);
    await openPad(stack, page, { person: 'amara-diallo', patient: 'lucia-herrera' });
    expect(await lookOver(page, 'pad')).toEqual([]);
    await clickWay(page, 'wide');
    const frame = await waitForApp(stack, page);
    const banner = frame.getByRole('region', { name: 'Patient' });
    await banner.getByText('Herrera').waitFor();
    expect(await banner.textContent()).toMatch(/Lucía/);
    await frame.getByRole('heading', { level: 1, name: 'Chart' }).waitFor();
    await openCapabilities(frame);
    await frame.getByText('Amara Diallo').first().waitFor();
    await frame.getByText('Practitioner/amara-diallo').waitFor();
    await frame.getByText('Patient lucia-herrera').waitFor();
    expect(await lookOver(page, 'capabilities-in-chart', frame)).toEqual([]);
    expect([...hosts].sort()).toEqual([new URL(stack.sandboxUrl).host, new URL(stack.appUrl).host].sort());
    expect(errors).toEqual([]);
    await context.close();
  });

  it('opens in a side panel of 400 px', async () => {
    const { page, context, errors } = await newPerson(browser);
    const frame = await openInChart(stack, page, { patient: 'benjamin-okafor', way: 'side' });
    await frame.getByRole('region', { name: 'Patient' }).getByText('Okafor').waitFor();
    expect(await frame.evaluate(() => window.innerWidth)).toBe(400);
    await frame.getByText(/^\d+ of \d+ lists read/).waitFor();
    expect(await lookOver(page, 'chart-in-side-panel', frame, [WIDE])).toEqual([]);
    await openCapabilities(frame);
    expect(await lookOver(page, 'capabilities-in-side-panel', frame, [WIDE])).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('works although the browser blocks third-party cookies', async () => {
    const { page, context } = await newPerson(browser);
    const frame = await openInChart(stack, page);
    const kept = await frame.evaluate(() => {
      Reflect.set(document, 'cookie', 'ordinary=1; Secure; SameSite=None; Path=/');
      return document.cookie.includes('ordinary');
    });
    expect(kept).toBe(false);
    const names = (await context.cookies()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('__Host-ws-')).length).toBeGreaterThan(0);
    await context.close();
  });
});

it('offers a window of its own where the frame keeps no cookie at all', async () => {
  const { page, context } = await newPerson(browser);
  // A browser that keeps nothing inside frames: what the door sets there is thrown away.
  await page.route('**/launch/ehr.html*', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const { 'set-cookie': _, ...headers } = response.headers();
    await context.clearCookies({ name: /^__Host-ws-login-/ });
    await route.fulfill({ response, headers });
  });
  await openPad(stack, page, { patient: 'ada-martin' });
  await clickWay(page, 'wide');
  const chart = page.frameLocator('iframe[title="Webside"]');
  await chart.getByRole('heading', { name: 'This frame does not let Webside sign you in' }).waitFor();
  const frame = page.frames().find((one) => one.url().startsWith(stack.appUrl));
  expect(await lookOver(page, 'error-cookie-blocked', frame)).toEqual([]);
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    chart.getByRole('link', { name: 'Open in its own window' }).click(),
  ]);
  await bannerOf(opened).getByText('MARTIN, Ada').waitFor();
  await context.close();
});
