// A Chromium for benchmarks: every visit starts as a browser that has never been here.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openChromium(): Promise<Browser> {
  const found = process.env.WEBSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({
    ...(existsSync(found) && { executablePath: found }),
    args: [...FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}

/** Runs `visit` on a page of a new profile. */
export async function asStranger<Result>(
  browser: Browser,
  visit: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  try {
    return await visit(await context.newPage());
  } finally {
    await context.close();
  }
}

/** ms from asking for `url` until `sign` stands on the page, over however many redirects and hosts. */
export async function timeUntil(page: Page, url: string, sign: string): Promise<number> {
  const began = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForSelector(sign);
  return performance.now() - began;
}
