// The faults that patients of other products report most, each by its name: stranded, cannot rejoin, second device,
// reload in the middle. And a whole visit without a mouse.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { checkIn, desk, holdOwn, press, seesOther } from '../fixtures/visit-clicks.ts';
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

async function held(patient: string): Promise<BrowserPerson> {
  const helen = await newPerson(browser);
  await openLaunch(stack, helen.page, { patient });
  await holdOwn(helen.page);
  return helen;
}

async function patientOf(username: string): Promise<BrowserPerson> {
  const at = await newPerson(browser, { viewport: NARROW });
  await comeInAsPatient(stack, at.page, { username });
  return at;
}

async function letIn(page: Page): Promise<void> {
  await desk(page).getByRole('button', { name: 'Let in' }).click();
  await press(page, 'Let the patient in');
}

describe('named regressions', () => {
  it('stranded after cancel, and the waiting room breaks on a status change: called off, booked again, waited again', async () => {
    const helen = await held('ada-martin');
    const ada = await patientOf('ada-martin');
    await checkIn(ada.page);
    await helen.page.getByText('More steps').click();
    await press(helen.page, 'Cancel visit');
    await ada.page.getByRole('heading', { name: 'This visit was cancelled' }).waitFor();
    await press(helen.page, 'Book again');
    // The page that was told of the cancellation follows by itself; nobody opens a link anew.
    await press(ada.page, 'Start');
    await press(ada.page, 'Go to the waiting room');
    await ada.page.getByRole('heading', { name: 'You are in the waiting room' }).waitFor();
    await desk(helen.page).getByText('The patient is waiting.').waitFor();
    for (const { context } of [helen, ada]) await context.close();
  });

  it('second device, clinician reload mid-call, cannot rejoin: each finds the way back into the call', async () => {
    const helen = await held('benjamin-okafor');
    const phone = await patientOf('benjamin-okafor');
    await checkIn(phone.page);
    await letIn(helen.page);
    await press(helen.page, 'Join now');
    await press(phone.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(phone.page)]);

    await helen.page.reload();
    await press(helen.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(phone.page)]);

    const tablet = await patientOf('benjamin-okafor');
    await tablet.page.getByRole('link', { name: 'Open this visit' }).first().click();
    await press(tablet.page, 'Join now');
    await phone.page.getByText('You are in this visit on another device').waitFor();
    await Promise.all([seesOther(helen.page), seesOther(tablet.page)]);
    // Back on the first one, by their own press.
    await press(phone.page, 'Use it here');
    await press(phone.page, 'Join now');
    await tablet.page.getByText('You are in this visit on another device').waitFor();
    await Promise.all([seesOther(helen.page), seesOther(phone.page)]);
    for (const { context } of [helen, phone, tablet]) await context.close();
  });
});

/** Tabs to the control of that name and presses it. */
async function byKey(page: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  const wanted = page.getByRole('button', { name }).or(page.getByRole('link', { name })).first();
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

async function tabTo(page: Page, wanted: ReturnType<Page['locator']>): Promise<void> {
  await wanted.waitFor();
  // Chart, note and charge stand between the call and the bar of the visit.
  for (let turn = 0; turn < 250; turn += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The keyboard does not reach it.');
}

describe('a visit by keyboard alone', () => {
  it('from check-in to the end', async () => {
    const helen = await newPerson(browser);
    await openLaunch(stack, helen.page, { patient: 'john-ellis' });
    await byKey(helen.page, /^(Another visit|Hold a visit that is in neither)$/);
    await desk(helen.page).getByText('Booked.').waitFor();
    const john = await patientOf('john-ellis');
    const { page } = john;
    const type = async (label: string | RegExp, text: string) => {
      await tabTo(page, page.getByLabel(label));
      await page.keyboard.type(text);
    };
    await byKey(page, 'Open this visit');
    await byKey(page, 'Start');
    await byKey(page, 'Yes');
    await type('State', 'Massachusetts');
    await type('What kind of place is it?', 'My home');
    await byKey(page, 'Next');
    await byKey(page, 'None of these');
    await type('Phone number', '555 010 0199');
    await byKey(page, 'Next');
    await byKey(page, 'There is nobody');
    await byKey(page, 'I agree');
    await byKey(page, 'Go on without checking');
    await byKey(page, 'Go to the waiting room');
    await page.getByRole('heading', { name: 'You are in the waiting room' }).waitFor();

    await byKey(helen.page, 'Let in');
    await byKey(helen.page, 'Let the patient in', 'Space');
    await byKey(helen.page, 'Join now');
    await byKey(page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(page)]);
    await byKey(page, 'Leave the call', 'Space');
    await byKey(page, 'Join now');
    await byKey(helen.page, 'End visit');
    await page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
    expect([helen.errors, john.errors]).toEqual([[], []]);
    for (const { context } of [helen, john]) await context.close();
  });
});
