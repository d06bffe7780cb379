// A guest in a visit, in three browsers: the link, the door, the clinician's yes, the call of three, the question about
// recording, and out at once when asked. And every way in which an invitation does not open.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { countHeard, openEars, seesAndHears } from '../fixtures/call-ears.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { checkIn, desk, holdOwn, press } from '../fixtures/visit-clicks.ts';
import {
  ADMIT,
  atPatientDoor,
  checkIn as checkInOverHttp,
  inChart,
  newDevice,
  ownVisit,
  said,
  tell,
} from '../fixtures/visit-people.ts';
import { comeInAsPatient, openLaunch } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

/** Invites one and answers the address that is shown once. */
async function invite(page: Page, name: string, role = 'Interpreter'): Promise<string> {
  const guests = page.getByRole('region', { name: 'Guests' });
  if (!(await guests.isVisible())) await page.getByRole('button', { name: 'Guests' }).click();
  const another = guests.getByRole('button', { name: 'Invite another guest' });
  if (await another.isVisible()) await another.click();
  await guests.getByLabel('Guest’s name').fill(name);
  await guests.getByLabel('Comes as').selectOption({ label: role });
  if (role === 'Interpreter') await guests.getByLabel('Interprets').fill('es');
  await guests.getByRole('button', { name: 'Make an invitation' }).click();
  return (await guests.locator('code').textContent()) ?? '';
}

/** Through the door with a name of their own. */
async function comeInAsGuest(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Your name').fill(name);
  await page.getByText('Draft: this clinic’s lawyers').waitFor();
  await page.getByLabel('I have read this and I agree').check();
  await press(page, 'Ask to come in');
  await page.getByText('The clinician sees that you ask to come in').waitFor();
}

async function person(options: Parameters<typeof newPerson>[1] = {}): Promise<BrowserPerson> {
  const made = await newPerson(browser, options);
  await openEars(made);
  return made;
}

async function three(patient: string): Promise<{ helen: BrowserPerson; patient: BrowserPerson }> {
  const helen = await person();
  await openLaunch(stack, helen.page, { patient });
  await holdOwn(helen.page);
  const at = await person({ viewport: NARROW });
  await comeInAsPatient(stack, at.page, { username: patient });
  await checkIn(at.page);
  await desk(helen.page).getByRole('button', { name: 'Let in' }).click();
  await press(helen.page, 'Let the patient in');
  await press(helen.page, 'Join now');
  await press(at.page, 'Join now');
  await Promise.all([seesAndHears(helen.page, 1), seesAndHears(at.page, 1)]);
  return { helen, patient: at };
}

const asksOf = (page: Page) => page.getByRole('region', { name: 'Recording and listening by software' });

/** Says where they are, reads the text, agrees. */
async function agreeFrom(page: Page, state: string): Promise<void> {
  const asked = asksOf(page);
  await asked.getByRole('button', { name: 'Read and answer' }).click();
  await asked.getByLabel('In which state are you now?').selectOption(state);
  await asked.getByRole('button', { name: 'Go on' }).click();
  await asked.getByText('You may say no').waitFor();
  expect(await lookOver(page, 'guest-listening-text', undefined, [NARROW])).toEqual([]);
  await asked.getByRole('button', { name: 'Yes, I agree' }).click();
  await asked.getByText('You said yes.').waitFor();
}

describe('a guest', () => {
  it('comes by a link, is let in, is seen and heard by all, and is out at once when removed', async () => {
    const { helen, patient: ada } = await three('ada-martin');
    const address = await invite(helen.page, 'Maria from the agency');
    expect(await lookOver(helen.page, 'guest-invited')).toEqual([]);

    const maria = await person({ viewport: NARROW });
    // As a mail scanner does: fetched, and drawn with its script, without a press.
    await fetch(address);
    await maria.page.goto(address);
    await maria.page.getByText('you are invited as interpreter').waitFor();
    expect(await lookOver(maria.page, 'guest-door')).toEqual([]);
    await press(maria.page, 'Ask to come in');
    await maria.page.getByText('Please write your name.').waitFor();
    await comeInAsGuest(maria.page, address, 'Maria Ruiz');
    expect(maria.page.url()).not.toContain('#');
    expect(await lookOver(maria.page, 'guest-waiting')).toEqual([]);
    // Before the yes she knows nobody's name but the clinician's.
    expect(await maria.page.getByText('Ada', { exact: false }).count()).toBe(0);

    await helen.page.getByRole('button', { name: 'Guests' }).click();
    await desk(helen.page).getByText('Somebody asks to come in').waitFor();
    expect(await lookOver(helen.page, 'guest-asks')).toEqual([]);
    await press(helen.page, 'Let in: Maria Ruiz');
    await press(maria.page, 'Join now');
    const everybody = [helen.page, ada.page, maria.page];
    await Promise.all(everybody.map((page) => seesAndHears(page, 2)));
    for (const page of everybody) {
      const people = page.getByRole('region', { name: 'In this visit' });
      await people.getByText('Maria Ruiz').waitFor();
      expect(await people.getByRole('listitem').count()).toBe(3);
    }
    expect(await ada.page.getByRole('figure', { name: 'Maria Ruiz, Interpreter (es)' }).count()).toBe(1);
    expect(await lookOver(maria.page, 'guest-call')).toEqual([]);
    expect(await lookOver(ada.page, 'guest-call-patient')).toEqual([]);

    // What the patient writes is read for signs; who interprets is asked for none.
    const chat = ada.page.getByRole('region', { name: 'Chat' });
    if (!(await chat.isVisible())) await ada.page.getByRole('button', { name: /^Open the chat/ }).click();
    await chat.getByLabel('Message').fill('I have chest pain since this morning');
    await chat.getByRole('button', { name: 'Send' }).click();
    const heard = desk(helen.page).getByRole('alert').filter({ hasText: 'Emergency sign told' });
    await heard.getByText('in their own words').waitFor();
    await heard.getByText('patient says in the chat:').waitFor();
    expect(await lookOver(helen.page, 'call-sign-in-chat')).toEqual([]);
    expect(await maria.page.getByRole('button', { name: 'Report a sign that cannot wait' }).count()).toBe(0);

    // She may leave and come back, also after a reload, and by her own link in the same browser.
    await press(maria.page, 'Leave the call');
    await maria.page.goto(address);
    await maria.page.getByRole('button', { name: 'Join now' }).waitFor();
    await press(maria.page, 'Join now');
    await Promise.all(everybody.map((page) => seesAndHears(page, 2)));

    await press(helen.page, 'Guests');
    await press(helen.page, 'Remove: Maria Ruiz');
    await maria.page.getByRole('heading', { name: 'You are not in this visit any more' }).waitFor();
    expect(await maria.page.locator('video').count()).toBe(0);
    expect(await countHeard(maria.page)).toBe(0);
    await Promise.all([seesAndHears(helen.page, 1), seesAndHears(ada.page, 1)]);
    expect(await lookOver(maria.page, 'guest-removed')).toEqual([]);
    await maria.page.reload();
    await maria.page.getByRole('heading', { name: 'You are not in this visit any more' }).waitFor();
    expect([helen.errors, ada.errors]).toEqual([[], []]);
    for (const { context } of [helen, ada, maria]) await context.close();
  });

  it('is asked about recording like everybody, and a word said aloud is written down by who heard it', async () => {
    const [host, john] = [
      await inChart(stack, 'helen-brooks', 'john-ellis'),
      await atPatientDoor(stack, 'john-ellis'),
    ];
    const { visitId } = await ownVisit(host);
    await checkInOverHttp(john, visitId);
    await said(tell(host, visitId, 'admit', ADMIT));
    await said(tell(john, visitId, 'join', { device: newDevice() }));
    const [helen, maria] = [await newPerson(browser), await newPerson(browser, { viewport: NARROW })];
    await openLaunch(stack, helen.page, { patient: 'john-ellis' });
    await comeInAsGuest(maria.page, await invite(helen.page, 'Maria from the agency'), 'Maria Ruiz');
    await press(helen.page, 'Guests');
    await press(helen.page, 'Let in: Maria Ruiz');
    await maria.page.getByRole('button', { name: 'Join now' }).waitFor();

    const seen = helen.page.getByRole('region', { name: 'Recording and AI listening' });
    await seen.getByRole('button', { name: 'Ask everyone: Room recorder' }).click();
    await agreeFrom(maria.page, 'MA');
    await agreeFrom(helen.page, 'NH');
    await seen.getByRole('button', { name: /^Write down what was said: .*Ellis/ }).click();
    await seen.getByLabel('Who said it').selectOption({ label: 'A parent' });
    await seen.getByRole('button', { name: 'They said yes' }).click();
    await seen.getByText('For a yes: name who said it').waitFor();
    await seen.getByLabel('Who said it').selectOption({ label: 'The patient' });
    await seen.getByLabel('Language it was said in').selectOption({ label: 'Spanish' });
    await seen.getByLabel('Interpreter’s name').fill('Maria Ruiz');
    expect(await lookOver(helen.page, 'listening-spoken')).toEqual([]);
    await seen.getByRole('button', { name: 'They said yes' }).click();
    await seen.getByText(/heard by .*Brooks/).waitFor();
    await seen.getByText('may be switched on now').waitFor();
    expect(await lookOver(helen.page, 'listening-may-be-on', undefined, [NARROW])).toEqual([]);
    await asksOf(maria.page).getByRole('button', { name: 'Take back my yes' }).click();
    await seen.getByRole('alert').getByText('Room recorder: switch it off now').waitFor();
    await seen.getByText('took it back').waitFor();
    expect([helen.errors, maria.errors]).toEqual([[], []]);
    for (const { context } of [helen, maria]) await context.close();
  });

  it('reads why an invitation does not open, in both languages, and without a script what is needed', async () => {
    const helen = await person();
    await openLaunch(stack, helen.page, { patient: 'benjamin-okafor' });
    await holdOwn(helen.page);
    const [used, removed, late] = [
      await invite(helen.page, 'One', 'Caregiver'),
      await invite(helen.page, 'Two', 'Second clinician'),
      await invite(helen.page, 'Three', 'Guest'),
    ];
    const first = await person();
    await comeInAsGuest(first.page, used, 'One Guest');
    await press(helen.page, 'Remove: Two');
    await press(helen.page, 'Let in: One Guest');
    await press(first.page, 'Report a sign that cannot wait');
    await first.page.getByLabel('A seizure (shaking, not awake)').check();
    await first.page.getByText('Thoughts of hurting themselves').waitFor();
    await first.page.getByRole('link', { name: 'Call 911' }).waitFor();
    expect(await lookOver(first.page, 'guest-reports')).toEqual([]);
    await press(first.page, 'Tell the clinician');
    await first.page.getByText('The clinician has been told.').waitFor();
    expect(await lookOver(first.page, 'guest-reported')).toEqual([]);
    await desk(helen.page)
      .getByText(/^a guest says \(.*One Guest.*\), /)
      .waitFor();
    const other = await person({ viewport: NARROW });
    const reads = async (address: string, words: string) => {
      await other.page.goto('about:blank');
      await other.page.goto(address);
      await other.page.getByRole('heading', { name: words }).waitFor();
    };
    await reads(used, 'This invitation was used');
    expect(await lookOver(other.page, 'guest-door-used')).toEqual([]);
    await other.page.getByRole('link', { name: 'En español' }).click();
    await other.page.getByRole('heading', { name: 'Esta invitación ya se usó' }).waitFor();
    await reads(removed, 'This invitation was taken back');
    await reads(`${stack.appUrl}/launch/guest.html#never-made-by-anybody`, 'This link does not work');
    await reads(`${stack.appUrl}/launch/guest.html`, 'Your link is not complete');
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
    const page = await plain.newPage();
    await page.goto(late);
    // Text of a noscript is found by its place alone.
    const said = page.locator('noscript strong');
    expect(await said.isVisible()).toBe(true);
    expect(await said.textContent()).toContain('Para entrar hace falta JavaScript');
    await plain.close();

    // A screen that was locked meanwhile: no portal can open it, the clinician can.
    stack.skipTime(16 * 60_000);
    await first.page.getByRole('heading', { name: /locked/i }).waitFor();
    expect(await lookOver(first.page, 'guest-locked')).toEqual([]);
    await press(first.page, 'Ask to be let in again');
    await first.page.getByText('The clinician sees that you ask to come in').waitFor();

    stack.skipTime(25 * 3600_000);
    await reads(late, 'This invitation has run out');
    for (const { context } of [helen, first, other]) await context.close();
  });
});
