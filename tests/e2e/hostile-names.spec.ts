// Names and words of an EHR that are meant to do something else than be read: markup that runs, and letters
// that turn the writing round. Looked at in a real browser, with our content security policy and without.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson, openBrowser } from '../fixtures/browser.ts';
import { launchUrl } from '../fixtures/small-house.ts';
import { PATIENT_ID, type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';
import { bannerOf } from '../fixtures/ways-in.ts';

const RUN = 'window.__ran=1';
/** Each way of making a browser run something, by its smallest example. */
const SEEDS = [
  `<script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>">`,
  `<iframe src="javascript:parent.__ran=1">`,
  `<details open ontoggle=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<body onload=${RUN}>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<template><img src=x onerror=${RUN}></template>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<object data="data:text/html,<script>${RUN}</script>">`,
  `<link rel=stylesheet href="http://evil.test/x.css">`,
  `<img src="http://evil.test/pixel">`,
  `<meta http-equiv=refresh content="0;url=http://evil.test/">`,
  `<base href="http://evil.test/">`,
  `<style>@import "http://evil.test/x.css";*{background:url(http://evil.test/y)}</style>`,
  `<table background="javascript:${RUN}">`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<%= ${RUN} %>`,
  `{0, select, other {<b onclick=${RUN}>x</b>}}`,
];
const WRAPS: ((seed: string) => string)[] = [
  (seed) => seed,
  (seed) => `"'>${seed}`,
  (seed) => `</title></style></textarea></script>${seed}`,
  (seed) => `<!--><!-- -->${seed}`,
  (seed) => `<![CDATA[${seed}]]>`,
  (seed) => seed.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (seed) => seed.replaceAll('<', '<\0'),
  (seed) => seed.toUpperCase().replaceAll('WINDOW.__RAN', 'window.__ran'),
  (seed) => `<b>${seed}</b>`,
  (seed) => `\u2028${seed}\u2029`,
  (seed) => `<x y="${seed.replaceAll('"', "'")}">`,
];
const PAYLOADS = WRAPS.flatMap((wrap) => SEEDS.map(wrap));

let story: SmallLaunch;
let browser: Browser;
beforeAll(async () => {
  [story, browser] = await Promise.all([startSmallLaunch(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await story.close();
});

function serve(patient: object, allergies: string[], doctor: string): void {
  const entry = allergies.map((text, at) => ({
    resource: {
      resourceType: 'AllergyIntolerance',
      id: `a${at}`,
      patient: { reference: `Patient/${PATIENT_ID}` },
      code: { text },
    },
  }));
  story.ehr.lies.fhir = ({ path }, honest) => {
    if (path.endsWith(`/Patient/${PATIENT_ID}`))
      return { json: { resourceType: 'Patient', id: PATIENT_ID, ...patient } };
    if (path.endsWith('/AllergyIntolerance')) return { json: { resourceType: 'Bundle', entry } };
    if (path.endsWith('/Practitioner/doc-1'))
      return { json: { resourceType: 'Practitioner', id: 'doc-1', name: [{ text: doctor }] } };
    return honest;
  };
}

async function open(page: Page): Promise<void> {
  await page.goto(launchUrl(story.house, story.ehr));
  await page.waitForURL(/\/l\/[^/]+\/$/);
  await page.getByRole('main').waitFor();
}

const FOREIGN =
  'script:not([src]), img:not([src^="/"]), iframe, object, embed, math, form, base, link[href*="evil"]';

async function expectOnlyText(page: Page): Promise<void> {
  expect(await page.evaluate(() => '__ran' in window)).toBe(false);
  expect(
    await page.locator(`main :is(${FOREIGN}), [aria-label="Patient"] :is(${FOREIGN}, svg, a)`).count(),
  ).toBe(0);
}

describe.each([false, true])('markup in words, policy switched off: %s', (bypassCSP) => {
  it(`${PAYLOADS.length} of them in every field of the banner stay words`, async () => {
    expect(PAYLOADS.length).toBeGreaterThan(290);
    const at = (place: number) => PAYLOADS[place % PAYLOADS.length] ?? '';
    const { page, context, hosts } = await newPerson(browser, { bypassCSP });
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    const MR = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
    for (let round = 0; round < SEEDS.length; round += 9) {
      const patient = {
        name: [{ family: at(round), given: [at(round + 1)] }],
        gender: at(round + 2),
        birthDate: at(round + 3),
        identifier: [{ type: MR, value: at(round + 4) }],
        communication: [{ preferred: true, language: { coding: [{ code: at(round + 5) }] } }],
      };
      serve(patient, PAYLOADS, at(round + 6));
      await open(page);
      await bannerOf(page).locator('summary').click();
      await expectOnlyText(page);
      expect(await bannerOf(page).textContent()).toContain(SEEDS[0]);
    }
    expect(dialogs).toBe(0);
    expect([...hosts].sort()).toEqual(
      [new URL(story.ehr.origin).host, new URL(story.house.appUrl).host].sort(),
    );
    await context.close();
  });

  it('and so do an EHR’s words on the error page', async () => {
    const { page, context, hosts } = await newPerson(browser, { bypassCSP });
    for (let from = 0; from < SEEDS.length; from += 9) {
      story.house.skipTime(61_000);
      story.ehr.lies.redirect = (url) => {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'access_denied');
        url.searchParams.set(
          'error_description',
          SEEDS.slice(from, from + 9)
            .join(' ')
            .slice(0, 1_000),
        );
        return url;
      };
      await page.goto(launchUrl(story.house, story.ehr));
      await page.waitForURL(/error\.html/);
      expect(await page.locator('body').textContent()).toContain((SEEDS[from] ?? '').slice(0, 20));
      await expectOnlyText(page);
    }
    delete story.ehr.lies.redirect;
    expect([...hosts].some((host) => host.includes('evil'))).toBe(false);
    await context.close();
  });
});

/** Where these letters stand in a line, in pixels from the left. */
function placeOf(page: Page, root: string, letters: string): Promise<number> {
  return page.evaluate(
    ([selector = '', text = '']) => {
      const walker = document.createTreeWalker(
        document.querySelector(selector) ?? document.body,
        NodeFilter.SHOW_TEXT,
      );
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(text) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(`No ${text} in ${selector}`);
    },
    [root, letters],
  );
}

describe('letters that turn the writing round', () => {
  it('stay within their own name; what stands beside it stays in its place', async () => {
    const { page, context } = await newPerson(browser);
    const name = { family: 'כהן', given: ['5שרה'] };
    serve({ name: [name], birthDate: '1961-11-21' }, ['תרופה', '5-fluorouracil', 'Peanut'], 'רופא 7');
    await open(page);
    await bannerOf(page).getByText('5-fluorouracil').waitFor();
    const banner = '[aria-label="Patient"]';
    expect(await placeOf(page, banner, '5-fluorouracil')).toBeGreaterThan(
      await placeOf(page, banner, 'תרופה'),
    );
    expect(await placeOf(page, banner, '5שרה')).toBeGreaterThan(await placeOf(page, banner, 'כהן'));
    // The same words without a border between them: the browser puts the five first.
    await page.evaluate(() => {
      const plain = document.createElement('p');
      plain.id = 'plain';
      plain.textContent = 'תרופה, 5-fluorouracil';
      document.body.append(plain);
    });
    expect(await placeOf(page, '#plain', '5')).toBeLessThan(await placeOf(page, '#plain', 'תרופה'));
    await context.close();
  });

  it('an override in a name is shown as something odd, not obeyed', async () => {
    const { page, context } = await newPerson(browser);
    serve(
      { name: [{ family: 'Mart\u202Enithcra', given: ['A\u2066d\u2069a'] }] },
      ['Pea\u202Etun', 'Latex'],
      'Dr \u202Ehcae',
    );
    await open(page);
    await bannerOf(page).getByText('Latex').waitFor();
    const words = (await page.locator('body').textContent()) ?? '';
    expect(words).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(words).toContain('MART\uFFFDNITHCRA, A\uFFFDd\uFFFDa');
    expect(words).toContain('Pea\uFFFDtun, Latex');
    expect(words).toContain('Dr \uFFFDhcae');
    await context.close();
  });
});

describe('after the way in', () => {
  it('neither history nor a link outwards tells code or state', async () => {
    const { page, context } = await newPerson(browser);
    serve({}, [], 'Dr Brooks');
    const referers: string[] = [];
    page.on('request', (request) => {
      const { referer } = request.headers();
      if (referer) referers.push(referer);
    });
    await open(page);
    const addresses = await page.evaluate(() =>
      (globalThis as unknown as { navigation: { entries(): { url: string }[] } }).navigation
        .entries()
        .map(({ url }) => url),
    );
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.join(' ')).not.toMatch(/code=|state=|callback/);
    expect(referers).toEqual([]);
    await context.close();
  });
});
