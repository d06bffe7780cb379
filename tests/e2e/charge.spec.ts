// The charge of a visit in a browser: proposed from what is on record, an answer changed, confirmed by the clinician
// and shown as confirmed; and the biller at the staff door, who releases what is held. Keyboard and axe with it.
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MyVisitsView } from '#domain/visit';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { beginNote, noteOf, waitForSaved } from '../fixtures/note-stage.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { atPatientDoor, type Caller, checkIn, said } from '../fixtures/visit-people.ts';
import { comeInAsStaff, openLaunch, waitForChart } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Charge', exact: true });
const press = (place: Locator | Page, name: string | RegExp) => place.getByRole('button', { name }).click();

/** Puts the first entry of the chart that these words find into a section of the note. */
async function fromChart(page: Page, section: string, words: string): Promise<void> {
  const note = noteOf(page);
  const quoted = note.getByText(/from the chart: /);
  const before = await quoted.count();
  await press(note, `From the chart into ${section}`);
  await note.getByLabel('Find in the chart').fill(words);
  await note.locator('.note-chooser li').getByRole('button').first().click();
  await quoted.nth(before).waitFor();
  await press(note, 'Done');
}

/** A visit held and ended; the clinician's page shows its charge. */
async function heldVisit(
  patient: string,
  place?: Parameters<typeof checkIn>[2],
): Promise<{ page: Page; errors: string[] }> {
  const person = await newPerson(browser);
  const { page } = person;
  await openLaunch(stack, page, { patient });
  const desk = page.getByRole('region', { name: 'Visit', exact: true });
  await press(desk, /^(Another visit|Hold a visit that is in neither)$/);
  const own = desk.getByRole('button', { name: 'Hold a visit that is in neither' });
  if (await own.isVisible()) await own.click();
  await desk.getByText('Booked.').waitFor();
  const caller: Caller = await atPatientDoor(stack, patient);
  const { visits } = await said<MyVisitsView>(caller.api.get('my-visits'));
  const visit = visits.find(({ state }) => state === 'booked');
  await checkIn(caller, visit?.visitId ?? '', place);
  await press(desk, 'Let in');
  await press(desk, 'Let the patient in');
  await press(desk, 'End visit');
  await panel(page).getByText('Not charged yet.').waitFor();
  return person;
}

describe('the charge of a visit', () => {
  it('is proposed, an answer is changed, and the clinician confirms it', async () => {
    const { page, errors } = await heldVisit('benjamin-okafor');
    const charge = panel(page);
    await charge.getByText('No proposal yet').waitFor();
    expect(await charge.getByText('From the visit’s record – not confirmed yet').count()).toBeGreaterThan(1);
    expect(await lookOver(page, 'charge-open')).toEqual([]);

    // What is put into the note beside it is proposed as an answer, and counts nowhere yet.
    await waitForChart(page);
    await beginNote(page);
    await fromChart(page, 'Assessment', 'hypertension');
    await fromChart(page, 'Plan', 'furosemide');
    await waitForSaved(page);
    const dealt = charge.getByLabel('Yes: One long-term illness, stable');
    const decided = charge.getByLabel('Yes: A prescription drug started, changed, kept or stopped');
    await decided.waitFor();
    await charge
      .getByText(/^Essential hypertension.*from the chart: Condition\/.*in the note under/)
      .waitFor();
    expect([await dealt.isChecked(), await decided.isChecked()]).toEqual([false, false]);
    await charge.getByText('Decision-making: two of the three questions have to agree first.').waitFor();
    expect(await lookOver(page, 'charge-mdm-proposed')).toEqual([]);
    await decided.check();
    await dealt.focus();
    await page.keyboard.press('Space');
    await charge.getByText('Your answer, as the visit’s record has it.').first().waitFor();

    await charge.getByLabel(/^New patient/).selectOption('no');
    await charge.getByLabel(/^Your own minutes/).fill('25');
    await charge.getByLabel('Who pays').selectOption('medicare-b');
    await press(charge, 'These are right: keep them');
    await charge.getByRole('heading', { name: 'Proposed', exact: true }).waitFor();
    await charge.getByText('99213').first().waitFor();
    expect([await dealt.isChecked(), await decided.isChecked()]).toEqual([true, true]);
    await charge
      .getByText(/^Confirmed by Dr\. Helen/)
      .first()
      .waitFor();

    // It was more than the record says; with what was decided that supports more than the time did.
    await charge
      .getByLabel('What was dealt with: the most serious that is true')
      .selectOption('chronic-not-at-goal');
    expect(await dealt.isChecked()).toBe(false);
    await charge.getByText(/^Decision-making: moderate *dealt with/).waitFor();
    await press(charge, 'These are right: keep them');
    await charge.getByText('99214').first().waitFor();
    for (const title of [
      'Why: all rules, with their dates',
      'What it rests on',
      '1 alternative',
      'What would change it',
    ])
      await charge.getByText(title).first().click();
    await charge.getByText('Evidence only: no code follows from it.', { exact: false }).waitFor();
    expect(await lookOver(page, 'charge-proposed')).toEqual([]);

    await press(charge, 'Use this proposal');
    await charge.getByText('99214 has no diagnosis.').waitFor();
    await charge.getByLabel('ICD-10-CM code').fill('hypertension');
    await press(charge, 'Add the diagnosis');
    await charge.getByText('This is no ICD-10-CM code').waitFor();
    await charge.getByLabel('ICD-10-CM code').fill('e11.9');
    await press(charge, 'Add the diagnosis');
    await press(charge, 'Check and keep');
    const confirm = charge.getByRole('button', { name: 'Confirm the charge' });
    await confirm.waitFor();
    expect(await lookOver(page, 'charge-entered')).toEqual([]);
    await confirm.focus();
    await page.keyboard.press('Enter');
    await charge.getByText('Confirmed', { exact: true }).waitFor();
    await charge.getByText(/^Service of .* Confirmed by Dr\. Helen/).waitFor();
    expect(await confirm.count()).toBe(0);
    await charge.getByText('Decision-making as confirmed: moderate').click();
    await charge.getByText(/^Otherwise than proposed from 1 entry on record – Dr\. Helen/).waitFor();
    await charge.getByText(/^As proposed from 1 entry on record – Dr\. Helen/).waitFor();
    await page.setViewportSize(NARROW);
    expect(await lookOver(page, 'charge-confirmed')).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('is held where the patient’s payer is not known, and a biller releases it at the staff door', async () => {
    const { page, errors } = await heldVisit('ada-martin');
    const charge = panel(page);
    await charge.getByLabel('Who pays').selectOption('not-known');
    await press(charge, 'These are right: keep them');
    await charge.getByText('Who pays is needed for a proposal.').first().waitFor();
    await charge.getByLabel('Code', { exact: true }).fill('99213');
    await charge.getByLabel('Place of service').selectOption('10');
    await charge.getByLabel('ICD-10-CM code').fill('I10');
    await press(charge, 'Add the diagnosis');
    await press(charge, 'Check and keep');
    await press(charge, 'Confirm, and hold for a second person');
    await charge.getByText('Held for a second person').first().waitFor();
    expect(await charge.getByRole('button', { name: 'Release' }).count()).toBe(0);
    expect(errors).toEqual([]);

    const peter = await newPerson(browser);
    await comeInAsStaff(stack, peter.page, { username: 'peter-lund' });
    await peter.page.getByRole('heading', { name: /^Charges \(/ }).waitFor();
    expect(await lookOver(peter.page, 'charges')).toEqual([]);
    await peter.page.getByRole('button', { name: 'Open', exact: true }).first().click();
    await press(panel(peter.page), 'Release');
    await press(panel(peter.page), 'Release the charge');
    await peter.page.getByText('Write it in a few words').waitFor();
    await peter.page.getByLabel('What did you look at, and where?').fill('The member card, by phone');
    await press(panel(peter.page), 'Release the charge');
    await panel(peter.page).getByText('Confirmed and released').waitFor();
    expect(await lookOver(peter.page, 'charge-released')).toEqual([]);

    // The line is away for one press; nothing is saved, and the button stays.
    await peter.page.route('**/claim', (call) => call.abort(), { times: 1 });
    await press(panel(peter.page), 'Save as a claim (FHIR)');
    await panel(peter.page).getByText('The claim could not be made just now.').waitFor();
    const saved = peter.page.waitForEvent('download');
    await press(panel(peter.page), 'Save as a claim (FHIR)');
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^claim-[\w-]+\.json$/);
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({
      resourceType: 'Claim',
      item: [
        {
          productOrService: { coding: [{ code: '99213' }] },
          locationCodeableConcept: { coding: [{ code: '10' }] },
        },
      ],
    });
    expect(peter.errors.filter((line) => !line.includes('net::ERR_FAILED'))).toEqual([]);
  });
});
