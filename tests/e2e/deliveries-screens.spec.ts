// Every sight of the deliveries page and of its sheets, at 400 and 1280 px. What the server says is played here, at
// the wire and by its own contract, so that states which take hours to come about can be looked at.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CompareView, DeliveriesView, type DeliveryLine, ExportView } from '#domain/write-back';
import { lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { comeInAsStaff } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const AT = '2026-11-21T18:00:00Z';
const line = (more: Partial<DeliveryLine> = {}): DeliveryLine => ({
  deliveryId: `delivery-${Math.random().toString(36).slice(2)}-0000`,
  visitId: 'visit-0000000000000000',
  kind: 'note',
  state: 'handed-over',
  since: '2026-11-21T15:00:00Z',
  route: 'person',
  wait: null,
  nextTryAt: null,
  why: 'ehr-takes-none',
  isTakenBack: false,
  next: 'file-by-hand',
  owner: 'Dr. Helen Brooks',
  assignedTo: null,
  madeAt: '2026-11-21T15:00:00Z',
  may: [],
  patientName: 'Ada Martin',
  visitAt: '2026-11-21T14:30:00Z',
  isLate: false,
  ...more,
});
const REFUSED: Partial<DeliveryLine> = {
  state: 'refused',
  route: 'create',
  why: null,
  next: 'ask-analyst',
  madeAt: '2026-11-19T09:00:00Z',
  isLate: true,
  patientName: 'Walter Nakamura',
};
const view = (lines: DeliveryLine[], more: Partial<DeliveriesView> = {}): DeliveriesView => ({
  at: AT,
  scope: 'tenant',
  lines,
  count: lines.length,
  oldestAt: lines[0]?.madeAt ?? null,
  lateCount: lines.filter(({ isLate }) => isLate).length,
  clinicians: [],
  ...more,
});

/** What the server would answer, by the end of the address; a number is a refusal with that status. */
let answers: Record<string, object | number>;
let orders: { call: string; body: unknown }[];
beforeEach(() => {
  answers = {};
  orders = [];
});

async function comeIn(username: string): Promise<Page> {
  const { page } = await newPerson(browser);
  await page.route(/\/api\/deliveries(\/|$)/, async (route) => {
    const call = new URL(route.request().url()).pathname.replace(/^.*\/api\//, '');
    const isOrder = route.request().method() === 'POST';
    if (isOrder) orders.push({ call, body: route.request().postDataJSON() });
    const answer = answers[call] ?? answers[call.replace(/\/[^/]+\//, '/*/')];
    if (answer === undefined) return;
    if (typeof answer === 'number')
      return route.fulfill({
        status: answer,
        contentType: 'application/problem+json',
        json: { title: 'no', status: answer, code: 'x', detail: '', requestId: 'r' },
      });
    return route.fulfill({ json: answer });
  });
  await comeInAsStaff(stack, page, { username });
  return page;
}

const backlog = (page: Page) => page.getByRole('region', { name: 'Not in the EHR yet' });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

describe('the page', () => {
  it('still on its way, then failed, then empty', async () => {
    const page = await comeIn('irene-vasquez');
    await page.getByText('Reading what is on its way').waitFor();
    expect(await lookOver(page, 'deliveries-loading')).toEqual([]);
    answers.deliveries = 503;
    await page.reload();
    await page.getByText('could not be read').waitFor();
    await page.getByText('Nothing is lost').waitFor();
    expect(await lookOver(page, 'deliveries-failed')).toEqual([]);
    answers.deliveries = DeliveriesView.parse(view([]));
    await press(page, 'Try again');
    await page.getByText('Everything that was signed or confirmed is in the EHR.').waitFor();
    expect(await lookOver(page, 'deliveries-none')).toEqual([]);
  });

  it('shows a supervisor what is late first, finds, filters and sorts', async () => {
    const lines = [
      line({ ...REFUSED, may: ['retry', 'hand-over', 'assign'] }),
      line({ kind: 'charge', may: ['assign'], assignedTo: 'Dr. Omar Said' }),
      line({
        state: 'planned',
        route: null,
        why: null,
        wait: 'no-token',
        next: 'open-in-ehr',
        patientName: null,
        may: ['hand-over'],
      }),
      line({ state: 'unknown', route: 'create', why: null, wait: 'search-lag', next: 'wait', nextTryAt: AT }),
    ];
    const clinicians = [{ personId: 'person-1', name: 'Dr. Helen Brooks' }];
    answers.deliveries = DeliveriesView.parse(view(lines, { clinicians, count: 300 }));
    const page = await comeIn('irene-vasquez');
    await page.getByText('1 has waited too long').waitFor();
    await page.getByText('4 of 300 are shown.').waitFor();
    expect(await lookOver(page, 'deliveries-supervisor')).toEqual([]);
    const rows = page.locator('.deliveries tbody tr:has(td)');
    expect(await rows.first().textContent()).toContain('Walter Nakamura');

    await page.getByLabel('Find by name, kind or state').fill('omar');
    await page.getByText('1 of 4').waitFor();
    expect(await rows.count()).toBe(1);
    await page.getByLabel('Find by name, kind or state').fill('nobody at all');
    await page.getByText('Nothing here matches').waitFor();
    await page.getByLabel('Find by name, kind or state').fill('');
    await backlog(page).getByLabel('Show').selectOption({ label: 'Goes by itself' });
    await page.getByText('1 of 4').waitFor();
    await backlog(page).getByLabel('Show').selectOption({ label: 'All' });
    await backlog(page).getByRole('button', { name: 'Patient' }).click();
    expect(await page.locator('.deliveries th[aria-sort="ascending"]').textContent()).toBe('Patient');

    answers['deliveries/*/retry'] = lines[0] ?? {};
    await press(page, 'Send again');
    await expect.poll(() => orders.length).toBe(1);
    expect(orders[0]).toEqual({ call: `deliveries/${lines[0]?.deliveryId}/retry`, body: {} });

    await press(page, 'Put in by hand instead');
    await page.getByText('not sent by itself any more').waitFor();
    expect(await lookOver(page, 'deliveries-hand-over')).toEqual([]);
    answers['deliveries/*/hand-over'] = 409;
    await press(page, 'Put it in by hand');
    await page.getByText('It has moved on meanwhile').waitFor();

    await press(page, 'Give to a clinician');
    answers['deliveries/*/assign'] = lines[0] ?? {};
    await page.getByLabel('Give to').selectOption({ label: 'Dr. Helen Brooks' });
    expect(await lookOver(page, 'deliveries-assign')).toEqual([]);
    await press(page, 'Give it to them');
    await expect.poll(() => orders.at(-1)?.body).toEqual({ personId: 'person-1' });
  });
});

describe('what is inside', () => {
  const own = line({ next: 'compare', why: 'near-match', may: ['compare', 'export', 'done'] });
  const text = 'Reason\nCough for 3 days <b>not bold</b>\n\nPlan\nRest.\nRef WS-7F3K';

  async function open(): Promise<Page> {
    answers.deliveries = DeliveriesView.parse(view([own], { scope: 'own' }));
    const page = await comeIn('helen-brooks');
    await page.getByText('Yours, not in the EHR yet').waitFor();
    return page;
  }

  it('is compared side by side, and marked done only on a second press', async () => {
    const record = {
      id: 'DocumentReference/12',
      version: '2',
      at: AT,
      author: 'Dr. Helen Brooks',
      type: 'Progress note',
      text,
      isMarked: true,
      isSameText: true,
    };
    answers['deliveries/*/compare'] = CompareView.parse({
      line: own,
      sent: { text, type: 'Progress note', author: 'Dr. Helen Brooks', at: AT },
      shown: {
        state: 'read',
        isComplete: false,
        records: [
          record,
          { ...record, id: 'DocumentReference/13', text: null, isMarked: false, isSameText: false },
        ],
      },
    });
    const page = await open();
    await press(page, /^Compare with the EHR/);
    await page.getByText('This is it: it carries our mark').waitFor();
    await page.getByText('There may be more in the chart').waitFor();
    expect(await page.getByText('<b>not bold</b>').count()).toBe(2);
    expect(await lookOver(page, 'deliveries-compare')).toEqual([]);
    await page.keyboard.press('Escape');
    await press(page, /^Mark as done/);
    expect(orders).toEqual([]);
    expect(await lookOver(page, 'deliveries-done')).toEqual([]);
    answers['deliveries/*/done'] = { ...own, state: 'done-by-person', may: [], next: 'none' };
    await press(page, 'It is in the EHR');
    await expect.poll(() => orders).toEqual([{ call: `deliveries/${own.deliveryId}/done`, body: {} }]);
  });

  it('says why nothing can be compared, and who may not', async () => {
    answers['deliveries/*/compare'] = CompareView.parse({
      line: own,
      sent: { text, type: null, author: null, at: null },
      shown: { state: 'could-not-be-read', why: 'no-token' },
    });
    const page = await open();
    await press(page, /^Compare with the EHR/);
    await page.getByText('Nobody’s permission to read this chart').waitFor();
    expect(await lookOver(page, 'deliveries-compare-unread')).toEqual([]);
    await press(page, 'Close');
    answers['deliveries/*/export'] = 404;
    await press(page, /^Open the export/);
    await page.getByText('A supervisor can give it to you').waitFor();
    expect(await lookOver(page, 'deliveries-export-refused')).toEqual([]);
  });

  it('is exported for the eye, the printer and a program', async () => {
    answers['deliveries/*/export'] = ExportView.parse({
      line: own,
      patientName: 'Ada Martin',
      birthDate: '1961-11-21',
      text: `${text}\n${'A long line of the note. '.repeat(300)}`,
      machine: { fileName: 'note-WS-7F3K.json', type: 'application/fhir+json', body: '{"a":1}' },
    });
    const page = await open();
    await press(page, /^Open the export/);
    await page.getByText('born 21-Nov-1961').waitFor();
    expect(await lookOver(page, 'deliveries-export')).toEqual([]);
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Save as a file')]);
    expect(file.suggestedFilename()).toBe('note-WS-7F3K.json');

    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await press(page, 'Print');
    await page.emulateMedia({ media: 'print' });
    const seen = (name: string) =>
      page
        .getByText(name)
        .first()
        .evaluate((element) => getComputedStyle(element).visibility);
    expect(await seen('born 21-Nov-1961')).toBe('visible');
    expect(await seen('Staff door')).toBe('hidden');
  });
});
