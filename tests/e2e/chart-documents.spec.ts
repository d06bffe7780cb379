// Documents of the record, read in place: their words stay, and nothing of them runs, loads, looks like our
// screen or turns the writing round.
import { describe, expect, it } from 'vitest';
import { lookOver } from '../fixtures/browser.ts';
import { onChartStage } from '../fixtures/chart-stage.ts';
import { partOf, waitForChart } from '../fixtures/ways-in.ts';

const { lay, openChart } = onChartStage();

describe('documents', () => {
  it('are read in place: text, cleaned HTML; a PDF can be kept as a file', async () => {
    const ada = await openChart('ada-martin');
    const documents = partOf(ada.page, 'Notes and documents');
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
    await waitForChart(page);
    await partOf(page, 'Since last visit').getByText('Letter \uFFFDrettel').waitFor();
    const demandTame = async () =>
      expect(await page.locator('body').innerHTML()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    const labs = partOf(page, 'Laboratory results');
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
