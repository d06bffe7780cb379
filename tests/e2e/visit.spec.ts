// The whole visit in two browsers: the clinician beside the chart, the patient on their own link. Both see and hear
// each other; whoever drops comes back; the end is told to both.
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { openPostOffice, type PostOffice, readLetter } from '../fixtures/post-office.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  bothAtTheDoor,
  checkIn,
  clinicianIn,
  desk,
  holdOwn,
  press,
  seesOther,
} from '../fixtures/visit-clicks.ts';
import { codeOf, inChart, ownVisit, tell } from '../fixtures/visit-people.ts';
import { comeInAsPatient, comeInAsStaff } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
let office: PostOffice;
beforeAll(async () => {
  office = await openPostOffice();
  const env = { WEBSIDE_SMTP: office.url, WEBSIDE_MAIL_FROM: 'visits@clinic.example' };
  [stack, browser] = await Promise.all([startStack({ env }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
  await office.shut();
});

/** A locked session refuses what the pages go on asking. */
const isNoRefusal = (line: string) => !line.includes('423 (Locked)');

/** Every answer a letter can get; nothing that was typed is lost, and the invitation holds through all of them. */
async function sendsByMail(page: Page): Promise<void> {
  const panel = page.locator('.visit-invite');
  const address = await panel.locator('code').textContent();
  const says = (words: string) => panel.getByRole('alert').filter({ hasText: words }).waitFor();
  const send = () => panel.getByRole('button', { name: 'Send', exact: true }).click();
  const write = async (to: string) => {
    await panel.getByLabel('E-mail address').fill(to);
    await panel.getByRole('button', { name: 'Go on' }).click();
  };
  await panel.getByRole('button', { name: 'Send by e-mail' }).click();
  await write('ada at home');
  await panel.getByText('Write one e-mail address.').waitFor();
  await write(`ada@${office.refuses}`);
  await send();
  await says('does not take this address');
  expect(await lookOver(page, 'visit-mail-refused')).toEqual([]);
  await panel.getByRole('button', { name: 'Change' }).click();
  expect(await panel.getByLabel('E-mail address').inputValue()).toBe(`ada@${office.refuses}`);
  await write('ada@home.example');
  await office.shut();
  await send();
  await says('The mail server did not answer. The invitation still holds');
  office = await openPostOffice({ port: Number(new URL(office.url).port) });
  await send();
  await panel.getByText('Sent to ada@home.example.').waitFor();
  expect(office.letters.map(({ to }) => to)).toEqual([['ada@home.example']]);
  expect(readLetter(office.letters[0]?.text ?? '').body).toContain(address);

  // The same person in another chart uses up what is left of the minute.
  const elsewhere = await inChart(stack, 'helen-brooks', 'evelyn-hart');
  const { visitId } = await ownVisit(elsewhere);
  const letter = { to: 'other@home.example', language: 'en' };
  const codes = [];
  while (codes.length < 11 && codes.at(-1) !== 'mail.too-many')
    codes.push(await codeOf(tell(elsewhere, visitId, 'mail', letter)));
  expect(codes.at(-1)).toBe('mail.too-many');
  await panel.getByRole('button', { name: 'Send to another address' }).click();
  await write('paul@home.example');
  await send();
  await says('You have sent ten letters in a minute');
  stack.skipTime(60_000);
  await send();
  await panel.getByText('Sent to paul@home.example.').waitFor();
  expect(await panel.locator('code').textContent()).toBe(address);
}

describe('a visit', () => {
  it('goes from the chart over check-in and waiting room to the call and its end', async () => {
    const helen = await clinicianIn(stack, browser, 'ada-martin');
    await desk(helen.page).getByRole('button', { name: 'Hold this appointment' }).first().click();
    await press(helen.page, 'Invite');
    await helen.page.getByRole('img', { name: /^Code that opens/ }).waitFor();
    await helen.page.getByText('Asked for Massachusetts, as the chart has it').waitFor();
    expect(await lookOver(helen.page, 'visit-invite')).toEqual([]);
    await sendsByMail(helen.page);

    const ada = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, ada.page, { username: 'ada-martin' });
    expect(await lookOver(ada.page, 'patient-visits')).toEqual([]);
    await checkIn(ada.page);
    expect(await lookOver(ada.page, 'patient-waiting')).toEqual([]);

    await desk(helen.page).getByText('The patient is waiting.').waitFor();
    await press(helen.page, /^Gate: /);
    expect(await lookOver(helen.page, 'visit-gate')).toEqual([]);
    await press(helen.page, /^Gate: open/);
    await press(helen.page, 'Let in');
    await press(helen.page, 'Let the patient in');
    await press(helen.page, 'Join now');
    await press(ada.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(ada.page)]);
    expect(await lookOver(helen.page, 'visit-call-clinician')).toEqual([]);
    expect(await lookOver(ada.page, 'visit-call-patient')).toEqual([]);

    await press(helen.page, /^Gate: open/);
    await helen.page.getByText('Door opened').waitFor();
    const [saved] = await Promise.all([
      helen.page.waitForEvent('download'),
      press(helen.page, 'Save the evidence as a file'),
    ]);
    expect(await readFile(await saved.path(), 'utf8')).toContain('"event": "opened"');
    expect(await lookOver(helen.page, 'visit-evidence')).toEqual([]);
    await press(helen.page, /^Gate: open/);

    await press(helen.page, 'End visit');
    await ada.page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
    await desk(helen.page).getByText('The visit has ended.').first().waitFor();
    await desk(helen.page).getByText('How the call went').click();
    await desk(helen.page).getByText('Nothing went wrong with the connection.').waitFor();
    await desk(helen.page)
      .getByRole('listitem')
      .getByText(/· direct · connected after/)
      .nth(1)
      .waitFor();
    expect(await lookOver(helen.page, 'visit-call-report')).toEqual([]);
    const figures = await (await fetch(`${stack.appUrl}/metrics`)).text();
    expect(figures).toMatch(/webside_call_stays_total\{provider="peer",route="direct",cause="none"\} 2/);
    // The three letters that did not go.
    const isNoLetter = (line: string) => !/status of (409|429|503).*\/mail\)$/.test(line);
    expect([helen.errors.filter(isNoLetter), ada.errors]).toEqual([[], []]);
    await helen.context.close();
    await ada.context.close();
  });

  it('goes on for whoever hung up and after a reload, and for the clinician while the screen is locked', async () => {
    const { clinician: helen, patient: benjamin } = await bothAtTheDoor(stack, browser, 'benjamin-okafor');
    await press(helen.page, 'Join now');
    await press(benjamin.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(benjamin.page)]);

    await press(benjamin.page, 'Leave the call');
    await press(benjamin.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(benjamin.page)]);

    await press(helen.page, 'Leave the call');
    await press(helen.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(benjamin.page)]);

    await benjamin.page.reload();
    await press(benjamin.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(benjamin.page)]);

    stack.skipTime(16 * 60_000);
    await helen.page.getByRole('heading', { name: /locked/i }).waitFor();
    await seesOther(helen.page);
    expect(await helen.page.getByText('OKAFOR, Benjamin').count()).toBe(0);
    expect(await helen.page.getByRole('heading', { name: 'Problems' }).isVisible()).toBe(false);
    expect([helen.errors.filter(isNoRefusal), benjamin.errors.filter(isNoRefusal)]).toEqual([[], []]);
    await helen.context.close();
    await benjamin.context.close();
  });

  it('keeps the door closed where the clinician has no license, says why, and emergency still opens', async () => {
    const helen = await clinicianIn(stack, browser, 'walter-nakamura');
    await holdOwn(helen.page);
    const walter = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, walter.page, { username: 'walter-nakamura' });
    await checkIn(walter.page, { state: 'WY' });
    await press(helen.page, 'Let in');
    await helen.page.getByText('The gate is not open').waitFor();
    await press(helen.page, 'Show the reasons');
    await helen.page.getByText('None of the credentials on file allows treating').waitFor();
    expect(await lookOver(helen.page, 'visit-gate-closed')).toEqual([]);
    expect(await walter.page.getByRole('button', { name: 'Join now' }).count()).toBe(0);
    await press(helen.page, 'Emergency');
    expect(await lookOver(helen.page, 'visit-emergency')).toEqual([]);
    await helen.page.getByLabel('What is the emergency?').fill('fainted');
    await press(helen.page, 'Open video now');
    await walter.page.getByRole('button', { name: 'Join now' }).waitFor();
    await helen.page.getByText(/Opened as an emergency/).waitFor();
    // In the bar, and beside the notice as one of the things it offers.
    await helen.page.getByRole('button', { name: 'End visit' }).first().click();
    await helen.context.close();
    await walter.context.close();
  });

  /** A tick says at once whom to call; the way into the visit stays open beside it. */
  async function tellsChestPain(page: Page): Promise<void> {
    await page.getByLabel('Pain or pressure in the chest').check();
    const call = page.getByRole('link', { name: 'Call 911' });
    expect(await call.getAttribute('href')).toBe('tel:911');
    await page.getByLabel(/^Why are you here today/).fill('since I shoveled snow');
    expect(await lookOver(page, 'patient-signs')).toEqual([]);
    await press(page, 'Tell my clinician');
    await page.getByRole('heading', { name: 'Call for help now' }).waitFor();
    expect(await lookOver(page, 'patient-crisis')).toEqual([]);
    await press(page, 'Go on to my clinician');
  }

  it('shows a sign that cannot wait to the clinician at once, Today on top, and who waits; called off, the patient is told', async () => {
    const helen = await clinicianIn(stack, browser, 'john-ellis');
    await holdOwn(helen.page);
    const john = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, john.page, { username: 'john-ellis' });
    await checkIn(john.page, { signs: () => tellsChestPain(john.page) });
    await john.page.getByRole('link', { name: 'Call 911' }).waitFor();
    expect(await lookOver(john.page, 'patient-waiting-after-sign')).toEqual([]);
    const told = desk(helen.page).getByRole('alert').filter({ hasText: 'Emergency sign told' });
    await told.getByText('Chest pain or pressure').waitFor();
    await told.getByText('since I shoveled snow').waitFor();
    await told.getByText('11 questions were not answered: needs review').click();
    await told.getByText(/Seizure/).waitFor();
    await told.getByText('By which rule').click();
    await told.getByText('red-flag/chest-pain').waitFor();
    expect(await lookOver(helen.page, 'visit-signs')).toEqual([]);
    const door = await newPerson(browser);
    await comeInAsStaff(stack, door.page, { username: 'helen-brooks' });
    await door.page.getByText('Waiting since').first().waitFor();
    const first = door.page.getByRole('listitem').first();
    await first.getByText('Emergency sign told').waitFor();
    await first.getByText('Not seen by anybody yet').waitFor();
    expect(await lookOver(door.page, 'today')).toEqual([]);
    const [opened] = await Promise.all([
      door.page.waitForEvent('popup'),
      door.page.getByRole('button', { name: 'Open this visit' }).first().click(),
    ]);
    await desk(opened).getByText('The patient is waiting.').waitFor();
    await opened.getByRole('region', { name: 'Patient' }).getByText('Ellis').waitFor();
    // In another patient's chart: that there is one and since when, and no name.
    const elsewhere = await clinicianIn(stack, browser, 'walter-nakamura');
    const others = desk(elsewhere.page).getByText(/^Another patient of yours told a sign that cannot wait/);
    await others.waitFor();
    expect(await elsewhere.page.getByText('Ellis').count()).toBe(0);
    expect(await lookOver(elsewhere.page, 'visit-others-sign')).toEqual([]);
    await press(helen.page, 'I have seen this');
    await desk(helen.page)
      .getByText(/^Seen by .*Brooks.* It stays/)
      .waitFor();
    await desk(helen.page).getByText('Chest pain or pressure').waitFor();
    await first.getByText('Seen', { exact: true }).waitFor();
    await others.waitFor({ state: 'detached' });

    // What he says aloud by phone is written down, and wants to be seen like what he told himself.
    await press(helen.page, 'Write down a sign');
    const written = helen.page.getByRole('form', { name: 'Write down a sign' });
    await written.getByRole('button', { name: 'Write it down' }).click();
    await written.getByText('Choose the sign.').waitFor();
    await written.getByLabel('Which sign').selectOption({ label: 'Thoughts of self-harm or suicide' });
    await written.getByText('Crisis line for veterans').waitFor();
    await written.getByLabel('Whose word').selectOption({ label: 'somebody with the patient said it aloud' });
    await written.getByLabel('In a few words, if you like').fill('His brother called');
    expect(await lookOver(helen.page, 'visit-sign-written')).toEqual([]);
    await written.getByRole('button', { name: 'Write it down' }).click();
    await told.getByText(/^somebody with the patient said it aloud; written down by .*Brooks/).waitFor();
    await told.getByText('His brother called').waitFor();
    await helen.page.getByRole('button', { name: 'I have seen this' }).waitFor();
    expect(await lookOver(helen.page, 'visit-signs-both')).toEqual([]);
    await helen.page.getByText('More steps').click();
    await press(helen.page, 'Cancel visit');
    await john.page.getByRole('heading', { name: 'This visit was cancelled' }).waitFor();
    expect(await lookOver(john.page, 'patient-cancelled')).toEqual([]);
    for (const person of [helen, john, door, elsewhere]) await person.context.close();
  });
});
