// One visit through everything that breaks around it: the server killed and started again, the patient's whole network
// cut, packets lost. Nobody leaves the call; what was written arrives once; what the screen says of the line is true.
// A short share runs with each push, the longer faults with WEBSIDE_TEST_FAULTS=all.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPerson, NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { countHeard, openEars, seesAndHears } from '../fixtures/call-ears.ts';
import { countReceived, watchConnections } from '../fixtures/call-lines.ts';
import { coturnConfiguration, startCoturn, type TestCoturn } from '../fixtures/coturn.ts';
import { openPartyLine, type PartyLine } from '../fixtures/party-line.ts';
import { type Program, startProgram } from '../fixtures/program.ts';
import { checkIn, desk, holdOwn, press } from '../fixtures/visit-clicks.ts';
import { comeInAsPatient, openLaunch } from '../fixtures/ways-in.ts';

const IS_LONG = process.env.WEBSIDE_TEST_FAULTS === 'all';
const CUTS = IS_LONG ? [5, 15, 40] : [5];

let coturn: TestCoturn;
let program: Program;
let browser: Browser;
let line: PartyLine;
let helen: BrowserPerson;
let ada: BrowserPerson;

beforeAll(async () => {
  coturn = await startCoturn(`${coturnConfiguration()}\nallow-loopback-peers\nallowed-peer-ip=127.0.0.1`);
  [program, line, browser] = await Promise.all([
    startProgram({ TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`, TURN_SECRET: coturn.secret }),
    openPartyLine(coturn.port),
    openBrowser(['--allow-loopback-in-peer-connection']),
  ]);
});
afterAll(async () => {
  await browser.close();
  line.close();
  await program.close();
  await coturn.stop();
});

/** Everything of this person's call goes over their own relay, and over nothing else. */
async function person(options: Parameters<typeof newPerson>[1], turnUrl: string): Promise<BrowserPerson> {
  const made = await newPerson(browser, options);
  await openEars(made);
  await watchConnections(made.context);
  await made.context.route('**/relays', async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return route.fulfill({ response: answer });
    const { iceServers, ...rest } = (await answer.json()) as { iceServers: object[] };
    const own = iceServers.map((server) => ({ ...server, urls: [turnUrl] }));
    await route.fulfill({ response: answer, json: { ...rest, iceServers: own, relayOnly: true } });
  });
  return made;
}

const bothSeeAndHear = () => Promise.all([seesAndHears(helen.page, 1), seesAndHears(ada.page, 1)]);

const linesOfChat = (page: Page) =>
  page.getByRole('region', { name: 'Chat' }).getByRole('listitem').locator('p:last-child').allTextContents();
const plain = (texts: string[]) => texts.map((text) => text.replaceAll(/[\u2066-\u2069]/g, ''));
const chatOf = async (page: Page) => plain(await linesOfChat(page));

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Each line once, in the order it was said, on both screens. */
async function bothRead(expected: string[]): Promise<void> {
  for (const { page } of [helen, ada])
    await expect.poll(() => chatOf(page), { timeout: 80_000 }).toEqual(expected);
}

/** On both screens nobody is missing. */
async function bothAreHere(): Promise<void> {
  for (const { page } of [helen, ada]) {
    const people = page.getByRole('region', { name: 'In this visit' });
    await expect
      .poll(async () => (await people.getByRole('listitem').allTextContents()).map(isHere), {
        timeout: 80_000,
      })
      .toEqual([true, true]);
  }
}
const isHere = (text: string) => / here(\s|$)/.test(text.replaceAll(/[\u2066-\u2069]/g, ''));

const connectionsOf = (page: Page) => page.evaluate(() => window.connections.length);
const said: string[] = [];

describe('a visit in which', () => {
  it('both see and hear each other over the relay alone', async () => {
    helen = await person({}, `turn:127.0.0.1:${coturn.port}?transport=udp`);
    ada = await person({ viewport: NARROW, proxy: { server: line.server } }, line.turnUrl);
    await openLaunch(program, helen.page, { patient: 'ada-martin' });
    await holdOwn(helen.page);
    await comeInAsPatient(program, ada.page, { username: 'ada-martin' });
    await checkIn(ada.page);
    await desk(helen.page).getByRole('button', { name: 'Let in' }).click();
    await press(helen.page, 'Let the patient in');
    for (const { page } of [helen, ada]) await press(page, 'Join now');
    await bothSeeAndHear();
    for (const { page } of [helen, ada]) await page.getByRole('button', { name: /^Open the chat/ }).click();
  });

  it('the server is killed and started again keeps its media, and its chat once', async () => {
    said.push('Before the server died');
    await write(ada.page, 'Before the server died');
    await bothRead(said);
    const before = await Promise.all([helen, ada].map(({ page }) => connectionsOf(page)));
    await program.kill();
    await write(ada.page, 'While it was dead');
    await ada.page.getByText('Not sent. Your text is still here').waitFor();
    for (const { page } of [helen, ada]) {
      const received = await countReceived(page);
      await expect.poll(() => countReceived(page), { timeout: 20_000 }).toBeGreaterThan(received + 50);
    }
    await bothSeeAndHear();
    await program.start();
    await press(ada.page, 'Send');
    said.push('While it was dead');
    await bothRead(said);
    await bothAreHere();
    said.push('After it came back');
    await write(helen.page, 'After it came back');
    await bothRead(said);
    await bothSeeAndHear();
    // The same connections as before: nobody had to find the other anew.
    expect(await Promise.all([helen, ada].map(({ page }) => connectionsOf(page)))).toEqual(before);
  });

  it.each(CUTS)('the patient’s network is cut for %s s goes on by itself', async (seconds) => {
    line.cut();
    const text = `Said in the ${seconds} s`;
    await write(helen.page, text);
    said.push(text);
    await expect.poll(() => chatOf(helen.page), { timeout: 30_000 }).toEqual(said);
    await helen.page.waitForTimeout(seconds * 1000);
    expect(await chatOf(ada.page)).not.toContain(text);
    if (seconds >= 15) await helen.page.getByText('The connection is lost').first().waitFor();
    line.restore();
    await bothRead(said);
    await bothSeeAndHear();
    await bothAreHere();
    const answer = `Heard after ${seconds} s`;
    await write(ada.page, answer);
    said.push(answer);
    await bothRead(said);
  });

  if (IS_LONG)
    it('every fifth packet is lost says so, lowers the picture, offers sound alone, and comes back', async () => {
      await ada.page.getByText('The connection is good.').waitFor();
      line.lose(20);
      await ada.page.getByText('Parts of sound and picture are getting lost').waitFor();
      await press(ada.page, 'Go on with sound only');
      await ada.page.getByRole('button', { name: 'Turn your camera on' }).waitFor();
      for (const { page } of [helen, ada])
        await expect.poll(() => countHeard(page), { timeout: 80_000 }).toBe(1);
      line.lose(0);
      await ada.page.getByText('The connection is good again.').waitFor();
      await press(ada.page, 'Turn my camera on');
      await ada.page.getByText('The connection is good.').waitFor();
      await bothSeeAndHear();
    });

  it('is ended by a person, and by nothing before', async () => {
    await press(helen.page, 'End visit');
    await ada.page.getByRole('heading', { name: 'Your visit is over' }).waitFor();
  });
});
