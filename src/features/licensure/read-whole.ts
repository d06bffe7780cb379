// Reads a register of any length, part after part. Where it became longer or shorter meanwhile a line may have slipped
// from one part into another: it is read anew. Must not know where the parts come from.
import type { CredentialsView } from '#domain/licensure';

type Part = Pick<CredentialsView, 'credentials' | 'total'>;

const MOST_TRIES = 3;

/** `ask`: the lines from that place on, as many as are told at once. Null: it did not hold still. */
export async function readWhole(
  ask: (from: number) => Promise<Part>,
): Promise<CredentialsView['credentials'] | null> {
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const whole = await readOnce(ask);
    if (whole) return whole;
  }
  return null;
}

async function readOnce(ask: (from: number) => Promise<Part>): Promise<Part['credentials'] | null> {
  const first = await ask(0);
  const lines = [...first.credentials];
  while (lines.length < first.total) {
    const next = await ask(lines.length);
    if (next.total !== first.total || next.credentials.length === 0) return null;
    lines.push(...next.credentials);
  }
  return lines;
}
