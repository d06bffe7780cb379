// The main job, whole, as people do it in their browsers: from the chart over check-in, call, note and charge to what
// stands in the EHR's own chart, with a receipt for each.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, NARROW, newPerson, openBrowser, showOnTour, takesPictures } from '../fixtures/browser.ts';
import { writesOf } from '../fixtures/deliveries.ts';
import { beginNote, fieldOf, noteOf, waitForSaved } from '../fixtures/note-stage.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { checkIn, desk, holdOwn, press, seesOther } from '../fixtures/visit-clicks.ts';
import {
  comeInAsPatient,
  comeInAsStaff,
  type Hospital,
  openLaunch,
  waitForChart,
} from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const chargeOf = (page: Page): Locator => page.getByRole('region', { name: 'Charge', exact: true });
const receiptsOf = (page: Page): Locator => page.getByRole('region', { name: 'What went into the chart' });
const ASSESSMENT = 'Heart failure, stable at home. Weights as agreed.';

/** Clinician and patient see each other. */
async function meet(hospital: Hospital, patient: string, encounter?: string) {
  const show: typeof showOnTour = async (page, name) => {
    if (hospital === 'generic') await showOnTour(page, name);
  };
  const helen = await newPerson(browser);
  await openLaunch(stack, helen.page, { personality: hospital, patient, ...(encounter && { encounter }) });
  await waitForChart(helen.page);
  if (encounter)
    await desk(helen.page)
      .getByRole('button', { name: /^Hold this/ })
      .first()
      .click();
  else await holdOwn(helen.page);
  const person = await newPerson(browser, { viewport: NARROW });
  await comeInAsPatient(stack, person.page, { username: patient, hospital });
  await checkIn(person.page);
  await show(person.page, 'waiting-room');
  await show(helen.page, 'chart');
  await press(helen.page, 'Let in');
  await show(helen.page, 'letting-in');
  await press(helen.page, 'Let the patient in');
  await press(helen.page, 'Join now');
  await press(person.page, 'Join now');
  await Promise.all([seesOther(helen.page), seesOther(person.page)]);
  await show(helen.page, 'call');
  return { helen, person };
}

/** Written while they talk, signed when they are done. */
async function writeAndSign(
  page: Page,
  end: () => Promise<void>,
  show: typeof showOnTour = async () => undefined,
): Promise<void> {
  await noteOf(page).getByRole('heading', { name: 'Note', exact: true }).click();
  await beginNote(page);
  await fieldOf(page, 'Assessment').fill(ASSESSMENT);
  await waitForSaved(page);
  await show(page, 'note', noteOf(page));
  await end();
  await noteOf(page).getByRole('button', { name: 'Review and sign' }).click();
  await noteOf(page).getByRole('button', { name: 'Sign and send to chart' }).waitFor();
  await show(page, 'signing', noteOf(page));
  await noteOf(page).getByRole('button', { name: 'Sign and send to chart' }).click();
  await noteOf(page).getByRole('heading', { name: 'Signed note' }).waitFor();
}

async function confirmCharge(page: Page, show: typeof showOnTour): Promise<void> {
  const charge = chargeOf(page);
  const click = (name: string) => charge.getByRole('button', { name }).click();
  await charge.getByLabel(/^New patient/).selectOption('no');
  await charge.getByLabel(/^Your own minutes/).fill('25');
  await charge.getByLabel('Who pays').selectOption('medicare-b');
  await click('These are right: keep them');
  await charge.getByRole('button', { name: 'Use this proposal' }).waitFor();
  await show(page, 'charge', charge);
  await click('Use this proposal');
  await charge.getByLabel('ICD-10-CM code').fill('I50.9');
  await click('Add the diagnosis');
  await click('Check and keep');
  await click('Confirm the charge');
  await charge.getByText('Confirmed', { exact: true }).waitFor();
}

/** The rest of docs/tour.md: the launch pad, and the staff door of whoever oversees. */
async function tourTheDoors(): Promise<void> {
  const pad = (await newPerson(browser)).page;
  await pad.goto(stack.sandboxUrl);
  await showOnTour(pad, 'launch-pad');
  const irene = (await newPerson(browser)).page;
  await comeInAsStaff(stack, irene, { username: 'irene-vasquez' });
  const deliveries = irene.getByRole('heading', { name: 'Not in the EHR yet' });
  await deliveries.waitFor();
  await irene.waitForLoadState('networkidle');
  await showOnTour(irene, 'deliveries');
  await irene.getByRole('link', { name: 'Rules', exact: true }).click();
  await irene.getByRole('heading', { name: 'Rules', exact: true }).waitFor();
  await irene.waitForLoadState('networkidle');
  await showOnTour(irene, 'rules');
}

describe('the main job', () => {
  it.each([
    ['generic', 'Charge: In the chart.', ['DocumentReference', 'ChargeItem']],
    // Its charges hang on an encounter, and this visit has none of its own there.
    ['oracle', 'Charge: To be put in by hand.', ['DocumentReference']],
  ] as const)(
    'at %s: the note stands in the chart once, the charge as far as this EHR takes it',
    async (hospital, charged, types) => {
      const { helen, person } = await meet(hospital, 'benjamin-okafor');
      const show = hospital === 'generic' ? showOnTour : async () => undefined;
      await writeAndSign(helen.page, () => press(helen.page, 'End visit'), show);
      await person.page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
      await confirmCharge(helen.page, show);
      await receiptsOf(helen.page)
        .getByText(`Visit: Kept by the EHR. Note: In the chart. ${charged}`)
        .waitFor({ state: 'attached' });
      await show(helen.page, 'receipts', receiptsOf(helen.page));
      expect(await lookOver(helen.page, `main-job-${hospital}`)).toEqual([]);

      expect((await writesOf(stack, hospital)).map(({ type }) => type)).toEqual(types);
      const ehr = (await newPerson(browser)).page;
      await ehr.goto(`${stack.sandboxUrl}/written/${hospital}/benjamin-okafor`);
      await ehr.getByText(ASSESSMENT).first().waitFor();
      await show(ehr, 'ehr-chart');
      if (hospital === 'generic' && takesPictures) await tourTheDoors();
      expect([helen.errors, person.errors]).toEqual([[], []]);
    },
  );

  it('at epic: the note goes into the encounter the EHR keeps', async () => {
    const { helen } = await meet('epic', 'ada-martin', 'ada-martin-video-visit');
    await writeAndSign(helen.page, () => press(helen.page, 'End visit'));
    const cards = receiptsOf(helen.page).getByRole('listitem');
    await cards.filter({ hasText: 'Kept by the EHR' }).first().waitFor();
    await cards.filter({ hasText: 'Note' }).filter({ hasText: 'In the chart' }).waitFor();
    expect(await lookOver(helen.page, 'main-job-epic')).toEqual([]);
    expect((await writesOf(stack, 'epic')).map(({ type }) => type)).toEqual(['DocumentReference']);
    expect(helen.errors).toEqual([]);
  });
});
