// An EHR that gives less than it could: each thing it withholds has its own sight, with the reason and, where
// somebody can change it, the sentence to send.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bannerOf,
  doorUrl,
  giveAccess,
  logIn,
  openCapabilities,
  openInWindow,
  openLaunch,
  waitForChart,
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

/** One line of the capability table. */
const lineOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
const notice = (page: Page, text: string) => page.getByRole('listitem').getByText(text);
/** One line each above the chart. */
const stripOf = (page: Page): Locator => page.getByRole('region', { name: 'Good to know about this launch' });
const encounter = 'ada-martin-video-visit';

it('a scope: the lines are off, named together, and the banner does not guess', async () => {
  const { page, context } = await newPerson(browser);
  const options = async (pad: Page) => {
    await pad.getByRole('checkbox', { name: 'AllergyIntolerance' }).check();
    await pad.getByLabel('Withhold also').fill('Coverage');
    expect(await lookOver(pad, 'pad-for-engineers')).toEqual([]);
  };
  const opened = await openInWindow(stack, page, { options });
  await bannerOf(opened).getByText('Allergies: this EHR does not let Webside read them').waitFor();
  await stripOf(opened).getByText('2 things are withheld by this EHR.').waitFor();
  await openCapabilities(opened);
  for (const [name, scope] of [
    ['Allergies', 'user/AllergyIntolerance.s'],
    ['Insurance coverage', 'user/Coverage.s'],
  ]) {
    const line = lineOf(opened, name ?? '');
    await line.getByText('Off', { exact: true }).waitFor();
    await line.getByText(`The EHR did not grant ${scope}.`).waitFor();
    await line.getByText(`Please grant Webside the scope ${scope} at Sandbox General`).waitFor();
  }
  await lineOf(opened, 'Problems').getByText('Works', { exact: true }).waitFor();
  await notice(opened, '2 lines are off or in part').waitFor();
  await opened.getByRole('button', { name: 'Show them' }).click();
  await opened.getByText('2 lines of 20').waitFor();
  expect(await lineOf(opened, 'Problems').count()).toBe(0);
  expect(await lookOver(opened, 'withheld-scope')).toEqual([]);
  await context.close();
});

it('the scope for the name: the banner says that it cannot be read here', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { encounter, options: { withholdScopes: ['Patient'] } });
  await bannerOf(page).getByText('This EHR does not let Webside read the patient’s name.').waitFor();
  await page.getByText('11 of 11 lists read').waitFor();
  expect(await page.content()).not.toContain('Martin');
  expect(await lookOver(page, 'withheld-name')).toEqual([]);
  await context.close();
});

it('the encounter', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page);
  await stripOf(page).getByText('The EHR named no visit of its own.').waitFor();
  await stripOf(page).getByRole('link', { name: 'Details, and what to ask for' }).click();
  await notice(page, 'The EHR named no encounter. Reading works').waitFor();
  await lineOf(page, 'Encounter').getByText('send the encounter (scope launch/encounter)').waitFor();
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  expect(await lookOver(page, 'withheld-encounter')).toEqual([]);
  await context.close();
});

it('the patient: no banner, no reading, and what to do instead', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { patient: '' });
  await notice(page, 'Open Webside from inside a patient’s chart.').waitFor();
  await page.getByText('no patient', { exact: true }).waitFor();
  await lineOf(page, 'Patient').getByText('Off', { exact: true }).waitFor();
  expect(await bannerOf(page).count()).toBe(0);
  expect(await lookOver(page, 'withheld-patient')).toEqual([]);
  await context.close();
});

it('the refresh token', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { encounter, options: { noRefreshToken: true } });
  await stripOf(page).getByText('open Webside again from the chart.').waitFor();
  await openCapabilities(page);
  await notice(page, 'The EHR gave no refresh token.').waitFor();
  await lineOf(page, 'Renewing access without a new launch')
    .getByText('Please allow Webside at Sandbox General to receive a refresh token')
    .waitFor();
  expect(await lookOver(page, 'withheld-refresh-token')).toEqual([]);
  await context.close();
});

it('who came in (fhirUser): no role, and the sentence goes to the EHR', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { encounter, options: { noFhirUser: true } });
  await stripOf(page).getByText('You have no role here.').waitFor();
  await waitForChart(page);
  expect(await lookOver(page, 'withheld-role-above-the-chart')).toEqual([]);
  await openCapabilities(page);
  await page.getByText('You have no role in Webside at Sandbox General').waitFor();
  await page.getByText('because the EHR did not say who you are').waitFor();
  await page.getByText('Send this sentence to the EHR’s analyst at your clinic:').waitFor();
  await notice(page, 'no fhirUser').waitFor();
  await lineOf(page, 'Who came in').getByText('scopes openid and fhirUser').waitFor();
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  expect(await lookOver(page, 'withheld-fhir-user')).toEqual([]);
  await context.close();
});

it('the word on its own banner: ours is shown either way', async () => {
  const { page, context } = await newPerson(browser);
  for (const [needPatientBanner, words] of [
    [undefined, 'not announced; Webside shows its own'],
    [true, 'not announced; Webside shows its own'],
    [false, 'shown by the EHR; Webside shows its own as well'],
  ] as const) {
    const options = needPatientBanner === undefined ? {} : { needPatientBanner };
    await openLaunch(stack, page, { encounter, options });
    await openCapabilities(page);
    await page.getByText(words, { exact: true }).waitFor();
    await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  }
  await context.close();
});

it('nothing but v2 spelling: v1 scopes, in odd case too, mean the same', async () => {
  const { page, context } = await newPerson(browser);
  const withholdScopes = ['Immunization'];
  for (const request of [
    { options: { scopeStyle: 'v1', withholdScopes } },
    { personality: 'epic', options: { withholdScopes } },
  ] as const) {
    await openLaunch(stack, page, { encounter, ...request });
    await openCapabilities(page);
    for (const name of ['Allergies', 'Problems', 'Medications', 'Procedures'])
      await lineOf(page, name).getByText('Works', { exact: true }).waitFor();
    await lineOf(page, 'Immunizations').getByText('Off', { exact: true }).waitFor();
    await page.getByText(/^\d+ scopes$/).click();
    await page.locator('code', { hasText: 'user/Condition.rs' }).waitFor();
    expect(await page.content()).not.toMatch(/user\/[A-Za-z]+\.(read|Read|write|Write)/);
  }
  expect(await lookOver(page, 'withheld-v1')).toEqual([]);
  await context.close();
});

it('what a patient does not share: her screen stands without her name', async () => {
  const { page, context } = await newPerson(browser);
  await page.goto(doorUrl(stack, 'patient'));
  await logIn(page, 'ada-martin');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Open this record' }).click();
  // Who she is (fhirUser) would show her own record, too.
  for (const scope of ['fhirUser', 'patient/Patient.rs'])
    await page.locator(`input[value="${scope}"]`).uncheck();
  await giveAccess(page);
  await page.getByRole('heading', { name: 'You are signed in.', exact: true }).waitFor();
  await page.getByText('We could not read your name just now.').waitFor();
  expect(await page.content()).not.toContain('Martin');
  expect(await lookOver(page, 'withheld-by-patient')).toEqual([]);
  await context.close();
});
