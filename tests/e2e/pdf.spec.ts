// A PDF of the record in place: its pages are drawn, its words can be heard and copied, its scripts do not run,
// and one that cannot be shown says so beside its download.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { lookOver, NARROW } from '../fixtures/browser.ts';
import { onChartStage } from '../fixtures/chart-stage.ts';

const stage = onChartStage();

const TITLE = 'Eye examination report';

async function openDocument(options: { viewport?: typeof NARROW } = {}) {
  const person = await stage.openChart('ada-martin', options);
  const documents = person.page.getByRole('region', { name: 'Notes and documents', exact: true });
  // A side panel begins with its lists folded.
  if (options.viewport === NARROW)
    await documents.getByRole('button', { name: /^Notes and documents/ }).click();
  await documents.getByRole('button', { name: `Read here: ${TITLE}` }).click();
  return person;
}

const page1 = (page: Page) => page.getByRole('listitem', { name: 'Page 1 of 1' });

/** Colours of the drawn page: paper alone has one. */
async function countColours(page: Page): Promise<number> {
  return page1(page)
    .locator('canvas')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const colours = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4) colours.add(pixels[at] ?? 0);
      return colours.size;
    });
}

describe('a PDF', () => {
  it('is drawn in place, and its words lie above their picture', async () => {
    const { page, context, errors, hosts } = await openDocument();
    await page.locator('.pdf-page[data-state=drawn]').waitFor();
    expect(await countColours(page)).toBeGreaterThan(2);
    const words = page1(page).getByText('Eye examination', { exact: false }).first();
    const [over, whole] = await Promise.all([words.boundingBox(), page1(page).boundingBox()]);
    if (!over || !whole) throw new Error('nothing was laid out');
    expect(over.x).toBeGreaterThanOrEqual(whole.x);
    expect(over.x + over.width).toBeLessThanOrEqual(whole.x + whole.width);
    expect(await lookOver(page, 'chart-pdf')).toEqual([]);
    expect(
      [...hosts].filter(
        (host) => !stage.stack.appUrl.endsWith(host) && !stage.stack.sandboxUrl.endsWith(host),
      ),
    ).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('fits a side panel', async () => {
    const { page, context } = await openDocument({ viewport: NARROW });
    await page.locator('.pdf-page[data-state=drawn]').waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(NARROW.width);
    expect(await lookOver(page, 'chart-pdf-narrow')).toEqual([]);
    await context.close();
  });

  it('that is damaged says so, keeps its download, and the chart beside it stays', async () => {
    const damaged = Buffer.from('%PDF-1.7\nnothing of what a PDF holds').toString('base64');
    const body = JSON.stringify({ resourceType: 'Binary', contentType: 'application/pdf', data: damaged });
    await stage.lay({ route: '/fhir/Binary/*', status: 200, body });
    const { page, context, errors } = await openDocument();
    await page.getByText('This PDF cannot be shown here').waitFor();
    await page.getByRole('button', { name: `Download: ${TITLE}` }).waitFor();
    expect(await lookOver(page, 'chart-pdf-damaged')).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});
