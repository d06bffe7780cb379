// The launch at EHRs that behave like Epic and like Oracle Health: both doors open, and what each does not
// give stands on the capability page with its reason and a sentence for the analyst.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bannerOf,
  comeInAsPatient,
  type Hospital,
  openCapabilities,
  openInChart,
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

/** One line of the capability table. */
const lineOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });

const tenant = { epic: 'Sandbox Epic', oracle: 'Sandbox Oracle Health' };

describe.each(['epic', 'oracle'] as const satisfies Hospital[])('%s', (hospital) => {
  it('opens in the chart', async () => {
    const { page, context, errors } = await newPerson(browser);
    const frame = await openInChart(stack, page, {
      hospital,
      patient: 'sinead-obrien-nunez',
      person: 'amara-diallo',
    });
    const name = bannerOf(frame).getByText(/BRIEN-N/);
    // The record spells her name with combining marks; letters must stay with their marks.
    expect((await name.textContent())?.normalize('NFC')).toContain("O'BRIEN-NÚÑEZ, Sinéad");
    await frame.getByText(tenant[hospital]).first().waitFor();
    await openCapabilities(frame);
    expect(await lookOver(page, `capabilities-${hospital}-in-chart`, frame)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('lets a patient in', async () => {
    const { page, context, errors } = await newPerson(browser);
    await comeInAsPatient(stack, page, { hospital, username: 'naomi-fields' });
    await page.getByRole('heading', { name: /You are signed in as Naomi/ }).waitFor();
    await page.getByText(`Clinic: ${tenant[hospital]}`).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});

it('Epic: no encounter, no charge by FHIR, plain text only into an open encounter', async () => {
  const { page, context } = await newPerson(browser);
  await openLaunch(stack, page, { personality: 'epic', patient: 'ada-martin' });
  await openCapabilities(page);
  for (const [name, state, reason, sentence] of [
    [
      'The visit as an encounter',
      'In part',
      'Epic does not take Encounter by FHIR.',
      'Please tell us which interface Sandbox Epic uses',
    ],
    [
      'The confirmed charge',
      'In part',
      'Epic does not take ChargeItem by FHIR.',
      'for an HL7 v2 listener we need host, port',
    ],
    [
      'The signed note',
      'In part',
      'It takes plain text only; formatting is dropped.',
      'Please have the launch of Webside at Sandbox Epic send the open encounter',
    ],
  ] as const) {
    const line = lineOf(page, name);
    await line.getByText(state, { exact: true }).waitFor();
    await line.getByText(reason).waitFor();
    await line.getByText(sentence).first().waitFor();
    await line
      .getByText(/^Source: Epic R4/)
      .first()
      .waitFor();
  }
  await page.getByText('The EHR named no encounter. Reading works').waitFor();
  await lineOf(page, 'Allergies').getByText('Works', { exact: true }).waitFor();
  expect(await lookOver(page, 'capabilities-epic')).toEqual([]);
  await context.close();
});

it('Oracle Health: visit, note and charge by roads that its capability statement lists', async () => {
  const { page, context } = await newPerson(browser);
  const encounter = 'ada-martin-video-visit';
  await openLaunch(stack, page, { personality: 'oracle', patient: 'ada-martin', encounter });
  await openCapabilities(page);
  await page.getByText(encounter, { exact: true }).waitFor();
  for (const name of ['The visit as an encounter', 'The confirmed charge']) {
    const line = lineOf(page, name);
    await line.getByText(/^(Works|In part)$/).waitFor();
    expect(await line.getByText(/capability statement does not list/).count(), name).toBe(0);
    expect(await line.getByText('A person', { exact: true }).count(), name).toBe(0);
  }
  expect(await page.getByText('The EHR named no encounter').count()).toBe(0);
  expect(await lookOver(page, 'capabilities-oracle')).toEqual([]);
  await context.close();
});
