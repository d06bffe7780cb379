// The whole visit in two browsers: the clinician beside the chart, the patient on their own link. Both see and hear
// each other; whoever drops comes back; the end is told to both.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { comeInAsPatient, openLaunch } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const desk = (page: Page) => page.getByRole('region', { name: 'Visit', exact: true });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** A clinician in the chart with a visit of their own choice open. */
async function clinician(): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const person = await newPerson(browser);
  await openLaunch(stack, person.page, { patient: 'ada-martin' });
  return person;
}

/** Through the check-in to the waiting room. */
async function checkIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open this visit' }).first().click();
  await press(page, 'Start');
  await page.getByRole('heading', { name: 'Is this you?' }).waitFor();
  await press(page, 'Yes');
  await page.getByLabel('State').selectOption('MA');
  await page.getByLabel('What kind of place is it?').selectOption('home');
  await page.getByLabel(/^Street and town/).fill('12 Pine Street, Amesbury');
  await press(page, 'Next');
  await page.getByLabel('Phone number').fill('555 010 0199');
  await press(page, 'Next');
  await press(page, 'There is nobody');
  await press(page, 'I agree');
  await press(page, 'Turn them on');
  await press(page, 'This works');
  await press(page, 'Go to the waiting room');
  await page.getByRole('heading', { name: 'You are in the waiting room' }).waitFor();
}

/** A picture that moves arrives from the other side. */
async function seesOther(page: Page): Promise<void> {
  const video = page.locator('video[data-large]');
  await video.waitFor();
  await expect
    .poll(() => video.evaluate((element) => (element as HTMLVideoElement).videoWidth), { timeout: 30_000 })
    .toBeGreaterThan(0);
  const at = () => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
  const before = await at();
  await expect.poll(at, { timeout: 30_000 }).toBeGreaterThan(before);
}

describe('a visit', () => {
  it('goes from the chart over check-in and waiting room to the call and its end', async () => {
    const helen = await clinician();
    await desk(helen.page).getByRole('button', { name: 'Hold this appointment' }).first().click();
    await press(helen.page, 'Invite');
    await helen.page.getByRole('img', { name: /^Code that opens/ }).waitFor();
    expect(await lookOver(helen.page, 'visit-invite')).toEqual([]);

    const ada = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, ada.page, { username: 'ada-martin' });
    expect(await lookOver(ada.page, 'patient-visits')).toEqual([]);
    await checkIn(ada.page);
    expect(await lookOver(ada.page, 'patient-waiting')).toEqual([]);

    await desk(helen.page).getByText('The patient is waiting.').waitFor();
    await press(helen.page, /^Gate: /);
    expect(await lookOver(helen.page, 'visit-gate')).toEqual([]);
    await press(helen.page, /^Gate: open/);
    await press(helen.page, 'Let in');
    await press(helen.page, 'Let the patient in');
    await press(helen.page, 'Join now');
    await press(ada.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(ada.page)]);
    expect(await lookOver(helen.page, 'visit-call-clinician')).toEqual([]);
    expect(await lookOver(ada.page, 'visit-call-patient')).toEqual([]);

    await press(helen.page, 'End visit');
    await ada.page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
    await desk(helen.page).getByText('The visit has ended.').first().waitFor();
    expect([helen.errors, ada.errors]).toEqual([[], []]);
    await helen.context.close();
    await ada.context.close();
  });
});
