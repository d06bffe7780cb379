// What a browser loads for a door, from the real app: the page and all it names – style, script, icon,
// picture, and what its scripts import – in kB after gzip. A well-formed launch is a redirect and loads
// none of it.
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import { startStack } from '../fixtures/stack.ts';
import type { BenchRow } from './row.ts';

export const ids = ['bytes.doors'];

const DOORS = ['ehr', 'patient', 'staff', 'guest', 'error'];

export async function bench(): Promise<BenchRow[]> {
  const stack = await startStack();
  try {
    const sizes: number[] = [];
    for (const door of DOORS) sizes.push(await weigh(`${stack.appUrl}/launch/${door}.html`));
    const value = Math.max(...sizes);
    return [{ id: 'bytes.doors', value, unit: 'kB', baseline: 'the heaviest door', n: DOORS.length }];
  } finally {
    await stack.close();
  }
}

/** The page and everything below it, each address once. */
async function weigh(page: string): Promise<number> {
  const bytes = new Map<string, number>();
  const waiting = [page];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (bytes.has(next)) continue;
    const answer = await fetch(next);
    if (next !== page && !answer.ok)
      throw new Error(`${next} is named by a door and answers ${answer.status}`);
    const body = Buffer.from(await answer.arrayBuffer());
    bytes.set(next, gzipSync(body, { level: 9 }).length);
    const text = body.toString('utf8');
    for (const address of listNamed(answer.headers.get('content-type') ?? '', text))
      waiting.push(new URL(address, next).href);
  }
  return [...bytes.values()].reduce((sum, size) => sum + size, 0) / 1000;
}

/** Addresses that a page, script or style brings in by itself. Links to go to are none. */
function listNamed(type: string, text: string): string[] {
  if (type.includes('html'))
    return [...text.matchAll(/<(?:script|img)\b[^>]*\ssrc="([^"]+)"|<link\b[^>]*\shref="([^"]+)"/g)].map(
      ([, source, link]) => source ?? link ?? '',
    );
  if (type.includes('css'))
    return [...text.matchAll(/url\(["']?([^"')]+)/g)].map(([, address]) => address ?? '');
  if (!type.includes('javascript')) return [];
  return parseAst(text).body.flatMap((node) =>
    'source' in node && node.source ? [String(node.source.value)] : [],
  );
}
