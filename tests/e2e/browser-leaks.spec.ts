// What a browser holds while and after a clinician and a patient were in: cookies of one form, and else
// nothing; who may frame a launch; and an empty console.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, newPerson, newPersonWithProfile, openBrowser } from '../fixtures/browser.ts';
import { findInFiles } from '../fixtures/canaries.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { bannerOf, comeInAsPatient, openInChart } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

/** Only Webside shows these words of Ada Martin's record here; the sandbox's own pages do not. */
const CANARIES = ['Sulfonamide antibiotics', '21-Nov-1961 (65 y)'];
const COOKIE =
  /^__Host-ws-[A-Za-z0-9_-]+=[A-Za-z0-9_-]*; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=None; Partitioned$/;

interface Overheard {
  setCookies: string[];
  /** Addresses asked of the app. */
  addresses: string[];
  /** Bodies the app answered with, pages and JSON. */
  bodies: Promise<string>[];
  secrets: Set<string>;
}

function listen({ context }: BrowserPerson): Overheard {
  const heard: Overheard = { setCookies: [], addresses: [], bodies: [], secrets: new Set() };
  context.on('response', (response) => {
    const url = new URL(response.url());
    for (const name of ['code', 'state']) {
      const value = url.searchParams.get(name);
      if (value) heard.secrets.add(value);
    }
    if (url.origin !== stack.appUrl) return;
    heard.addresses.push(response.url());
    const isRedirect = response.status() >= 300 && response.status() < 400;
    if (!isRedirect) heard.bodies.push(response.text().catch(() => ''));
    heard.bodies.push(
      response.headersArray().then((headers) => {
        for (const { name, value } of headers)
          if (name.toLowerCase() === 'set-cookie') heard.setCookies.push(...value.split('\n'));
        return '';
      }),
    );
  });
  return heard;
}

/** Everything a page of the app can keep in its browser; all of it is to be empty. */
function listKept(place: Page | Frame) {
  return place.evaluate(async () => {
    // Where the browser keeps nothing for frames of other sites, looking alone is refused.
    const look = async <Kept>(looking: () => Kept | Promise<Kept>, none: Kept): Promise<Kept> => {
      try {
        return await looking();
      } catch (error) {
        if (error instanceof DOMException) return none;
        throw error;
      }
    };
    return {
      local: await look(() => Object.entries(localStorage), []),
      session: await look(() => Object.entries(sessionStorage), []),
      databases: await look(() => indexedDB.databases(), []),
      caches: await look(() => caches.keys(), []),
      workers: await look(async () => (await navigator.serviceWorker.getRegistrations()).length, 0),
      cookie: document.cookie,
      name: window.name.replace(/^webside-[A-Za-z0-9_-]+$/, ''),
    };
  });
}
const NOTHING = { local: [], session: [], databases: [], caches: [], workers: 0, cookie: '', name: '' };

async function expectNothingTold(heard: Overheard): Promise<void> {
  const bodies = (await Promise.all(heard.bodies)).join('\n');
  expect(heard.setCookies.length).toBeGreaterThan(2);
  expect(heard.setCookies.filter((line) => !COOKIE.test(line))).toEqual([]);
  expect(heard.secrets.size).toBe(2);
  for (const secret of heard.secrets) expect(bodies).not.toContain(secret);
  expect(bodies).not.toMatch(/access_token|refresh_token|id_token|"eyJ/);
  const past = heard.addresses.filter((address) => !/\/smart\/callback\/|\/launch\/ehr\.html/.test(address));
  for (const word of [...heard.secrets, 'Martin', 'Ada', 'token'])
    expect(past.join('\n')).not.toContain(word);
}

describe('a whole story leaves nothing in the browser', () => {
  it('a clinician’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'webside-profile-'));
    const person = await newPersonWithProfile(folder);
    const heard = listen(person);
    const { page, context, errors } = person;
    const frame = await openInChart(stack, page);
    await bannerOf(frame)
      .getByText(CANARIES[0] ?? '')
      .waitFor();
    await bannerOf(frame)
      .getByText(CANARIES[1] ?? '')
      .waitFor();
    expect(await listKept(frame)).toEqual(NOTHING);
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      frame.getByRole('button', { name: 'Open in its own window' }).click(),
    ]);
    await bannerOf(opened)
      .getByText(CANARIES[0] ?? '')
      .waitFor();
    expect(await listKept(opened)).toEqual(NOTHING);
    await opened.getByRole('button', { name: 'Log out', exact: true }).click();
    await opened.getByRole('heading', { name: 'You are logged out' }).waitFor();
    expect(await listKept(opened)).toEqual(NOTHING);
    expect(errors.filter((line) => !line.includes('status of 401'))).toEqual([]);
    await expectNothingTold(heard);
    await context.close();
    const said = (await Promise.all(heard.bodies)).join('\n');
    expect(said).toContain(CANARIES[0]);
    expect(await findInFiles(folder, CANARIES)).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });

  it('a patient’s', async () => {
    const person = await newPerson(browser);
    const heard = listen(person);
    const { page, context, errors } = person;
    await comeInAsPatient(stack, page, { username: 'ada-martin' });
    await page.getByRole('heading', { name: /signed in as Ada/ }).waitFor();
    expect(await listKept(page)).toEqual(NOTHING);
    await page.getByRole('button', { name: /Español/ }).click();
    await page.getByRole('heading', { name: /Inició sesión como Ada/ }).waitFor();
    expect(await listKept(page)).toEqual(NOTHING);
    expect(errors).toEqual([]);
    await page.getByRole('button', { name: 'Cerrar sesión', exact: true }).click();
    await page.getByRole('heading', { name: 'Su sesión está cerrada' }).waitFor();
    expect(await listKept(page)).toEqual(NOTHING);
    // A question that was on its way is answered to a session that is over.
    expect(errors.filter((line) => !line.includes('status of 401'))).toEqual([]);
    await expectNothingTold(heard);
    await context.close();
  });
});

describe('framing', () => {
  let stranger: Server;
  let strangerUrl: string;
  beforeAll(async () => {
    stranger = createServer((request, response) => {
      const target = new URL(request.url ?? '/', 'http://x').searchParams.get('frame') ?? '';
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><title>x</title><iframe src="${target.replaceAll('"', '')}" title="x"></iframe>`,
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  });
  afterAll(() => void stranger.close());

  it('is for the EHR alone: an origin nobody registered gets neither launch nor door', async () => {
    const { page, context, errors } = await newPerson(browser);
    const frame = await openInChart(stack, page);
    await bannerOf(frame).getByText('MARTIN, Ada').waitFor();
    const addresses = [
      frame.url(),
      `${stack.appUrl}/launch/ehr.html`,
      `${stack.appUrl}/launch/error.html?ref=x`,
    ];
    expect(errors).toEqual([]);
    for (const address of addresses) {
      // Same site as the EHR, so the launch's cookie would be sent along: only the policy stands between.
      await page.goto(`${strangerUrl}/?frame=${encodeURIComponent(address)}`);
      await expect.poll(() => errors.filter((line) => line.includes('frame-ancestors')).length).toBe(1);
      const texts = await Promise.all(page.frames().map((one) => one.locator('body').textContent()));
      expect(texts.join(' ')).not.toMatch(/Webside|MARTIN|Martin/);
      expect(page.frames().map((one) => new URL(one.url()).origin)).not.toContain(stack.appUrl);
      errors.length = 0;
    }
    await context.close();
  });
});
