// Asks one address over and over on a fixed number of kept-alive connections, and counts the answers. Whoever is
// measured runs in another process.
import { Pool } from 'undici';

export interface Target {
  url: string;
  headers: Record<string, string>;
}

const CONNECTIONS = 32;

/** How many answers came in `ms`, and later where `atLeast` had not come by then; throws at the first that is no 200. */
export async function askFor(
  { ms, atLeast }: { ms: number; atLeast: number },
  { url, headers }: Target,
): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const until = performance.now() + ms;
  let answered = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until || answered < atLeast) {
      const { statusCode, body } = await pool.request({ path: pathname + search, method: 'GET', headers });
      if (statusCode !== 200) throw new Error(`${pathname}: ${statusCode} ${await body.text()}`);
      await body.dump({ limit: 1_000_000 });
      answered += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, one));
  } finally {
    await pool.destroy();
  }
  return answered;
}
