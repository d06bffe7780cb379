// The staff door: no patient, and for each role what it finds; whoever the clinic's list does not know may
// read, and neither admit nor sign.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  clickWay,
  comeInAsStaff,
  doorUrl,
  giveAccess,
  logIn,
  openCapabilities,
  openLaunch,
  openPad,
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

it('leads from the pad over log-in and consent to the staff door, without any patient', async () => {
  const { page, context, hosts, errors } = await newPerson(browser);
  await openPad(stack, page, {});
  const [opened] = await Promise.all([page.waitForEvent('popup'), clickWay(page, 'staff')]);
  await opened.getByRole('heading', { name: 'Log in' }).waitFor();
  expect(await lookOver(opened, 'log-in-staff')).toEqual([]);
  await logIn(opened, 'helen-brooks');
  await opened.getByRole('heading', { name: 'Give Webside access?' }).waitFor();
  expect(await lookOver(opened, 'consent-staff')).toEqual([]);
  await giveAccess(opened);
  await opened.getByRole('heading', { name: 'Staff door' }).waitFor();
  expect(await opened.getByRole('region', { name: 'Patient' }).count()).toBe(0);
  await opened.getByText('Your role is for seeing patients').waitFor();
  expect(await lookOver(opened, 'staff-clinician')).toEqual([]);
  expect([...hosts].sort()).toEqual([new URL(stack.sandboxUrl).host, new URL(stack.appUrl).host].sort());
  expect(errors).toEqual([]);
  await context.close();
});

it.each([
  ['rosa-delgado', 'Nurse', 'Your role is for preparing visits', false],
  ['peter-lund', 'Biller', 'Your role is for charges', false],
  ['irene-vasquez', 'Supervisor', 'Your role is for oversight', true],
  ['omar-haddad', 'Privacy officer', 'Your role is for privacy', false],
  ['nina-petrova', 'Technical administrator', 'Your role is for set-up', true],
])('%s comes in as %s', async (username, role, words, seesCapabilities) => {
  const { page, context, errors } = await newPerson(browser);
  await comeInAsStaff(stack, page, { username });
  await page.getByText(`as ${role}.`).waitFor();
  await page.getByText(words).waitFor();
  expect(await page.getByRole('heading', { name: 'What this EHR allows' }).count()).toBe(
    seesCapabilities ? 1 : 0,
  );
  expect(await lookOver(page, `staff-${username}`)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

it('kai-jensen has no role: may read, and neither admit nor sign', async () => {
  const { page, context } = await newPerson(browser);
  await comeInAsStaff(stack, page, { username: 'kai-jensen' });
  await page.getByText('Without a role you may read, and neither admit nor sign.').waitFor();
  await page
    .getByText('Please add a role for Practitioner/kai-jensen to the roles of tenant sandbox')
    .waitFor();
  expect(await lookOver(page, 'staff-no-role')).toEqual([]);

  await openLaunch(stack, page, { person: 'kai-jensen', patient: 'walter-nakamura' });
  await page.getByRole('region', { name: 'Patient' }).getByText('NAKAMURA, Walter').waitFor();
  await openCapabilities(page);
  await page.getByText('You have no role in Webside at Sandbox General').waitFor();
  await page.getByText('You can neither admit a patient nor sign').waitFor();
  expect(await lookOver(page, 'capabilities-no-role')).toEqual([]);
  await context.close();
});

it('does not take a patient', async () => {
  const { page, context } = await newPerson(browser);
  await page.goto(doorUrl(stack, 'staff'));
  await logIn(page, 'ada-martin');
  await page.getByRole('alert').getByText('this app is not for that person').waitFor();
  await context.close();
});

it('shows whoever answers for the rules what runs out soon, and every pack with its age', async () => {
  const { page, context, errors } = await newPerson(browser);
  await comeInAsStaff(stack, page, { username: 'irene-vasquez' });
  await page.getByRole('link', { name: 'Rules' }).click();
  await page.getByRole('heading', { name: 'Ends within 90 days' }).waitFor();
  const packs = page.getByRole('table', { name: 'Rule packs' });
  await packs.getByRole('row', { name: /consent-telehealth/ }).waitFor();
  const ending = page.getByText(/billing-rates: \d+ rows/);
  await ending.click();
  await page.getByText('rate/99202').waitFor();
  await page.getByText('No faults were found in the packs').waitFor();
  expect(await lookOver(page, 'staff-rules')).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});
