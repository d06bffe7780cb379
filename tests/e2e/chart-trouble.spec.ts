// A chart of which something is missing, late or wrong: each list tells its own state, and an answer about
// another patient takes everything off the screen.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lookOver, NARROW } from '../fixtures/browser.ts';
import { onChartStage } from '../fixtures/chart-stage.ts';
import { readShifts, watchShifts } from '../fixtures/layout-shifts.ts';
import { bannerOf, openCapabilities, openLaunch, partOf, waitForChart } from '../fixtures/ways-in.ts';

const stage = onChartStage();
const { lay, mend, openChart } = stage;

/** The chart's lists fill by themselves; around them nothing may move. */
const LISTS = '.chart-columns';
const visitOf = (page: Page) => page.getByRole('region', { name: 'Visit', exact: true });

describe('what is not there', () => {
  it('a list that fails says so, keeps no other from the screen, and is read again when asked', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 500 });
    const { page, context } = await openChart('ada-martin');
    const medications = partOf(page, 'Medications');
    await medications.getByRole('alert').getByText('This list could not be read just now').waitFor();
    await partOf(page, 'Problems').getByText('Essential hypertension').waitFor();
    await page.getByText('10 of 11 lists read').waitFor();
    await page.getByText('Not compared, since not there: Medications.').waitFor();
    expect(await lookOver(page, 'chart-list-failed')).toEqual([]);
    await medications.getByRole('button', { name: 'Try again: Medications' }).click();
    await medications.getByRole('alert').getByText('This list could not be read just now').waitFor();
    await mend();
    await medications.getByRole('button', { name: 'Try again: Medications' }).click();
    await medications.getByText('lisinopril 20 mg tablet').waitFor();
    await waitForChart(page);
    await context.close();
  });

  it('a list that the EHR will not sort says so while there is more of it', async () => {
    await lay({ route: '/fhir/Encounter', status: 400, times: 1 });
    const { page, context, errors } = await openChart('evelyn-hart');
    await partOf(page, 'Encounters').getByText('This EHR does not sort this list.').waitFor();
    await partOf(page, 'Procedures').getByText('The record has more than these').waitFor();
    expect(await partOf(page, 'Procedures').getByText('This EHR does not sort').count()).toBe(0);
    expect(await lookOver(page, 'chart-as-given')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('a refusal that trying again will not change says who can', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 422 });
    const { page, context } = await openChart('ada-martin');
    const medications = partOf(page, 'Medications');
    await medications.getByText('Give its analyst the code below.').waitFor();
    await medications.getByText('ehr.refused').waitFor();
    await context.close();
  });

  it('a list without its scope is "not permitted", an empty one is "none recorded", and they read apart', async () => {
    const { page, context, errors } = await stage.newPerson();
    await openLaunch(stage.stack, page, {
      patient: 'quinn-avery',
      options: { withholdScopes: ['Condition'] },
    });
    const problems = partOf(page, 'Problems');
    await problems.getByText('This EHR does not let Webside read this list').waitFor();
    expect(await problems.getByRole('button', { name: /Try again/ }).count()).toBe(0);
    await partOf(page, 'Allergies').getByText('No allergies are recorded. That is not the same').waitFor();
    await partOf(page, 'Medications').getByText('none recorded').waitFor();
    expect(await lookOver(page, 'chart-withheld')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});

it.each(['generic', 'epic', 'oracle'] as const)(
  'at %s it fills, opens into an entry and reads a document',
  async (personality) => {
    const { page, context, errors } = await stage.newPerson();
    await watchShifts(context, LISTS);
    await openLaunch(stage.stack, page, {
      personality,
      patient: 'ada-martin',
      encounter: 'ada-martin-video-visit',
    });
    await waitForChart(page);
    await bannerOf(page).getByText('MARTIN, Ada').waitFor();
    await partOf(page, 'Problems').getByRole('button', { name: 'Essential hypertension' }).click();
    await page.getByRole('button', { name: 'Show raw JSON' }).click();
    await page.getByText('"resourceType": "Condition"').waitFor();
    await page.keyboard.press('Escape');
    const documents = partOf(page, 'Notes and documents');
    await documents.getByRole('button', { name: 'Read here: Telephone note: ankle swelling' }).click();
    await documents.getByText('Called about slight ankle swelling').waitFor();
    // The visit came beside the chart meanwhile, into the room that was kept for it.
    await visitOf(page).getByRole('button').first().waitFor();
    expect(await readShifts(page)).toEqual([]);
    expect(await lookOver(page, `chart-${personality}`)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  },
);

it('a visit that lets wait for itself pushes nothing down in a narrow frame: it goes below', async () => {
  await lay({ route: '/fhir/Appointment', delayMs: 5_000 });
  const { page, context, errors } = await stage.newPerson({ viewport: NARROW });
  await watchShifts(context, LISTS);
  await openLaunch(stage.stack, page, { patient: 'ada-martin' });
  const below = page.getByRole('link', { name: 'The visit stands below the chart' });
  await below.waitFor();
  await partOf(page, 'Allergies').waitFor();
  await waitForChart(page);
  await visitOf(page).getByRole('button').first().waitFor();
  expect(await readShifts(page)).toEqual([]);
  await below.press('Enter');
  expect(await visitOf(page).evaluate((desk) => desk === document.activeElement)).toBe(true);
  expect(await lookOver(page, 'visit-below', undefined, [NARROW])).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

describe('access that ends while the chart is open', () => {
  const openRaw = async (page: Page) => {
    await partOf(page, 'Problems').getByRole('button', { name: 'Essential hypertension' }).click();
    await page.getByRole('button', { name: 'Show raw JSON' }).click();
  };

  it('is renewed without a word where the EHR lets it', async () => {
    const { page, context, errors } = await openChart('ada-martin');
    await waitForChart(page);
    await lay({ route: '/fhir/Condition/*', tokenExpired: true, times: 1 });
    await openRaw(page);
    await page.getByText('"resourceType": "Condition"').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('and cannot be renewed: what was read stays, what was not says why, and no button promises more', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 500 });
    const { page, context } = await openChart('ada-martin');
    const medications = partOf(page, 'Medications');
    await medications.getByRole('alert').getByText('could not be read just now').waitFor();
    await mend();
    stage.stack.skipTime(60_000);
    await lay({ route: '/fhir/**', tokenExpired: true });
    await lay({ route: '/generic/oauth2/token', status: 400, body: '{"error":"invalid_grant"}' });
    await medications.getByRole('button', { name: 'Try again: Medications' }).click();
    await medications.getByText('Open Webside again from the chart.').waitFor();
    expect(await medications.getByRole('button', { name: /Try again/ }).count()).toBe(0);
    await partOf(page, 'Problems').getByText('Essential hypertension').waitFor();
    expect(await lookOver(page, 'chart-access-ended')).toEqual([]);
    await openRaw(page);
    await page.getByRole('dialog').getByRole('alert').getByText('could not be read').waitFor();
    await context.close();
  });
});

it('an EHR that dies half way: what came is there, each list that did not says so, and all come back', async () => {
  await lay({ route: '/fhir/Observation', halfAnswer: true });
  await lay({ route: '/fhir/DocumentReference', drop: 'before' });
  await lay({ route: '/fhir/Encounter', status: 503 });
  const { page, context } = await openChart('ada-martin');
  await page.getByText(/^7 of 11 lists read/).waitFor();
  await partOf(page, 'Problems').getByText('Essential hypertension').waitFor();
  await partOf(page, 'Since last visit').getByText('The encounters are not there').waitFor();
  const failed = ['Vitals and home readings', 'Laboratory results', 'Notes and documents', 'Encounters'];
  for (const name of failed)
    await partOf(page, name).getByRole('alert').getByText('It may hold entries.').waitFor();
  expect(await lookOver(page, 'chart-died')).toEqual([]);
  await mend();
  stage.stack.skipTime(60_000);
  for (const name of failed)
    await partOf(page, name)
      .getByRole('button', { name: `Try again: ${name}` })
      .click();
  await waitForChart(page);
  await partOf(page, 'Since last visit').getByText('since 21-Aug-2026').waitFor();
  await context.close();
});

it('scopes withheld type by type: each list says that it is not permitted, and none looks empty', async () => {
  const lists = {
    Condition: 'Problems',
    MedicationRequest: 'Medications',
    Observation: 'Laboratory results',
    DocumentReference: 'Notes and documents',
    Encounter: 'Encounters',
    Appointment: 'Appointments',
    Immunization: 'Immunizations',
    Procedure: 'Procedures',
    Coverage: 'Coverage',
  };
  const { page, context, errors } = await stage.newPerson();
  await openLaunch(stage.stack, page, {
    patient: 'ada-martin',
    options: { withholdScopes: Object.keys(lists) },
  });
  await page.getByText(/^1 of 11 lists read/).waitFor();
  for (const name of Object.values(lists)) {
    const list = partOf(page, name);
    await list.getByText('This EHR does not let Webside read this list').waitFor();
    expect(await list.getByText(/none recorded|No .* are recorded/).count()).toBe(0);
  }
  await partOf(page, 'Allergies').getByText('Penicillin').waitFor();
  await page.getByText('things are withheld by this EHR.').waitFor();
  expect(await lookOver(page, 'chart-all-withheld')).toEqual([]);
  await openCapabilities(page);
  expect(errors).toEqual([]);
  await context.close();
});

describe('an answer about another patient', () => {
  const foreign = (type: string) => ({
    resourceType: type,
    id: 'foreign-1',
    subject: { reference: 'Patient/benjamin-okafor' },
    code: { text: 'Somebody else’s trouble' },
  });
  const demandRed = async (page: Page) => {
    await page.getByRole('alert').getByText('Stop: the EHR answered with another patient’s record').waitFor();
    const text = await page.locator('body').textContent();
    expect(text).not.toMatch(/Martin|hypertension|lisinopril|trouble|Okafor/i);
    const colour = await page.getByRole('main').evaluate((main) => getComputedStyle(main).backgroundColor);
    expect(colour).toBe('rgb(140, 26, 20)');
  };

  it('in the stream turns the whole screen red and leaves nothing of the record', async () => {
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: foreign('Condition') }] };
    await lay({ route: '/fhir/Condition', status: 200, body: JSON.stringify(bundle) });
    const { page, context } = await openChart('ada-martin');
    await demandRed(page);
    expect(await lookOver(page, 'chart-wrong-patient')).toEqual([]);
    await context.close();
  });

  it('while drilling down does the same, after the chart stood on the screen', async () => {
    const { page, context } = await openChart('ada-martin');
    await waitForChart(page);
    await lay({ route: '/fhir/Condition/*', status: 200, body: JSON.stringify(foreign('Condition')) });
    await partOf(page, 'Problems').getByRole('button', { name: 'Essential hypertension' }).click();
    await page.getByRole('button', { name: 'Show raw JSON' }).click();
    await demandRed(page);
    await context.close();
  });

  it('when one list is read again does the same', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 500 });
    const { page, context } = await openChart('ada-martin');
    await partOf(page, 'Medications').getByRole('alert').waitFor();
    await mend();
    const entry = [{ resource: foreign('MedicationRequest') }];
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry };
    await lay({ route: '/fhir/MedicationRequest', status: 200, body: JSON.stringify(bundle) });
    await partOf(page, 'Medications')
      .getByRole('button', { name: /^Try again/ })
      .click();
    await demandRed(page);
    await context.close();
  });
});
