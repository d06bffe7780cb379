// The chart as a clinician sees it: it fills as the lists come, opens into its entries, obeys keys, is printed.
import { describe, expect, it } from 'vitest';
import { lookOver, NARROW } from '../fixtures/browser.ts';
import { onChartStage } from '../fixtures/chart-stage.ts';
import { readShifts, watchShifts } from '../fixtures/layout-shifts.ts';
import { bannerOf, openLaunch, partOf, waitForChart } from '../fixtures/ways-in.ts';

const stage = onChartStage();
const { lay, openChart } = stage;

describe('the whole chart', () => {
  it('fills as the lists come: what is there is shown while another list is still on its way', async () => {
    // Longer than a busy machine takes to draw, shorter than the EHR's time-out.
    await lay({ route: '/fhir/Condition', delayMs: 12_000 });
    const { page, context, errors, hosts } = await openChart('ada-martin');
    await partOf(page, 'Problems').getByText('Reading from the EHR').waitFor();
    await partOf(page, 'Medications').getByText('lisinopril 20 mg tablet').waitFor();
    expect(await partOf(page, 'Problems').getByText('Essential hypertension').count()).toBe(0);
    await partOf(page, 'Problems').getByText('Essential hypertension').waitFor();
    await waitForChart(page);
    await bannerOf(page).getByText('MARTIN, Ada').waitFor();
    expect(await lookOver(page, 'chart-ada-martin')).toEqual([]);
    expect(
      [...hosts].filter(
        (host) => !stage.stack.appUrl.endsWith(host) && !stage.stack.sandboxUrl.endsWith(host),
      ),
    ).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows values as recorded, the letter beside them, the trend and the table behind', async () => {
    const { page, context, errors } = await openChart('ada-martin');
    const labs = partOf(page, 'Laboratory results');
    await labs.getByRole('button', { name: /^Potassium: trend and table/ }).click();
    await labs.getByRole('img', { name: /^Potassium, \d+ values from/ }).waitFor();
    const table = labs.getByRole('table', { name: 'Potassium' });
    await table.getByText('4.0 mmol/L').waitFor();
    const out = table.locator('strong', { hasText: '5.2 mmol/L' });
    expect(await out.locator('abbr').textContent()).toBe('H');
    expect(await out.evaluate((element) => Number(getComputedStyle(element).fontWeight))).toBeGreaterThan(
      600,
    );
    await partOf(page, 'Vitals and home readings')
      .getByRole('img', { name: /^Blood pressure/ })
      .first()
      .waitFor();
    expect(await lookOver(page, 'chart-trend')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('folds away what is over, and hides what was entered in error behind its word', async () => {
    const { page, context } = await openChart('grace-oyelaran');
    await waitForChart(page);
    const word = page.getByText(/entr(y|ies) entered in error/).first();
    await word.click();
    await page.getByText('The record marks this as a mistake').first().waitFor();
    expect(await lookOver(page, 'chart-in-error')).toEqual([]);
    await context.close();
    const ada = await openChart('ada-martin');
    const stopped = partOf(ada.page, 'Medications').getByText('lisinopril 10 mg tablet');
    expect(await stopped.isVisible()).toBe(false);
    await partOf(ada.page, 'Medications').getByText('1 stopped or completed').click();
    expect(await stopped.isVisible()).toBe(true);
    await ada.context.close();
  });

  it('wears the EHR’s accent and paper where all of it stays readable, and its own otherwise', async () => {
    const { page, context, errors } = await openChart('ada-martin');
    await waitForChart(page);
    const worn = (token: string) =>
      page.evaluate((name) => document.documentElement.style.getPropertyValue(name), token);
    await expect.poll(() => worn('--accent')).toBe('#3d3a8c');
    expect(await worn('--paper')).toBe('#fdfbf4');
    expect(await lookOver(page, 'chart-in-its-colours')).toEqual([]);
    // Neither reads in the dark.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => worn('--accent')).toBe('');
    expect(await worn('--paper')).toBe('');
    expect(await lookOver(page, 'chart-dark')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('is one column that folds at 400 px, in the order of need', async () => {
    const { page, context, errors } = await stage.newPerson({ viewport: NARROW });
    await watchShifts(context, '.chart-columns');
    await openLaunch(stage.stack, page, { patient: 'benjamin-okafor' });
    await waitForChart(page);
    await page.getByRole('region', { name: 'Visit', exact: true }).getByRole('button').first().waitFor();
    expect(await readShifts(page)).toEqual([]);
    const heads = await page.locator('.fold-button').allTextContents();
    expect(heads.slice(0, 4)).toEqual(['Since last visit', 'Allergies', 'Problems', 'Medications']);
    const labs = partOf(page, 'Laboratory results');
    const head = labs.getByRole('button', { name: 'Laboratory results' });
    expect(await head.getAttribute('aria-expanded')).toBe('false');
    await labs.getByText(/\d+ measures/).waitFor();
    await head.click();
    await labs.getByText('Creatinine', { exact: true }).waitFor();
    expect(await lookOver(page, 'chart-narrow', undefined, [NARROW])).toEqual([]);
    await page.mouse.wheel(0, 2000);
    expect(await bannerOf(page).evaluate((strip) => strip.getBoundingClientRect().top)).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each(['evelyn-hart', 'noah-brennan', 'quinn-avery'])('of %s passes at both widths', async (patient) => {
    const { page, context, errors } = await openChart(patient);
    await waitForChart(page);
    expect(await lookOver(page, `chart-${patient}`)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe('below the first sight', () => {
  it('an entry opens into all its facts and its raw form, under the banner', async () => {
    const { page, context, errors } = await openChart('ada-martin');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await partOf(page, 'Problems').getByRole('button', { name: 'Type 2 diabetes mellitus' }).click();
    const sheet = page.getByRole('dialog', { name: 'Type 2 diabetes mellitus' });
    await sheet.getByText('Condition/ada-martin').first().waitFor();
    expect(asked.filter((path) => path.includes('/fhir/'))).toEqual([]);
    await sheet.getByRole('button', { name: 'Show raw JSON' }).click();
    await sheet.getByText('"resourceType": "Condition"').waitFor();
    expect(asked.filter((path) => path.includes('/fhir/Condition/'))).toHaveLength(1);
    const [strip, top] = await Promise.all([bannerOf(page).boundingBox(), sheet.boundingBox()]);
    expect(top?.y).toBeGreaterThanOrEqual((strip?.y ?? 0) + (strip?.height ?? 0));
    expect(await lookOver(page, 'chart-details')).toEqual([]);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await context.close();
  });

  it('a long list gives its next page when asked', async () => {
    const { page, context, errors } = await openChart('evelyn-hart');
    const encounters = partOf(page, 'Encounters');
    await encounters.getByText('50 entries').waitFor();
    await encounters.getByRole('button', { name: 'Read more: Encounters' }).click();
    await encounters.getByText('100 entries').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keys lead through the page, are listed under ?, and can be switched off', async () => {
    const { page, context } = await openChart('ada-martin');
    await waitForChart(page);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('l');
    expect(await focused()).toBe('Laboratory results');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys of this page' });
    expect(await lookOver(page, 'chart-keys')).toEqual([]);
    await sheet.getByLabel('Single keys act on this page').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    expect(await focused()).not.toBe('Medications');
    await context.close();
  });

  it('prints one list alone and whole, with the patient on top of every page', async () => {
    const { page, context, errors } = await openChart('evelyn-hart');
    await waitForChart(page);
    // The print dialog itself is the browser's: what counts is what stands on the paper while it is open.
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    const encounters = partOf(page, 'Encounters');
    expect(await encounters.getByRole('listitem').count()).toBeLessThan(50);
    await page.getByRole('button', { name: 'Print Encounters' }).click();
    await page.emulateMedia({ media: 'print' });
    // A sheet is narrower than the window: what is open on the screen stays open on it.
    await page.setViewportSize({ width: 816, height: 1056 });
    expect(await encounters.getByRole('listitem').count()).toBe(50);
    expect(await encounters.getByRole('listitem').last().isVisible()).toBe(true);
    expect(await partOf(page, 'Problems').isVisible()).toBe(false);
    expect(await bannerOf(page).isVisible()).toBe(true);
    // Browsers repeat the head of a table on every page.
    expect(await bannerOf(page).evaluate((strip) => getComputedStyle(strip).display)).toBe(
      'table-header-group',
    );
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await partOf(page, 'Problems').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('prints the table behind a trend', async () => {
    const { page, context } = await openChart('ada-martin');
    await waitForChart(page);
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    const labs = partOf(page, 'Laboratory results');
    await labs.getByRole('button', { name: /^Potassium: trend and table/ }).click();
    await labs.getByRole('table', { name: 'Potassium' }).waitFor();
    await page.getByRole('button', { name: 'Print Laboratory results' }).click();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 816, height: 1056 });
    const table = labs.getByRole('table', { name: 'Potassium' });
    expect(await table.getByRole('row').last().isVisible()).toBe(true);
    expect(await labs.getByRole('img').first().isVisible()).toBe(false);
    expect(await bannerOf(page).isVisible()).toBe(true);
    await context.close();
  });

  it('leads to what this EHR allows and back, with the banner in sight', async () => {
    const { page, context } = await openChart('ada-martin');
    await page.getByRole('link', { name: 'What this EHR allows' }).click();
    await page.getByRole('heading', { name: 'What this EHR allows' }).waitFor();
    await bannerOf(page).getByText('MARTIN, Ada').waitFor();
    await page.getByRole('link', { name: 'Chart', exact: true }).click();
    await partOf(page, 'Problems').getByText('Essential hypertension').waitFor();
    await context.close();
  });
});
