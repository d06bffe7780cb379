// The sandbox EHR's own pages: a newcomer's way from the launch pad to Webside, and that every page is free of
// barriers at both widths and works without script.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers, findCutOff, NARROW, newPerson, openBrowser, WIDE } from '../fixtures/browser.ts';
import {
  authorizeUrl,
  callbackOf,
  claimsOf,
  discover,
  type Ehr,
  startEhr,
  tradeCode,
  Visitor,
} from '../fixtures/sandbox-raw.ts';

let ehr: Ehr;
let browser: Browser;
beforeAll(async () => {
  ehr = await startEhr();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await ehr?.close();
});

const open = (form: Record<string, string | string[]>) =>
  new Visitor().go(`${ehr.url}/open`, { ehr: 'generic', person: 'helen-brooks', ...form });
const locationOf = (answer: Response) => new URL(answer.headers.get('location') ?? '', ehr.url);

describe('the launch pad', () => {
  it('opens Webside in a window with a fresh launch', async () => {
    const location = locationOf(await open({ patient: 'ada-martin', how: 'window' }));
    expect(location.origin + location.pathname).toBe(`${ehr.appUrl}/launch/ehr.html`);
    expect(location.searchParams.get('iss')).toBe(`${ehr.url}/fhir`);
    expect(location.searchParams.get('launch')).toBeTruthy();
  });

  it('opens the doors for staff and, through the portal, for a patient', async () => {
    const staff = locationOf(await open({ ehr: 'oracle', how: 'staff' }));
    expect(staff.href).toBe(`${ehr.appUrl}/launch/staff.html?tenant=sandbox-oracle`);
    const portal = locationOf(await open({ ehr: 'epic', patient: 'noah-brennan', how: 'portal' }));
    const page = await (await fetch(portal)).text();
    expect(page).toContain(`${ehr.appUrl}/launch/patient.html?tenant=sandbox-epic`);
    expect(page).toContain('sofia-brennan-proxy');
  });

  it('mints a new launch each time the chart is opened, for the camera too', async () => {
    const chart = locationOf(await open({ patient: 'ada-martin', how: 'side' }));
    const pages = [await fetch(chart), await fetch(chart)];
    const frames = await Promise.all(
      pages.map(async (page) => /<iframe src="([^"]+)"[^>]*>/.exec(await page.text())),
    );
    expect(frames[0]?.[1]).not.toBe(frames[1]?.[1]);
    expect(frames[0]?.[0]).toContain(
      'allow="camera; microphone; fullscreen; display-capture; autoplay; clipboard-write"',
    );
    expect(pages[0]?.headers.get('content-security-policy')).toContain(`frame-src 'self' ${ehr.appUrl}`);
  });

  it('passes on what the engineer chose', async () => {
    const wishes = {
      banner: 'yes',
      withhold: ['Observation', 'offline_access'],
      withholdMore: 'user/Patient.s',
      intent: 'check',
      encounter: 'none',
      style: 'v1',
      noFhirUser: '1',
    };
    const location = locationOf(await open({ patient: 'ada-martin', how: 'window', ...wishes }));
    const at = await discover(ehr, 'generic');
    const launch = location.searchParams.get('launch') ?? '';
    const scope =
      'launch openid fhirUser offline_access user/Patient.rs user/Observation.rs user/Condition.rs';
    const arrived = await new Visitor().follow(authorizeUrl(at, { scope, launch }));
    const token = await tradeCode(at, callbackOf(arrived));
    expect(token.body).toMatchObject({
      patient: 'ada-martin',
      need_patient_banner: true,
      intent: 'check',
      scope: 'openid fhirUser launch user/Patient.read user/Condition.read',
    });
    expect(token.body.encounter).toBeUndefined();
    expect(claimsOf(token.body.id_token).fhirUser).toBeUndefined();
  });

  it('finds patients by name and number', async () => {
    const page = await (await fetch(`${ehr.url}/?q=100105`)).text();
    expect(page).toContain('BRENNAN, Noah');
    expect(page).not.toContain('value="ada-martin"');
    const none = await (await fetch(`${ehr.url}/?q=${encodeURIComponent('<script>')}`)).text();
    expect(none).toContain('0 patients');
    expect(none).not.toContain('<script>');
  });

  it('has no script and no style of its own on any page', async () => {
    for (const path of ['/', '/portal/generic/ada-martin']) {
      const answer = await fetch(ehr.url + path);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await answer.text()).not.toMatch(/<script|<style| style="| on\w+="/);
    }
  });
});

describe.each([
  ['400 px', NARROW],
  ['1280 px', WIDE],
])('at %s', (_name, viewport) => {
  async function expectClean(page: Page): Promise<void> {
    expect(await findBarriers(page)).toEqual([]);
    expect(await findCutOff(page)).toEqual([]);
  }

  it('the launch pad with everything unfolded is clean and goes by keyboard', async () => {
    const { page, context } = await newPerson(browser, { viewport });
    await page.goto(ehr.url);
    await expectClean(page);
    for (const summary of await page.locator('summary').all()) await summary.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(4);
    await expectClean(page);
    await page.locator('input[name=patient][value=ada-martin]').press('Space');
    await page.locator('button[value=portal]').press('Enter');
    await page.waitForURL('**/portal/generic/ada-martin');
    await expectClean(page);
    await context.close();
  });

  it('chart, log-in, picker, visit, consent and refusal are clean', async () => {
    const { page, context } = await newPerson(browser, { viewport });
    await page.goto(ehr.url);
    await page.locator('button[value=side]').click();
    await page.waitForURL('**/chart/*');
    await expectClean(page);
    const at = await discover(ehr, 'generic');
    const scope =
      'openid fhirUser launch/patient launch/encounter offline_access patient/Patient.rs patient/Observation.rs?category=vital-signs';
    await page.goto(authorizeUrl(at, { scope }));
    await expectClean(page);
    await page.fill('#username', 'helen-brooks');
    await page.fill('#password', 'wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await expectClean(page);
    await page.fill('#password', 'sandbox');
    await page.keyboard.press('Enter');
    await page.waitForSelector('input[name=patient]');
    await expectClean(page);
    await page.fill('input[name=q]', 'martin');
    await page.keyboard.press('Enter');
    await page.locator('input[name=patient][value=ada-martin]').check();
    await page.locator('button.main').click();
    await page.waitForSelector('input[name=encounter]');
    await expectClean(page);
    await page.locator('button.main').click();
    await page.waitForSelector('input[name=scope]');
    await expectClean(page);
    await page.goto(`${at.authorization_endpoint}?client_id=unknown`);
    await expectClean(page);
    await context.close();
  });
});

it('closing the chart logs the person out of the EHR', async () => {
  const chart = locationOf(await open({ patient: 'ada-martin', how: 'wide' }));
  const answer = await new Visitor().go(`${chart.href}/log-out`, {});
  expect(locationOf(answer).search).toBe('?ehr=generic');
  expect((await new Visitor().go(chart.href)).headers.get('location')).toBe('/');
});
