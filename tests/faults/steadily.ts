// A person at a page whose server may be gone in this very moment: asks again, with the same keys, as the page does.

/** Far above what a hundred kills take, one start after the other, on a busy machine. */
const PATIENCE_MS = 1_800_000;
const PAUSE_MS = 150;

/**
 * Repeats what was cut off or answered by a server that is not whole, until it is answered. A refusal after a cut is
 * the answer of a step that was taken the first time: `undefined`. A refusal at once is a fault of the test.
 */
export async function steadily<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  const ends = Date.now() + PATIENCE_MS;
  for (let cuts = 0; ; cuts += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (cuts > 0 && isRefusal(cause)) return undefined;
      if (!isCut(cause) || Date.now() > ends) throw cause;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The connection broke, or the answer is one of a server without its database. */
function isCut(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause instanceof TypeError || /^5\d\d /.test(cause.message) || cause.name === 'AbortError';
}

const isRefusal = (cause: unknown): boolean => cause instanceof Error && /^409 /.test(cause.message);
