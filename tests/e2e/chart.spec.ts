// The chart as a clinician sees it: it fills as the lists come, each list tells its own state, documents are
// read in place, and an answer about another patient takes everything off the screen.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lookOver, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { askAdmin } from '../fixtures/visitor.ts';
import { bannerOf, openLaunch } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterEach(() => askAdmin(stack, '/faults', undefined, 'DELETE'));
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const lay = (fault: object) => askAdmin(stack, '/faults', fault);
const isWhole = (page: Page) => page.getByText('11 of 11 lists read').waitFor();

async function openChart(patient: string, options: Parameters<typeof newPerson>[1] = {}) {
  const person = await newPerson(browser, options);
  await openLaunch(stack, person.page, { patient });
  return person;
}

describe('the whole chart', () => {
  it('fills as the lists come: what is there is shown while another list is still on its way', async () => {
    await lay({ route: '/fhir/Condition', delayMs: 4000 });
    const { page, context, errors, hosts } = await openChart('ada-martin');
    await part(page, 'Medications').getByText('lisinopril 20 mg tablet').waitFor();
    await part(page, 'Problems').getByText('Reading from the EHR').waitFor();
    expect(await part(page, 'Problems').getByText('Essential hypertension').count()).toBe(0);
    await part(page, 'Problems').getByText('Essential hypertension').waitFor();
    await isWhole(page);
    await bannerOf(page).getByText('MARTIN, Ada').waitFor();
    expect(await lookOver(page, 'chart-ada-martin')).toEqual([]);
    expect(
      [...hosts].filter((host) => !stack.appUrl.endsWith(host) && !stack.sandboxUrl.endsWith(host)),
    ).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows values as recorded, the letter beside them, the trend and the table behind', async () => {
    const { page, context, errors } = await openChart('ada-martin');
    const labs = part(page, 'Laboratory results');
    await labs.getByRole('button', { name: /^Potassium: trend and table/ }).click();
    await labs.getByRole('img', { name: /^Potassium, \d+ values from/ }).waitFor();
    const table = labs.getByRole('table', { name: 'Potassium' });
    await table.getByText('4.0 mmol/L').waitFor();
    const out = table.locator('strong', { hasText: '5.2 mmol/L' });
    expect(await out.locator('abbr').textContent()).toBe('H');
    expect(await out.evaluate((element) => Number(getComputedStyle(element).fontWeight))).toBeGreaterThan(
      600,
    );
    await part(page, 'Vitals and home readings')
      .getByRole('img', { name: /^Blood pressure/ })
      .first()
      .waitFor();
    expect(await lookOver(page, 'chart-trend')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('folds away what is over, and hides what was entered in error behind its word', async () => {
    const { page, context } = await openChart('grace-oyelaran');
    await isWhole(page);
    const word = page.getByText(/entr(y|ies) entered in error/).first();
    await word.click();
    await page.getByText('The record marks this as a mistake').first().waitFor();
    expect(await lookOver(page, 'chart-in-error')).toEqual([]);
    await context.close();
    const ada = await openChart('ada-martin');
    const stopped = part(ada.page, 'Medications').getByText('lisinopril 10 mg tablet');
    expect(await stopped.isVisible()).toBe(false);
    await part(ada.page, 'Medications').getByText('1 stopped or completed').click();
    expect(await stopped.isVisible()).toBe(true);
    await ada.context.close();
  });

  it('is one column that folds at 400 px, in the order of need', async () => {
    const { page, context, errors } = await openChart('benjamin-okafor', { viewport: NARROW });
    await isWhole(page);
    const heads = await page.locator('.fold-button').allTextContents();
    expect(heads.slice(0, 4)).toEqual(['Since last visit', 'Allergies', 'Problems', 'Medications']);
    const labs = part(page, 'Laboratory results');
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
    await isWhole(page);
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
    await part(page, 'Problems').getByRole('button', { name: 'Type 2 diabetes mellitus' }).click();
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
    const encounters = part(page, 'Encounters');
    await encounters.getByText('50 entries').waitFor();
    await encounters.getByRole('button', { name: 'Read more: Encounters' }).click();
    await encounters.getByText('100 entries').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keys lead through the page, are listed under ?, and can be switched off', async () => {
    const { page, context } = await openChart('ada-martin');
    await isWhole(page);
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
    await isWhole(page);
    // The print dialog itself is the browser's: what counts is what stands on the paper while it is open.
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    const encounters = part(page, 'Encounters');
    expect(await encounters.getByRole('listitem').count()).toBeLessThan(50);
    await page.getByRole('button', { name: 'Print Encounters' }).click();
    await page.emulateMedia({ media: 'print' });
    // A sheet is narrower than the window: what is open on the screen stays open on it.
    await page.setViewportSize({ width: 816, height: 1056 });
    expect(await encounters.getByRole('listitem').count()).toBe(50);
    expect(await encounters.getByRole('listitem').last().isVisible()).toBe(true);
    expect(await part(page, 'Problems').isVisible()).toBe(false);
    expect(await bannerOf(page).isVisible()).toBe(true);
    // Browsers repeat the head of a table on every page.
    expect(await bannerOf(page).evaluate((strip) => getComputedStyle(strip).display)).toBe(
      'table-header-group',
    );
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await part(page, 'Problems').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('prints the table behind a trend', async () => {
    const { page, context } = await openChart('ada-martin');
    await isWhole(page);
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    const labs = part(page, 'Laboratory results');
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
    await part(page, 'Problems').getByText('Essential hypertension').waitFor();
    await context.close();
  });
});

describe('documents', () => {
  it('are read in place: text, cleaned HTML; a PDF is downloaded', async () => {
    const ada = await openChart('ada-martin');
    const documents = part(ada.page, 'Notes and documents');
    await documents.getByRole('button', { name: 'Read here: Telephone note: ankle swelling' }).click();
    await documents.getByText('Called about slight ankle swelling').waitFor();
    expect(await lookOver(ada.page, 'chart-document')).toEqual([]);
    const [saved] = await Promise.all([
      ada.page.waitForEvent('download'),
      documents.getByRole('button', { name: 'Download: Eye examination report' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('Eye examination report.pdf');
    expect(ada.errors).toEqual([]);
    await ada.context.close();
    const lucia = await openChart('lucia-herrera');
    await lucia.page.getByRole('button', { name: /^Read here: .*asma/i }).click();
    await lucia.page.locator('.document-heading', { hasText: 'Plan de acción para el asma' }).waitFor();
    expect(await lookOver(lucia.page, 'chart-document-html')).toEqual([]);
    expect(lucia.errors).toEqual([]);
    await lucia.context.close();
  });

  it('of another hospital (CDA) are read as their author’s text', async () => {
    const { page, context, errors } = await openChart('walter-nakamura');
    await page.getByRole('button', { name: 'Read here: Summary from a hospital in Florida' }).click();
    await page.locator('.document').getByText('Hospital course', { exact: true }).waitFor();
    expect(await page.locator('.document').textContent()).not.toContain('<');
    expect(errors).toEqual([]);
    await context.close();
  });

  it.each([
    ['in force', false],
    ['switched off', true],
  ])(
    'that are hostile neither run nor load nor look like our screen, the policy %s',
    async (_, bypassCSP) => {
      const page = `<html><body onload="window.ran=1"><h1>Result</h1><style>body{display:none}</style>
      <img src="https://elsewhere.example/x.png" onerror="window.ran=1"><script>window.ran=1</script>
      <a href="javascript:window.ran=1">press</a><svg onload="window.ran=1"></svg>
      <form action="https://elsewhere.example/"><input name="password"></form>
      <p style="position:fixed;inset:0" class="banner" id="content" onclick="window.ran=1">Words stay</p></body></html>`;
      // The bytes of the EHR, whatever it calls them; what they are taken for is the document's own type.
      await lay({ route: '/fhir/Binary/*', status: 200, body: page });
      const options = { locale: 'en-US', bypassCSP };
      const lucia = await openChart('lucia-herrera', options);
      await lucia.page.getByRole('button', { name: /^Read here: .*asma/i }).click();
      const shown = lucia.page.locator('.document');
      await shown.getByText('Words stay').waitFor();
      const inside = await shown.innerHTML();
      expect(inside).not.toMatch(
        /<(img|script|style|a|svg|form|input|h1)\b|\son\w+=|style=|href=|class="banner"|id="/,
      );
      expect(await lucia.page.evaluate(() => 'ran' in window)).toBe(false);
      expect([...lucia.hosts].join(' ')).not.toContain('elsewhere');
      // While the page is taken apart, the policy already reports what in it would have run.
      expect(lucia.errors.filter((line) => !line.includes('Content Security Policy'))).toEqual([]);
      await lucia.context.close();
    },
  );
});

describe('letters that turn the writing round', () => {
  const subject = { reference: 'Patient/ada-martin' };
  /** An entry of each kind whose every word carries an override. */
  const turned: Record<string, object> = {
    Condition: { code: { text: 'Asth\u202Eam' }, recordedDate: '2025-01-01' },
    MedicationRequest: {
      status: 'active',
      medicationCodeableConcept: { text: 'Medi\u202Ecine' },
      dosageInstruction: [{ text: 'take \u202Eowt' }],
    },
    Observation: {
      status: 'final',
      category: [{ coding: [{ code: 'laboratory' }] }],
      code: { text: 'Potas\u202Emuis' },
      effectiveDateTime: '2026-01-01',
      valueQuantity: { value: 4.2, unit: 'mm\u202Elo' },
      referenceRange: [{ text: 'to \u202E5' }],
      note: [{ text: 'note \u202Eeton' }],
    },
    Encounter: {
      status: 'finished',
      type: [{ text: 'Visit \u202Etisiv' }],
      period: { start: '2025-06-01', end: '2025-06-01' },
    },
    DocumentReference: {
      status: 'current',
      description: 'Letter \u202Erettel',
      date: '2026-01-02T09:00:00Z',
      content: [{ attachment: { contentType: 'text/plain', data: btoa('plain') } }],
    },
  };

  it('are shown as odd and obeyed nowhere: list, digest, details, raw form, document, print', async () => {
    for (const [type, parts] of Object.entries(turned)) {
      const resource = { resourceType: type, id: `${type}-1`, subject, ...parts };
      const bundle = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] };
      await lay({ route: `/fhir/${type}`, status: 200, body: JSON.stringify(bundle) });
      await lay({ route: `/fhir/${type}/${type}-1`, status: 200, body: JSON.stringify(resource) });
    }
    const { page, context, errors } = await openChart('ada-martin');
    await isWhole(page);
    await part(page, 'Since last visit').getByText('Letter \uFFFDrettel').waitFor();
    const demandTame = async () =>
      expect(await page.locator('body').innerHTML()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    const labs = part(page, 'Laboratory results');
    await labs.getByRole('button', { name: 'Potas\uFFFDmuis' }).click();
    await page.getByRole('dialog').getByText('4.2 mm\uFFFDlo').waitFor();
    await demandTame();
    await page.getByRole('button', { name: 'Show raw JSON' }).click();
    await page.getByText('"Potas\\u202emuis"').waitFor();
    await demandTame();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Read here: Letter/ }).click();
    await page.locator('.document').getByText('plain').waitFor();
    await page.emulateMedia({ media: 'print' });
    await demandTame();
    const words = await page.locator('body').textContent();
    for (const word of [
      'Asth\uFFFDam',
      'Medi\uFFFDcine',
      'take \uFFFDowt',
      'to \uFFFD5',
      'Visit \uFFFDtisiv',
    ])
      expect(words).toContain(word);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe('what is not there', () => {
  it('a list that fails says so, keeps no other from the screen, and is read again when asked', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 500 });
    const { page, context } = await openChart('ada-martin');
    const medications = part(page, 'Medications');
    await medications.getByRole('alert').getByText('This list could not be read just now').waitFor();
    await part(page, 'Problems').getByText('Essential hypertension').waitFor();
    await page.getByText('10 of 11 lists read').waitFor();
    await page.getByText('Not compared, since not there: Medications.').waitFor();
    expect(await lookOver(page, 'chart-list-failed')).toEqual([]);
    await medications.getByRole('button', { name: 'Try again: Medications' }).click();
    await medications.getByRole('alert').getByText('This list could not be read just now').waitFor();
    await askAdmin(stack, '/faults', undefined, 'DELETE');
    await medications.getByRole('button', { name: 'Try again: Medications' }).click();
    await medications.getByText('lisinopril 20 mg tablet').waitFor();
    await isWhole(page);
    await context.close();
  });

  it('a list without its scope is "not permitted", an empty one is "none recorded", and they read apart', async () => {
    const { page, context, errors } = await newPerson(browser);
    await openLaunch(stack, page, { patient: 'quinn-avery', options: { withholdScopes: ['Condition'] } });
    const problems = part(page, 'Problems');
    await problems.getByText('This EHR does not let Webside read this list').waitFor();
    expect(await problems.getByRole('button', { name: /Try again/ }).count()).toBe(0);
    await part(page, 'Allergies').getByText('No allergies are recorded. That is not the same').waitFor();
    await part(page, 'Medications').getByText('none recorded').waitFor();
    expect(await lookOver(page, 'chart-withheld')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});

describe('an answer about another patient', () => {
  const foreign = (type: string) => ({
    resourceType: type,
    id: 'foreign-1',
    subject: { reference: 'Patient/benjamin-okafor' },
    code: { text: 'Somebody else’s trouble' },
  });
  const demandRed = async (page: Page) => {
    await page.getByRole('alert').getByText('Stop: the EHR answered with another patient’s record').waitFor();
    const text = await page.locator('body').textContent();
    expect(text).not.toMatch(/Martin|hypertension|lisinopril|trouble|Okafor/i);
    const colour = await page.getByRole('main').evaluate((main) => getComputedStyle(main).backgroundColor);
    expect(colour).toBe('rgb(140, 26, 20)');
  };

  it('in the stream turns the whole screen red and leaves nothing of the record', async () => {
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: foreign('Condition') }] };
    await lay({ route: '/fhir/Condition', status: 200, body: JSON.stringify(bundle) });
    const { page, context } = await openChart('ada-martin');
    await demandRed(page);
    expect(await lookOver(page, 'chart-wrong-patient')).toEqual([]);
    await context.close();
  });

  it('while drilling down does the same, after the chart stood on the screen', async () => {
    const { page, context } = await openChart('ada-martin');
    await isWhole(page);
    await lay({ route: '/fhir/Condition/*', status: 200, body: JSON.stringify(foreign('Condition')) });
    await part(page, 'Problems').getByRole('button', { name: 'Essential hypertension' }).click();
    await page.getByRole('button', { name: 'Show raw JSON' }).click();
    await demandRed(page);
    await context.close();
  });

  it('when one list is read again does the same', async () => {
    await lay({ route: '/fhir/MedicationRequest', status: 500 });
    const { page, context } = await openChart('ada-martin');
    await part(page, 'Medications').getByRole('alert').waitFor();
    await askAdmin(stack, '/faults', undefined, 'DELETE');
    const entry = [{ resource: foreign('MedicationRequest') }];
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry };
    await lay({ route: '/fhir/MedicationRequest', status: 200, body: JSON.stringify(bundle) });
    await part(page, 'Medications')
      .getByRole('button', { name: /^Try again/ })
      .click();
    await demandRed(page);
    await context.close();
  });
});
