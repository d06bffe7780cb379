// The credential register at the staff door: read, a line entered by hand, verified by name; a clinician's own lines.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
