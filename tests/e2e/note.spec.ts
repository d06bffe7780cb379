// The note from its first word to what the patient reads: written with facts of the chart, signed once, corrected by
// texts of its own, and drawn into a summary.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NoteView } from '#domain/documentation';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import {
  beginNote,
  deskOf,
  fieldOf,
  holdVisit,
  noteOf,
  press,
  waitForSaved,
} from '../fixtures/note-stage.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { comeInAsPatient, launchIdIn, waitForChart } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe('the note of a visit', () => {
  it('is written beside the chart, signed once, added to and withdrawn', async () => {
    const helen = await holdVisit(stack, browser, 'ada-martin');
    const { page } = helen;
    const read = (): Promise<NoteView> =>
      page.evaluate(
        (address) => fetch(address).then((answer) => answer.json()),
        `/l/${launchIdIn(page)}/api/visits/${helen.visitId}/note`,
      );
    await waitForChart(page);
    await beginNote(page);
    await noteOf(page).getByText('Assessment is empty.').waitFor();
    expect(await lookOver(page, 'note-empty')).toEqual([]);

    await press(noteOf(page), 'Go to Assessment');
    await page.keyboard.type('Hypertension, controlled.\nBetter since March.');
    await fieldOf(page, 'Reason for visit').fill('“My head hurts” – since Tuesday');
    await press(noteOf(page), 'From the chart into Plan');
    await noteOf(page).getByLabel('Find in the chart').fill('lisinopril');
    await noteOf(page)
      .getByRole('button', { name: /lisinopril/i })
      .first()
      .click();
    await noteOf(page)
      .getByText(/from the chart: MedicationRequest\//)
      .waitFor();
    expect(await lookOver(page, 'note-facts')).toEqual([]);
    await press(noteOf(page), 'Done');
    await noteOf(page)
      .getByLabel(/^Your time on the day/)
      .fill('17');
    await waitForSaved(page);
    await page.reload();
    await waitForSaved(page);
    expect(await fieldOf(page, 'Assessment').inputValue()).toBe(
      'Hypertension, controlled.\nBetter since March.',
    );
    expect((await read()).draft?.content.minutes).toBe(17);
    await waitForChart(page);
    expect(await lookOver(page, 'note-written')).toEqual([]);

    await fieldOf(page, 'Assessment').focus();
    await page.keyboard.press('Control+Enter');
    await noteOf(page)
      .getByText(/Better since March\.[\s\S]*Ref WS-/)
      .waitFor();
    const gate = noteOf(page).getByRole('region', { name: 'The gate, as it was' });
    await gate.getByText(/^License where the patient was: allowed/).waitFor();
    await gate.getByText(/^As it stood at the end .* · the same in every part$/).waitFor();
    expect(await lookOver(page, 'note-reading')).toEqual([]);
    const shown = await noteOf(page).locator('.note-reading .note-text').textContent();
    await noteOf(page).getByRole('button', { name: 'Sign and send to chart' }).dblclick();
    await noteOf(page).getByRole('heading', { name: 'Signed note' }).waitFor();
    const { signed } = await read();
    expect(signed.map(({ kind, text }) => [kind, text])).toEqual([['note', shown]]);
    expect(await lookOver(page, 'note-signed')).toEqual([]);

    await press(noteOf(page), 'Write an addendum');
    await fieldOf(page, 'Addendum').fill('Dose corrected after the call.');
    await press(noteOf(page), 'Review and sign');
    await press(noteOf(page), 'Sign and send to chart');
    await noteOf(page).getByRole('heading', { name: 'Signed addendum' }).waitFor();

    await press(noteOf(page), 'Entered in error');
    await press(noteOf(page), 'Sign as entered in error');
    await noteOf(page).getByText('Write the reason.').waitFor();
    expect(await lookOver(page, 'note-withdraw')).toEqual([]);
    await noteOf(page).getByLabel('Why was it entered in error?').fill('Of another visit');
    await press(noteOf(page), 'Sign as entered in error');
    await noteOf(page).getByRole('heading', { name: 'Signed: entered in error' }).waitFor();
    const after = await read();
    expect(after.signed.map(({ kind, standing }) => [kind, standing])).toEqual([
      ['note', 'withdrawn'],
      ['addendum', 'withdrawn'],
      ['entered-in-error', 'current'],
    ]);
    expect(after.signed[0]?.text).toBe(shown);
    expect(await lookOver(page, 'note-withdrawn')).toEqual([]);
    expect(helen.errors).toEqual([]);
    await helen.context.close();
  });

  it('becomes a summary the patient reads and prints, taken back at will', async () => {
    const helen = await holdVisit(stack, browser, 'benjamin-okafor');
    const { page } = helen;
    await beginNote(page);
    await fieldOf(page, 'Assessment').fill('Sprained ankle.');
    await fieldOf(page, 'Plan').fill('Rest and ice.');
    await press(noteOf(page), 'Review and sign');
    await press(noteOf(page), 'Sign and send to chart');
    await noteOf(page).getByRole('heading', { name: 'Signed note' }).waitFor();
    const summary = page.getByRole('region', { name: 'Summary for the patient' });
    await press(summary, 'Summary for the patient');
    await press(summary, 'Begin a summary');
    await summary.getByLabel('Summary', { exact: true }).fill('You twisted your ankle.\nRest it. Use ice.');
    await summary.getByText(/^Saved/).waitFor();
    expect(await lookOver(page, 'summary-edit')).toEqual([]);
    await press(summary, 'Read it as the patient will');
    expect(await lookOver(page, 'summary-reading')).toEqual([]);

    const benjamin = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, benjamin.page, { username: 'benjamin-okafor' });
    await benjamin.page.goto(`${benjamin.page.url()}visit/${helen.visitId}`);
    await benjamin.page.getByText('Your clinician may write a summary').waitFor();
    expect(await benjamin.page.content()).not.toContain('twisted');

    await press(summary, 'Release to the patient');
    await summary.getByText(/^The patient sees this\./).waitFor();
    await benjamin.page.reload();
    await benjamin.page.getByRole('heading', { name: 'Summary of your visit' }).waitFor();
    await benjamin.page.getByText('You twisted your ankle.').waitFor();
    expect(await lookOver(benjamin.page, 'patient-summary')).toEqual([]);
    await benjamin.page.emulateMedia({ media: 'print' });
    expect(await benjamin.page.getByText('You twisted your ankle.').isVisible()).toBe(true);
    expect(await benjamin.page.getByText('Benjamin Chidi Okafor, born 17-Feb-1942').isVisible()).toBe(true);
    expect(await benjamin.page.getByRole('heading', { name: 'Your visit is over' }).isVisible()).toBe(false);
    expect(await benjamin.page.getByRole('button', { name: 'Print this summary' }).isVisible()).toBe(false);
    await benjamin.page.emulateMedia({ media: null });
    const file = benjamin.page.waitForEvent('download');
    await press(benjamin.page, 'Save as PDF');
    expect((await file).suggestedFilename()).toBe('visit-summary.pdf');
    await press(benjamin.page, /Español/);
    await benjamin.page.getByRole('heading', { name: 'Resumen de su visita' }).waitFor();
    expect(await benjamin.page.getByText('You twisted your ankle.').count()).toBe(1);

    await press(summary, 'Take it back');
    await summary.getByText('The patient sees no summary yet.').waitFor();
    await benjamin.page.reload();
    await benjamin.page.getByText(/took back the summary of this visit/).waitFor();
    expect(await benjamin.page.content()).not.toContain('twisted');
    expect([helen.errors, benjamin.errors]).toEqual([[], []]);
    await helen.context.close();
    await benjamin.context.close();
  });

  it('is written while the visit goes on, and signed after its end', async () => {
    const helen = await holdVisit(stack, browser, 'grace-oyelaran', 'in-visit');
    const { page } = helen;
    await press(deskOf(page), 'Join now');
    await page.getByRole('region', { name: 'Call' }).waitFor();
    await waitForChart(page);
    await page.locator('h1').first().click();
    await page.keyboard.press('?');
    await page.getByText('Go to the note').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await beginNote(page);
    await fieldOf(page, 'Assessment').fill('Seen by video.');
    await waitForSaved(page);
    await noteOf(page)
      .getByText(/^The visit is still going on\./)
      .waitFor();
    expect(await lookOver(page, 'note-in-call')).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    const boxes = await Promise.all(
      [page.locator('.chart'), page.locator('.call'), page.locator('.note')].map((one) => one.boundingBox()),
    );
    const [chart, call, note] = boxes.map((box) => box?.x ?? 0);
    expect([chart, call, note]).toEqual([chart, call, note].toSorted((one = 0, other = 0) => one - other));
    await press(deskOf(page), 'End visit');
    await press(noteOf(page), 'Review and sign');
    await press(noteOf(page), 'Sign and send to chart');
    await noteOf(page).getByRole('heading', { name: 'Signed note' }).waitFor();
    expect(helen.errors).toEqual([]);
    await helen.context.close();
  });
});
