// An EHR that is down, slow, wrong or refuses, and doors that were called wrongly: one page each, with the
// reason in words, a request id and a next step; and no secret in the page, its address, history or Referer.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, lookOver, newPerson, openBrowser } from '../fixtures/browser.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { askAdmin, mintLaunch } from '../fixtures/visitor.ts';
import { bannerOf, clickWay, doorUrl, openLaunch, openPad, waitForLaunch } from '../fixtures/ways-in.ts';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterEach(mend);
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const lay = (fault: object) => askAdmin(stack, '/faults', fault);

/** The EHR works again, and the pause is over after which an EHR that failed is asked again. */
async function mend(): Promise<void> {
  await askAdmin(stack, '/faults', undefined, 'DELETE');
  stack.skipTime(60_000);
}

const DISCOVERY = '/fhir/.well-known/smart-configuration';
const TOKEN = '/generic/oauth2/token';

interface Expected {
  code: string;
  title: string;
  next: string | RegExp;
}

/** The page somebody ends at. Its address holds a reference and nothing that says why. */
async function expectErrorPage(page: Page, { code, title, next }: Expected): Promise<void> {
  await page.waitForURL(/\/launch\/error\.html\?ref=[A-Za-z0-9_-]{22}$/);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
  await page.getByText(next).waitFor();
  const reference = await page.getByText(`Code ${code}`).textContent();
  expect(reference).toMatch(/Request [0-9a-f-]{36}$/);
  // The request id leads whoever reads the log to the same failure.
  const requestId = /Request (\S+)$/.exec(reference ?? '')?.[1] ?? '';
  await expect.poll(() => stack.lines.some((line) => line.includes(requestId))).toBe(true);
  expect(await lookOver(page, `error-${code}`)).toEqual([]);
}

/** Whatever a way in carries that nobody else may know: code, state, launch token, nonce, challenge. */
function collectSecrets({ context }: BrowserPerson) {
  const secrets = new Set<string>();
  const referers: string[] = [];
  context.on('request', (request) => {
    for (const name of ['code', 'state', 'launch', 'nonce', 'code_challenge', 'error_description']) {
      const value = new URL(request.url()).searchParams.get(name);
      if (value) secrets.add(value);
    }
    const { referer } = request.headers();
    if (referer) referers.push(referer);
  });
  return { secrets, referers };
}

async function expectNoSecrets(
  person: BrowserPerson,
  told: ReturnType<typeof collectSecrets>,
): Promise<void> {
  const { page, context } = person;
  expect(told.secrets.size).toBeGreaterThan(1);
  const session = await context.newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const seen = JSON.stringify([await page.content(), await page.title(), page.url(), entries, told.referers]);
  // The address the story began with stands in the history as somebody typed it there.
  const typed = entries.map(({ userTypedURL }) => userTypedURL).join(' ');
  for (const secret of told.secrets)
    if (!typed.includes(encodeURIComponent(secret))) expect(seen).not.toContain(secret);
}

describe('before the log-in', () => {
  it('says that the EHR is down, and opens once it is back', async () => {
    const { page, context } = await newPerson(browser);
    for (const fault of [{ status: 503 }, { drop: 'before' }]) {
      await lay({ route: DISCOVERY, ...fault });
      await page.goto(await mintLaunch(stack, { patient: 'ada-martin' }));
      await expectErrorPage(page, {
        code: 'ehr-down',
        title: 'The record system did not answer',
        next: 'Try again in a minute. If it still fails, tell the record system’s help desk.',
      });
      await mend();
    }
    await context.close();
  });

  it('says that the EHR’s answer cannot be used: no JSON, or addresses on a host nobody registered', async () => {
    const person = await newPerson(browser);
    const { page, context, hosts } = person;
    const elsewhere = 'https://elsewhere.example/oauth2';
    const foreign = {
      issuer: `${stack.sandboxUrl}/fhir`,
      authorization_endpoint: `${elsewhere}/authorize`,
      token_endpoint: `${elsewhere}/token`,
      code_challenge_methods_supported: ['S256'],
      capabilities: ['launch-ehr'],
    };
    for (const fault of [{ truncateJson: true }, { status: 200, body: JSON.stringify(foreign) }]) {
      await lay({ route: DISCOVERY, ...fault });
      await page.goto(await mintLaunch(stack, { patient: 'ada-martin' }));
      await expectErrorPage(page, {
        code: 'ehr-answer-wrong',
        title: 'The record system’s answer could not be used',
        next: /send the code and the request below to your EHR analyst/,
      });
      await mend();
    }
    expect([...hosts]).not.toContain('elsewhere.example');
    await context.close();
  });

  it('stops waiting for an EHR that is too slow, and lets a patient try again', async () => {
    const { page, context } = await newPerson(browser);
    await lay({ route: DISCOVERY, delayMs: 120_000 });
    await page.goto(doorUrl(stack, 'patient'), { timeout: 60_000 });
    await expectErrorPage(page, {
      code: 'ehr-slow',
      title: 'Your clinic’s sign-in page is very slow',
      next: /In an emergency, call 911\./,
    });
    await mend();
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await context.close();
  });
});

describe('at the exchange of the code', () => {
  it.each([
    {
      says: 'is refused',
      fault: {
        status: 400,
        body: '{"error":"invalid_grant","error_description":"the code was meant for another app"}',
      },
      page: {
        code: 'ehr-refused',
        title: 'The record system refused the sign-in',
        next: /Otherwise send what you see here to your EHR analyst\./,
      },
      words: 'the code was meant for another app',
    },
    {
      says: 'meets a broken server',
      fault: { status: 500 },
      page: { code: 'ehr-down', title: 'The record system did not answer', next: /Try again in a minute/ },
    },
    {
      says: 'gets half an answer',
      fault: { truncateJson: true },
      page: {
        code: 'ehr-answer-wrong',
        title: 'The record system’s answer could not be used',
        next: /Try once more/,
      },
    },
  ])('$says: one page, and no secret anywhere', async ({ fault, page: expected, words }) => {
    const person = await newPerson(browser);
    const told = collectSecrets(person);
    const { page, context } = person;
    await lay({ route: TOKEN, method: 'POST', ...fault });
    await openPad(stack, page, { patient: 'ada-martin' });
    const [opened] = await Promise.all([page.waitForEvent('popup'), clickWay(page, 'window')]);
    await expectErrorPage(opened, expected);
    if (words) await opened.getByText(words).waitFor();
    await expectNoSecrets({ ...person, page: opened }, told);
    // The only cookie left is the one that lets this browser alone read what the EHR said.
    const left = (await context.cookies(stack.appUrl)).map(({ name }) => name);
    expect(left.filter((name) => name !== '__Host-ws-refused')).toEqual([]);
    await context.close();
  });

  it('leaves no trace of a patient’s way in that the EHR broke off', async () => {
    const person = await newPerson(browser);
    const told = collectSecrets(person);
    const { page, context } = person;
    await lay({ route: TOKEN, method: 'POST', status: 401, body: '{"error":"invalid_client"}' });
    await page.goto(doorUrl(stack, 'patient'));
    await page.getByRole('button', { name: /^Ada/ }).click();
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Open this record' }).click();
    await page.getByRole('button', { name: 'Give access' }).click();
    await expectErrorPage(page, {
      code: 'ehr-refused',
      title: 'You were not signed in',
      next: /call your clinic/,
    });
    await expectNoSecrets(person, told);
    await context.close();
  });
});

describe('the launch token', () => {
  it('works once', async () => {
    const { page, context } = await newPerson(browser);
    const address = await mintLaunch(stack, { patient: 'ada-martin' });
    await page.goto(address);
    await waitForLaunch(page);
    await page.goto(address);
    await expectErrorPage(page, {
      code: 'launch-token-used',
      title: 'This launch was already used',
      next: 'Go back to the chart and open Webside again.',
    });
    await context.close();
  });

  it('works for a while', async () => {
    const { page, context } = await newPerson(browser);
    const address = await mintLaunch(stack, { patient: 'ada-martin', options: { expiresIn: 1 } });
    // The sandbox counts in its own seconds.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await page.goto(address);
    await expectErrorPage(page, {
      code: 'launch-token-used',
      title: 'This launch was already used',
      next: 'Go back to the chart and open Webside again.',
    });
    await page
      .getByText(/launch token/)
      .first()
      .waitFor();
    await context.close();
  });
});

it('a sign-in that took more than ten minutes is over', async () => {
  const { page, context } = await newPerson(browser);
  await page.goto(doorUrl(stack, 'staff'));
  await page.getByRole('button', { name: /Rosa Delgado/ }).click();
  stack.skipTime(11 * 60_000);
  await page.getByRole('button', { name: 'Give access' }).click();
  await expectErrorPage(page, {
    code: 'state-expired',
    title: 'The sign-in took too long',
    next: 'Open Webside again from the chart.',
  });
  await context.close();
});

describe('doors that were called wrongly', () => {
  it.each([
    [
      'iss-unknown',
      'ehr.html?iss=IDLE&launch=x',
      'This record system is not set up here',
      /letter by letter/,
    ],
    [
      'iss-missing',
      'ehr.html?launch=x',
      'The record system did not say which one it is',
      /add iss to the launch/,
    ],
    ['launch-missing', 'ehr.html?iss=FHIR', 'The launch did not say which chart is open', /add launch/],
    [
      'tenant-unknown',
      'staff.html?tenant=nobody',
      'This link is for a clinic that is not set up here',
      /Check the link/,
    ],
    ['tenant-unknown', 'patient.html?tenant=nobody', 'We do not know this clinic', /Call your clinic/],
  ])('%s: %s', async (code, address, title, next) => {
    const { page, context, hosts } = await newPerson(browser);
    const idle = `${stack.sandboxUrl}/idle/fhir`;
    const before = (await askAdmin<unknown[]>(stack, '/log')).length;
    const filled = address
      .replace('IDLE', encodeURIComponent(idle))
      .replace('FHIR', encodeURIComponent(`${stack.sandboxUrl}/fhir`));
    await page.goto(`${stack.appUrl}/launch/${filled}`);
    await expectErrorPage(page, { code, title, next });
    expect(await askAdmin<unknown[]>(stack, '/log')).toHaveLength(before);
    expect([...hosts]).toEqual([new URL(stack.appUrl).host]);
    await context.close();
  });

  it.each([
    ['ehr', 'Open Webside from the chart'],
    ['staff', 'This staff link is not complete'],
    ['patient', 'Your link is not complete'],
    ['guest', 'Your link is not complete'],
  ])('the %s door without anything says what it is for', async (door, title) => {
    const { page, context, errors } = await newPerson(browser);
    await page.goto(`${stack.appUrl}/launch/${door}.html`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(await lookOver(page, `door-${door}`)).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });
});

it('an EHR that fails later takes the name away, says so, and is asked again', async () => {
  const { page, context } = await newPerson(browser);
  await lay({ route: '/fhir/Patient/*', status: 503 });
  await openLaunch(stack, page);
  await bannerOf(page).getByText('The patient’s name could not be read.').waitFor();
  await page.getByText(/^\d+ of \d+ lists read/).waitFor();
  expect(await page.content()).not.toContain('MARTIN');
  expect(await lookOver(page, 'banner-failed')).toEqual([]);
  await askAdmin(stack, '/faults', undefined, 'DELETE');
  await bannerOf(page).getByRole('button', { name: 'Try again' }).click();
  await bannerOf(page).getByText('MARTIN, Ada').waitFor();
  await context.close();
});
