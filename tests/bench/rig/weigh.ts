// What a browser loads of the app before something stands on the screen, by the browser's own record of it
// (W3C Resource Timing). Page, scripts and styles; what they then ask for is data.
import type { Page } from 'playwright-core';

export interface Loaded {
  url: string;
  /** Bytes of the body on the wire, as it was compressed. */
  bytes: number;
}

/**
 * Everything that had come when `words` stood on the page: to the last byte what a slow line would have kept them
 * waiting for. `visit` leads to the page and waits for the words.
 */
export async function weighLoad(page: Page, words: string, visit: () => Promise<void>): Promise<Loaded[]> {
  await page.addInitScript(markWords, words);
  await visit();
  await page.waitForLoadState('networkidle');
  return page.evaluate(() => {
    const [mark] = performance.getEntriesByName('words-stand');
    if (!mark) throw new Error('the words were never seen');
    const isCode = ({ name }: PerformanceEntry) => /\.(js|css)$/.test(new URL(name).pathname);
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const come = resources.filter((one) => isCode(one) && one.responseEnd <= mark.startTime);
    const pages = performance.getEntriesByType('navigation') as PerformanceResourceTiming[];
    return [...pages, ...come].map((one) => ({ url: one.name, bytes: one.encodedBodySize }));
  });
}

/** Runs in the page, before its own scripts. */
function markWords(words: string): void {
  const look = () => {
    if (!document.body?.textContent?.includes(words)) return;
    performance.mark('words-stand');
    watching.disconnect();
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, characterData: true });
}

/** kB, a thousand bytes each. */
export function sumKb(loaded: readonly Loaded[]): number {
  return loaded.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
}
