// The credential register at the staff door: read, a line entered by hand, verified by name; a clinician's own lines.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHEET_COLUMNS } from '#domain/licensure';
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

describe('the credential register', () => {
  it('takes a line by hand, which is unverified until a supervisor looked at its source', async () => {
    const irene = await newPerson(browser);
    await comeInAsStaff(stack, irene.page, { username: 'irene-vasquez' });
    await irene.page.getByRole('link', { name: 'Licenses' }).click();
    const register = irene.page.getByRole('region', { name: 'Credential register' });
    await register.getByRole('button', { name: 'Enter a line' }).click();
    await register.getByRole('button', { name: 'Enter it' }).click();
    await register.getByText('Write the clinician’s reference').waitFor();
    await register.getByLabel('Clinician (Practitioner/…)').fill('Practitioner/helen-brooks');
    await register.getByLabel('State', { exact: true }).selectOption('WY');
    await register.getByLabel('First day').fill('2025-01-01');
    await register.getByLabel('Last day').fill('2031-12-31');
    expect(await lookOver(irene.page, 'credentials-enter')).toEqual([]);
    await register.getByRole('button', { name: 'Enter it' }).click();
    const line = register.getByRole('listitem').filter({ hasText: 'WY · license' });
    await line.getByText('Not verified: the gate asks for review.').waitFor();
    await line.getByRole('button', { name: 'Verify' }).click();
    await line.getByLabel('Which source did you look at?').fill('Wyoming Board of Medicine');
    expect(await lookOver(irene.page, 'credentials-verify')).toEqual([]);
    await line.getByRole('button', { name: 'Record' }).click();
    await line.getByText('Good.').waitFor();
    await line.getByText('Wyoming Board of Medicine').waitFor();

    const helen = await newPerson(browser);
    await comeInAsStaff(stack, helen.page, { username: 'helen-brooks' });
    await helen.page.getByRole('link', { name: 'Licenses' }).click();
    const own = helen.page.getByRole('region', { name: 'Credential register' });
    await own.getByText('WY · license').waitFor();
    expect(await own.getByRole('button', { name: /Verify|Enter a line/ }).count()).toBe(0);
    expect([irene.errors, helen.errors]).toEqual([[], []]);
    for (const { context } of [irene, helen]) await context.close();
  });

  it('takes a sheet: what is wrong in words first, then the rest by a press, verified by nobody', async () => {
    const irene = await newPerson(browser);
    await comeInAsStaff(stack, irene.page, { username: 'irene-vasquez' });
    await irene.page.getByRole('link', { name: 'Licenses' }).click();
    const register = irene.page.getByRole('region', { name: 'Credential register' });
    await register.getByRole('button', { name: 'Import a sheet' }).click();
    const part = irene.page.getByRole('region', { name: 'Import a sheet' });
    const choose = (text: string) =>
      part
        .locator('input[type=file]')
        .setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const row = (state: string, last: string) =>
      `Practitioner/helen-brooks,physician,licence,${state},MT-77,active,2025-01-01,${last},,`;
    await choose('salary\n1');
    await part.getByText('The column “salary” is not one of the register’s.').waitFor();
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await choose(`${SHEET_COLUMNS.join(',')}\n${row('MT', soon)}\n${row('Montana', '12/31/2027')}\n`);
    await part.getByText('1 new, 0 changed, 0 already there, 1 wrong.').waitFor();
    await part.getByText('state: “Montana” is no state. Write the two letters of the post').waitFor();
    await part.getByText('last_day: “12/31/2027” is no day. Write a day as 2027-12-31').waitFor();
    expect(await part.getByRole('button', { name: 'Import 1 line' }).count()).toBe(0);
    await part.getByLabel('Leave the wrong row out and import the rest (1).').check();
    expect(await lookOver(irene.page, 'credentials-sheet')).toEqual([]);
    await part.getByRole('button', { name: 'Import 1 line' }).click();
    await part.getByText('Imported: 1 new, 0 changed. Left out: 1. None of them is verified.').waitFor();
    await part.getByRole('button', { name: 'Done' }).click();
    const line = register.getByRole('listitem').filter({ hasText: 'MT · license' });
    await line.getByText('Not verified: the gate asks for review.').waitFor();
    await line.getByText('Imported from a sheet.').waitFor();

    // Longer than a page: it says so, turns, and finds one person.
    await register.getByRole('button', { name: 'Import a sheet' }).click();
    const many = Array.from({ length: 201 }, (_, at) =>
      [
        'Practitioner/of-many',
        'physician',
        'licence',
        'NH',
        `N-${at}`,
        'active',
        '2025-01-01',
        '2032-12-31',
      ].join(),
    );
    await choose([SHEET_COLUMNS.join(','), ...many.map((one) => `${one},,`)].join('\n'));
    await part.getByRole('button', { name: 'Import 201 lines' }).click();
    await part.getByRole('button', { name: 'Done' }).click();
    await register.getByText(/^Lines 1 to 200 of 20\d/).waitFor();
    await register.getByRole('button', { name: 'The lines after' }).click();
    await register.getByText(/^Lines 201 to 20(\d) of 20\1,/).waitFor();
    await register.getByLabel(/^Find one person/).fill('helen brooks');
    await register.getByRole('button', { name: 'Find' }).click();
    await register.getByText('Write it as in the EHR').waitFor();
    await register.getByLabel(/^Find one person/).fill('helen-brooks');
    await register.getByRole('button', { name: 'Find' }).click();
    await line.waitFor();
    expect(await register.getByText('Practitioner/of-many').count()).toBe(0);
    expect(await lookOver(irene.page, 'credentials-one-person')).toEqual([]);
    await register.getByRole('button', { name: 'Show everybody' }).click();
    await register.getByText(/^Lines 1 to 200 of/).waitFor();

    const helen = await newPerson(browser);
    await comeInAsStaff(stack, helen.page, { username: 'helen-brooks' });
    const ending = helen.page.getByRole('region', { name: 'Licenses that end' });
    await ending.getByText(/MT · license.*Ends in [56] days/).waitFor();
    expect(await lookOver(helen.page, 'credentials-ending')).toEqual([]);
    expect([irene.errors, helen.errors]).toEqual([[], []]);
    for (const { context } of [irene, helen]) await context.close();
  });
});
