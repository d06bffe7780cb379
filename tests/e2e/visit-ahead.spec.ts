// Before the door opens: clinician and patient are connected by the relay alone and send nothing; when it opens, all
// routes are looked for without a gap. A real coturn with the operator's configuration; its one more line lets it relay
// to itself on loopback.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NARROW, newPerson, openBrowser } from '../fixtures/browser.ts';
import { watchConnections } from '../fixtures/call-lines.ts';
import { coturnConfiguration, startCoturn, type TestCoturn } from '../fixtures/coturn.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { checkIn, clinicianIn, holdOwn, press, seesOther } from '../fixtures/visit-clicks.ts';
import { comeInAsPatient } from '../fixtures/ways-in.ts';

let coturn: TestCoturn;
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  coturn = await startCoturn(`${coturnConfiguration()}\nallow-loopback-peers\nallowed-peer-ip=127.0.0.1`);
  stack = await startStack({
    env: { TURN_URLS: `turn:127.0.0.1:${coturn.port}?transport=udp`, TURN_SECRET: coturn.secret },
  });
  browser = await openBrowser([
    '--allow-loopback-in-peer-connection',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
  await coturn.stop();
});

/** Of the connections that stand: by which kind of way, and how many packets of media went out. */
function linesOf(page: Page): Promise<{ way: string; packets: number }[]> {
  return page.evaluate(async () => {
    const standing = window.connections.filter(({ connectionState }) => connectionState === 'connected');
    return Promise.all(
      standing.map(async (connection) => {
        const all = [...(await connection.getStats()).values()];
        const pair = all.find(({ id }) => all.some((one) => one.selectedCandidatePairId === id));
        const local = all.find(({ id }) => id === pair?.localCandidateId);
        const packets = all
          .filter(({ type }) => type === 'outbound-rtp')
          .reduce((sum, { packetsSent }) => sum + packetsSent, 0);
        return { way: String(local?.candidateType), packets };
      }),
    );
  });
}

const countOf = (page: Page): Promise<number> => page.evaluate(() => window.connections.length);

describe('before admission', () => {
  it('both are connected over the relay and send nothing; then they go straight', async () => {
    const helen = await clinicianIn(stack, browser, 'ada-martin');
    await watchConnections(helen.page);
    await helen.page.reload();
    await holdOwn(helen.page);
    const ada = await newPerson(browser, { viewport: NARROW });
    await watchConnections(ada.page);
    await comeInAsPatient(stack, ada.page, { username: 'ada-martin' });
    await checkIn(ada.page, { network: 'Your network lets the call through.' });
    const ahead = [{ way: 'relay', packets: 0 }];
    for (const { page } of [helen, ada])
      await expect.poll(() => linesOf(page), { timeout: 30_000 }).toEqual(ahead);
    expect(await ada.page.locator('video').count()).toBe(0);
    const made = await countOf(ada.page);

    await press(helen.page, 'Let in');
    await press(helen.page, 'Let the patient in');
    await ada.page.getByRole('button', { name: 'Join now' }).waitFor();
    expect(await linesOf(ada.page)).toEqual(ahead);
    await press(helen.page, 'Join now');
    await press(ada.page, 'Join now');
    await Promise.all([seesOther(helen.page), seesOther(ada.page)]);
    for (const { page } of [helen, ada])
      await expect
        .poll(async () => (await linesOf(page)).map(({ way }) => way), { timeout: 30_000 })
        .toEqual(['host']);
    expect(await countOf(ada.page)).toBe(made);
    expect([helen.errors, ada.errors]).toEqual([[], []]);
    for (const one of [helen, ada]) await one.context.close();
  });

  it('says in the check-in that this network lets no call through, where the relay is not reached', async () => {
    await coturn.stop();
    const helen = await clinicianIn(stack, browser, 'john-ellis');
    await holdOwn(helen.page);
    const john = await newPerson(browser, { viewport: NARROW });
    await comeInAsPatient(stack, john.page, { username: 'john-ellis' });
    await checkIn(john.page, { network: 'Your network does not let the call through.' });
    for (const one of [helen, john]) await one.context.close();
  });
});
