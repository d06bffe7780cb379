// A visit of a tenant whose calls go through Daily, in two browsers, where Daily's script and servers cannot be reached:
// both are told, and go on directly together. Daily's REST API stands at the wire.
import { HttpResponse, http } from 'msw';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, openBrowser } from '../fixtures/browser.ts';
import { atDaily, type DailyStand, startDaily, throughDaily } from '../fixtures/daily.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { bothAtTheDoor, press, seesOther } from '../fixtures/visit-clicks.ts';
import { comeByInvitation } from '../fixtures/visit-people.ts';

let daily: DailyStand;
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  daily = await startDaily();
  stack = await startStack(throughDaily(daily));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
  await daily.close();
});

describe('a visit through Daily', () => {
  it('goes on directly for both when Daily cannot be reached, at one press', async () => {
    const { clinician, patient } = await bothAtTheDoor(stack, browser, 'ada-martin');
    const asked = [clinician, patient].map(({ context, page }) => {
      const urls: string[] = [];
      page.on('request', (request) => urls.push(request.url()));
      return { urls, blocked: context.route(/daily\.co/, (route) => route.abort()) };
    });
    await Promise.all(asked.map(({ blocked }) => blocked));
    await patient.page.getByRole('button', { name: 'Join now' }).waitFor();
    const ofVendor = () =>
      asked.flatMap(({ urls }) => urls.filter((url) => /daily-(esm|js)|daily\.co/.test(url)));
    expect(ofVendor()).toEqual([]);

    await press(clinician.page, 'Join now');
    await press(patient.page, 'Join now');
    for (const { page } of [clinician, patient]) {
      await page.getByText('The video service did not answer.').waitFor();
      await page.getByText('Sound and picture go through Daily').waitFor();
    }
    expect(ofVendor().some((url) => url.includes('daily.co'))).toBe(true);
    expect(await lookOver(patient.page, 'visit-vendor-failed')).toEqual([]);
    await clinician.page.getByRole('button', { name: 'Go on by phone' }).first().waitFor();
    expect(await patient.page.getByRole('button', { name: 'Go on by phone' }).count()).toBe(0);

    // A guest is put out while Daily does not answer: nobody is told that they are gone before they are.
    const guests = clinician.page.getByRole('region', { name: 'Guests' });
    await clinician.page.getByRole('button', { name: 'Guests' }).click();
    await guests.getByLabel('Guest’s name').fill('Maria Ruiz');
    await guests.getByLabel('Comes as').selectOption({ label: 'Caregiver' });
    await press(clinician.page, 'Make an invitation');
    await comeByInvitation(stack, (await guests.locator('code').textContent()) ?? '');
    daily.use(http.post(atDaily('rooms/:name/eject'), () => HttpResponse.json({}, { status: 503 })));
    await guests.getByRole('button', { name: 'Let in: Maria Ruiz' }).click();
    await guests.getByRole('button', { name: 'Remove: Maria Ruiz' }).click();
    for (const { page } of [clinician, patient])
      await page.getByText('Maria Ruiz: removed, but the video service has not confirmed it').waitFor();
    expect(await lookOver(clinician.page, 'visit-still-there')).toEqual([]);
    daily.reset();
    for (const { page } of [clinician, patient])
      await page.getByText('has not confirmed it').waitFor({ state: 'detached' });

    await press(patient.page, 'Go on directly');
    await Promise.all([seesOther(clinician.page), seesOther(patient.page)]);
    await clinician.page.getByText('encrypted from end to end').waitFor();
    await press(clinician.page, 'End visit');
    await clinician.page.getByText('How the call went').click();
    await clinician.page.getByText('The video service did not answer.').first().waitFor();
    await expect
      .poll(() => stack.context.video.runClock().then(() => daily.rooms.size), { timeout: 20_000 })
      .toBe(0);
    for (const one of [clinician, patient]) await one.context.close();
  });
});
