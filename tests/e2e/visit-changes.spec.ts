// What changes in the middle of a visit: the patient's place, their consents. The clinician is told why and what is
// offered; the call goes on, newcomers do not come; and the telephone is one press away.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { checkIn, desk, holdOwn, press, seesOther } from '../fixtures/visit-clicks.ts';
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

async function waiting(patient: string, state = 'MA'): Promise<{ helen: BrowserPerson; at: BrowserPerson }> {
  const helen = await newPerson(browser);
  await openLaunch(stack, helen.page, { patient });
  await holdOwn(helen.page);
  const at = await newPerson(browser, { viewport: NARROW });
  await comeInAsPatient(stack, at.page, { username: patient });
  await checkIn(at.page, { state });
  return { helen, at };
}

async function inCall(patient: string): Promise<{ helen: BrowserPerson; at: BrowserPerson }> {
  const { helen, at } = await waiting(patient);
  await desk(helen.page).getByRole('button', { name: 'Let in' }).click();
  await press(helen.page, 'Let the patient in');
  await press(helen.page, 'Join now');
  await press(at.page, 'Join now');
  await Promise.all([seesOther(helen.page), seesOther(at.page)]);
  return { helen, at };
}

/** The patient goes on in another tab: the first one lets go of the call, and says so. */
async function letGo(at: BrowserPerson): Promise<void> {
  const first = at.page;
  const second = await at.context.newPage();
  await second.goto(first.url());
  await press(second, 'Join now');
  await seesOther(second);
  await first.getByText('You are in this visit on another device or page now.').waitFor();
  expect(await first.locator('video').count()).toBe(0);
  // And back: by its own press, and the other one lets go in its turn.
  await press(first, 'Use it here');
  await press(first, 'Join now');
  await seesOther(first);
  await second.getByText('You are in this visit on another device or page now.').waitFor();
  await second.close();
}

const noticeOf = (page: Page) =>
  desk(page).getByRole('status').filter({ hasText: 'the gate is closed: recording' });

const asksOf = (page: Page) => page.getByRole('region', { name: 'Recording and listening by software' });
const listeningOf = (page: Page) => page.getByRole('region', { name: 'Recording and AI listening' });

async function agree(page: Page): Promise<void> {
  await asksOf(page).getByText('You may say no. Your care stays the same').waitFor();
  await asksOf(page).getByRole('button', { name: 'Yes, I agree' }).click();
  await asksOf(page).getByText('You said yes.').waitFor();
}

/** Everybody is asked; it may be on when all agreed, and must be off the moment one takes it back. */
async function askAboutRecording(helen: Page, patient: Page): Promise<void> {
  const [seen, asked] = [listeningOf(helen), asksOf(patient)];
  expect(await asked.count()).toBe(0);
  await seen.getByRole('button', { name: 'Ask everyone: Room recorder' }).click();
  await asked.getByText('May this visit be recorded?').waitFor();
  expect(await lookOver(patient, 'listening-asked', undefined, [NARROW])).toEqual([]);
  await asked.getByRole('button', { name: 'Later' }).click();
  await asked.getByRole('button', { name: 'Read and answer' }).click();
  expect(await lookOver(patient, 'listening-text', undefined, [NARROW])).toEqual([]);
  await agree(patient);
  expect(await seen.getByText('may be switched on now').count()).toBe(0);
  await asksOf(helen).getByRole('button', { name: 'Read and answer' }).click();
  await asksOf(helen).getByLabel('In which state are you now?').selectOption('NH');
  await asksOf(helen).getByRole('button', { name: 'Go on' }).click();
  await agree(helen);
  await seen.getByText('may be switched on now').waitFor();
  await asked.getByText('Everybody agreed: it may be on now.').waitFor();
  await asked.getByRole('button', { name: 'Take back my yes' }).click();
  await seen.getByRole('alert').getByText('Room recorder: switch it off now').waitFor();
  expect(await seen.getByText('may be switched on now').count()).toBe(0);
}

/** The telephone is another way of meeting: the patient reads so, the clinician asks aloud; then both ways hold. */
async function goOnByPhone(helen: Page, patient: Page): Promise<void> {
  const notice = noticeOf(helen);
  await desk(helen).getByText('More steps').click();
  await press(helen, 'Go on by phone');
  await notice.getByText('agreed to another way of meeting').waitFor();
  await patient.getByText('You go on without picture. Do you agree to that?').waitFor();
  await press(patient, 'Read and answer');
  await patient.getByText('Draft: this clinic’s lawyers have not yet approved this text.').waitFor();
  expect(await lookOver(patient, 'patient-another-way', undefined, [NARROW])).toEqual([]);
  await notice.getByRole('button', { name: 'Ask for consent aloud' }).click();
  const aloud = desk(helen).getByRole('region', { name: 'Ask for the consent aloud' });
  await aloud.getByRole('heading', { name: 'What it costs' }).waitFor();
  expect(await lookOver(helen, 'visit-aloud')).toEqual([]);
  await aloud.getByLabel('Language to read it in').selectOption('es');
  await aloud.getByRole('heading', { name: 'Cuánto cuesta' }).waitFor();
  await aloud.getByRole('button', { name: 'They said yes' }).click();
  await notice.waitFor({ state: 'detached' });
  await patient.getByText('wrote down that you agreed aloud').waitFor();
  expect(await lookOver(patient, 'patient-was-heard', undefined, [NARROW])).toEqual([]);
  await press(helen, 'Gate: open');
  await desk(helen).getByText('“Your consent to a visit by video or phone”, version').first().click();
  expect(await lookOver(helen, 'visit-evidence-texts')).toEqual([]);
  await press(helen, 'Back to video');
  await desk(helen).getByText('Go on by phone').waitFor({ state: 'attached' });
  expect(await notice.count()).toBe(0);
  await Promise.all([seesOther(helen), seesOther(patient)]);
}

/** Signed by the keyboard alone: nothing is chosen beforehand, and what is missing is said. */
async function signException(helen: Page): Promise<void> {
  await press(helen, 'Gate: closed');
  await press(helen, 'Sign an exception');
  const form = helen.getByRole('form', { name: 'An exception, signed by you' });
  await form.getByText('Which rule of Wyoming is it?').waitFor();
  expect(await form.locator('input:checked').count()).toBe(0);
  await form.getByRole('button', { name: 'Sign the exception' }).press('Enter');
  for (const missing of ['Choose the rule', 'Write in a sentence', 'Tick this to sign'])
    await form.getByRole('alert').filter({ hasText: missing }).waitFor();
  expect(await lookOver(helen, 'gate-exception-asked')).toEqual([]);
  await form.getByLabel('Follow-up of an established patient').press('Space');
  await helen.keyboard.press('Tab');
  await helen.keyboard.type('Seen in May where I am licensed; this goes on with it.');
  await helen.keyboard.press('Tab');
  await helen.keyboard.press('Space');
  await helen.keyboard.press('Tab');
  await helen.keyboard.press('Enter');
  await desk(helen).getByText('the gate is open again').waitFor();
  await desk(helen).getByRole('button', { name: 'Gate: open by exception' }).waitFor();
  await desk(helen)
    .getByText(/signed by .*Brooks.* for Wyoming/)
    .waitFor();
  expect(await helen.evaluate(() => document.activeElement?.textContent)).toContain('Seen in May');
  expect(await lookOver(helen, 'gate-exception-signed')).toEqual([]);
}

async function takeBackException(helen: Page): Promise<void> {
  await press(helen, 'Take back my exception');
  await noticeOf(helen).waitFor();
  await desk(helen).getByRole('button', { name: 'Gate: closed' }).waitFor();
}

describe('in the middle of a visit', () => {
  it('a patient who moved to a state without a license closes the gate, not the call', async () => {
    const { helen, at } = await inCall('ada-martin');
    await askAboutRecording(helen.page, at.page);
    await Promise.all([seesOther(helen.page), seesOther(at.page)]);
    await press(at.page, 'I have moved to another place');
    await at.page.getByLabel('State').selectOption('WY');
    await at.page.getByLabel('What kind of place is it?').selectOption('vehicle');
    expect(await lookOver(at.page, 'patient-moved', undefined, [NARROW])).toEqual([]);
    await press(at.page, 'Tell my clinician');
    await at.page.getByText('Your clinician knows where you are now').waitFor();
    // Wyoming has words of its own.
    await at.page.getByText('Where you are now, the text says more.').waitFor();

    const notice = noticeOf(helen.page);
    await notice.waitFor();
    await notice.getByText('None of the credentials on file allows treating').waitFor();
    for (const offer of [
      'Finish safely and end',
      'Go on by phone',
      'Offer to another clinician',
      'Emergency',
    ])
      expect(await notice.getByRole('button', { name: offer }).count(), offer).toBe(1);
    expect(await lookOver(helen.page, 'visit-refused')).toEqual([]);
    await notice.getByRole('button', { name: 'Ask for consent aloud' }).click();
    await desk(helen.page).getByText('Wyoming may ask for this consent in writing').waitFor();
    expect(await lookOver(helen.page, 'visit-aloud-writing')).toEqual([]);
    await Promise.all([seesOther(helen.page), seesOther(at.page)]);

    // The license and the consent are two doors: an exception opens the one, the patient the other.
    await press(at.page, 'Read and answer');
    await at.page.getByRole('button', { name: 'I agree', exact: true }).click();
    await signException(helen.page);
    await Promise.all([seesOther(helen.page), seesOther(at.page)]);
    await takeBackException(helen.page);

    await press(helen.page, 'Guests');
    await helen.page.getByLabel('Guest’s name').fill('Somebody');
    await press(helen.page, 'Make an invitation');
    await helen.page.getByText('Nobody new can be let in while the gate is closed').waitFor();

    await press(helen.page, 'Location');
    const place = helen.page.locator('form').filter({ has: helen.page.getByLabel('Kind of place') });
    await place.getByLabel('State').selectOption('MA');
    await place.getByLabel('Kind of place').selectOption('home');
    expect(await lookOver(helen.page, 'visit-location')).toEqual([]);
    await press(helen.page, 'Write down and ask the gate');
    await desk(helen.page).getByText('the gate is open again').waitFor();

    expect([helen.errors.filter((line) => !line.includes('409')), at.errors]).toEqual([[], []]);
    for (const { context } of [helen, at]) await context.close();
  });

  it('a consent taken back does the same, given again opens the gate, and the visit goes on by phone', async () => {
    const { helen, at } = await inCall('benjamin-okafor');
    await letGo(at);
    await press(at.page, 'I take back my consent');
    expect(await lookOver(at.page, 'patient-takes-back', undefined, [NARROW])).toEqual([]);
    await press(at.page, 'Take back my consent');
    await at.page.getByText('You took back your consent').waitFor();
    await noticeOf(helen.page).getByText('took the consent back').waitFor();

    // Minds change, also after a reload; the server knows which word was the last.
    await at.page.reload();
    await press(at.page, 'Join now');
    await at.page.getByText('You took back your consent').waitFor();
    await press(at.page, 'I agree to this visit after all');
    await at.page.getByRole('button', { name: 'I agree', exact: true }).waitFor();
    expect(await lookOver(at.page, 'patient-agrees-again', undefined, [NARROW])).toEqual([]);
    await at.page.getByRole('button', { name: 'I agree', exact: true }).click();
    await at.page.getByText('You agreed. Your clinician sees it.').waitFor();
    await desk(helen.page).getByText('the gate is open again').waitFor();
    await noticeOf(helen.page).waitFor({ state: 'detached' });
    await Promise.all([seesOther(helen.page), seesOther(at.page)]);
    await goOnByPhone(helen.page, at.page);

    await press(at.page, 'I take back my consent');
    await press(at.page, 'Take back my consent');
    await noticeOf(helen.page).waitFor();
    await Promise.all([seesOther(helen.page), seesOther(at.page)]);
    await noticeOf(helen.page).getByRole('button', { name: 'Go on by phone' }).click();
    await desk(helen.page).getByText('Back to video').waitFor({ state: 'attached' });
    await press(helen.page, 'End visit');
    await at.page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
    await press(helen.page, 'Gate: closed');
    await desk(helen.page).getByText('As it was decided last before the visit ended').waitFor();
    expect(await helen.page.getByRole('button', { name: 'Go on after review' }).count()).toBe(0);
    expect(await lookOver(helen.page, 'visit-gate-over')).toEqual([]);
    expect([helen.errors, at.errors]).toEqual([[], []]);
    for (const { context } of [helen, at]) await context.close();
  });

  it('before it, the patient reads that the clinician is checking while the gate is not open', async () => {
    const { helen, at } = await waiting('walter-nakamura', 'WY');
    await at.page.getByText('Your clinician is checking something').waitFor();
    for (const { context } of [helen, at]) await context.close();
  });
});
