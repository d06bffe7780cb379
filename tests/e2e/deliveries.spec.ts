// What became of a signed note, seen by the people it concerns: its author, a supervisor, a clinician it was given to
// and one it was not.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { sandboxTenants } from '#server/smart/tenants';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import {
  clinicianAt,
  layFault,
  patientAt,
  receiptsOf,
  settled,
  takeFaults,
  until,
} from '../fixtures/deliveries.ts';
import { heldVisit, signedNote } from '../fixtures/note-people.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { comeInAsStaff, openLaunch } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  const tenants = (sandboxOrigin: string) => sandboxTenants({ sandboxOrigin });
  [stack, browser] = await Promise.all([startStack({ tenants }), openBrowser()]);
});
afterEach(() => takeFaults(stack));
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const receipts = (page: Page) => page.getByRole('region', { name: 'What went into the chart' });
const cardOf = (page: Page, kind: string) => receipts(page).getByRole('listitem').filter({ hasText: kind });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** A visit that is over, with its note signed and taken as far as it goes by itself. */
async function signedAt(personality: 'generic' | 'epic', patient: string): Promise<void> {
  const helen = await clinicianAt(stack, personality, { patient });
  const visitId = await heldVisit(helen, await patientAt(stack, personality, patient));
  await signedNote(helen, visitId);
  await until(
    stack,
    () => receiptsOf(helen, visitId),
    (all) => settled(all) && all.some(({ kind }) => kind === 'note'),
  );
}

it('a refused note shows the EHR’s own words and one step, and goes after it', async () => {
  const diagnostics = 'Note type is not enabled here. <b>Call 4711</b>';
  const issue = [{ severity: 'error', code: 'business-rule', diagnostics }];
  const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
  await layFault(stack, {
    ...{ personality: 'generic', method: 'POST', route: '/fhir/DocumentReference' },
    ...{ status: 422, body, times: 1 },
  });
  await signedAt('generic', 'ada-martin');

  const { page, errors } = await newPerson(browser);
  await openLaunch(stack, page, { patient: 'ada-martin' });
  const note = cardOf(page, 'Refused by the EHR');
  await note.getByText(diagnostics).waitFor();
  await note.getByText('Change what the EHR names in its words, then send it again.').waitFor();
  await note.getByText('nothing of it is in the chart').waitFor();
  expect(await lookOver(page, 'receipts-refused')).toEqual([]);

  await note.getByRole('button', { name: /^Send again/ }).click();
  const sent = cardOf(page, 'FHIR, as a new record').filter({ hasText: 'WS-' }).filter({ hasText: 'Note' });
  await sent.getByText('In the chart').waitFor();
  await sent.getByText('Id in the EHR').waitFor();
  expect(await page.getByText(diagnostics).count()).toBe(0);
  expect(await lookOver(page, 'receipts-in-the-chart')).toEqual([]);
  expect(errors).toEqual([]);
});

it('a note by hand: the backlog, who may open it, its export, and done by name', async () => {
  await signedAt('epic', 'ada-martin');

  const irene = (await newPerson(browser)).page;
  await comeInAsStaff(stack, irene, { username: 'irene-vasquez', hospital: 'epic' });
  const backlog = irene.getByRole('region', { name: 'Not in the EHR yet' });
  const line = backlog.getByRole('row').filter({ hasText: 'The EHR takes it only into an encounter' });
  await line.getByText('Helen').first().waitFor();
  expect(await line.getByRole('button').allTextContents()).toEqual([
    expect.stringMatching(/^Give to a clinician/),
  ]);
  await press(irene, 'As JSON').catch(() => irene.getByText('As JSON').first().click());
  expect(await irene.getByRole('main').textContent()).not.toContain('bronchitis');
  expect(await lookOver(irene, 'deliveries-real-supervisor')).toEqual([]);

  // Another clinician finds nothing of it, and the server gives nothing of it either.
  const marcus = (await newPerson(browser)).page;
  await comeInAsStaff(stack, marcus, { username: 'marcus-reed', hospital: 'epic' });
  await marcus.getByText('Everything you signed is in the EHR, and nothing was given to you.').waitFor();
  const deliveryId = await deliveryIn(irene);
  for (const what of ['export', 'compare', 'done'])
    expect(await statusOf(marcus, deliveryId, what)).toBe(404);
  for (const what of ['export', 'compare', 'done']) expect(await statusOf(irene, deliveryId, what)).toBe(403);

  // Given to him, by name, he may.
  await line.getByRole('button', { name: /^Give to a clinician/ }).click();
  await irene.getByLabel('Give to').selectOption({ label: 'Dr. Marcus Reed, MD' });
  await press(irene, 'Give it to them');
  await irene.getByText('Given to Dr. Marcus Reed, MD.').waitFor();
  await marcus.reload();
  await press(marcus, /^Open the export/);
  const sheet = marcus.getByRole('dialog');
  await sheet.getByText('Viral bronchitis, mild.').waitFor();
  await sheet.getByText('Ada', { exact: false }).first().waitFor();
  await sheet.getByText(/Ref WS-/).waitFor();
  expect(await lookOver(marcus, 'deliveries-real-export')).toEqual([]);
  const [file] = await Promise.all([
    marcus.waitForEvent('download'),
    sheet.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.json$/);
  await marcus.keyboard.press('Escape');

  // Its author puts it in and says so, in the chart.
  const helen = (await newPerson(browser)).page;
  await openLaunch(stack, helen, { personality: 'epic', patient: 'ada-martin' });
  const card = cardOf(helen, 'To be put in by hand');
  await card.getByText('then mark it done').first().waitFor();
  expect(await lookOver(helen, 'receipts-by-hand')).toEqual([]);
  await card.getByRole('button', { name: /^Mark as done/ }).click();
  await press(helen, 'It is in the EHR');
  await receipts(helen)
    .getByText(/^Marked done by .*Helen.*Brooks/)
    .waitFor();
  await irene.reload();
  await irene.getByText('Everything that was signed or confirmed is in the EHR.').waitFor();
});

/** The first line's id, as the supervisor's own page has it. */
async function deliveryIn(page: Page): Promise<string> {
  const text = await page.locator('.deliveries details pre').textContent();
  const [first] = JSON.parse(text ?? '[]') as { deliveryId: string }[];
  if (!first) throw new Error('no line');
  return first.deliveryId;
}

/** What the server answers this page's own session. */
function statusOf(page: Page, deliveryId: string, what: string): Promise<number> {
  return page.evaluate(
    async ([call, method]) => {
      const base = location.pathname.replace(/^(\/l\/[^/]+)\/.*$/, '$1');
      const headers = { 'X-Webside': '1', 'Content-Type': 'application/json' };
      const asked = method === 'POST' ? { method, headers, body: '{}' } : { method, headers };
      return (await fetch(`${base}/api/${call}`, asked)).status;
    },
    [`deliveries/${deliveryId}/${what}`, what === 'done' ? 'POST' : 'GET'] as const,
  );
}
