// What a browser loads before the first useful paint of a door: the page, its script, its style and
// whatever those import, in kB after gzip. The HTML is what a person sees; a good query is a redirect.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import type { BenchRow } from './row.ts';

export const ids = ['bytes.doors'];

const DIST = path.resolve(import.meta.dirname, '../../dist');

export async function bench(): Promise<BenchRow[]> {
  const doors = readdirSync(path.join(DIST, 'launch')).filter((file) => file.endsWith('.html'));
  if (doors.length === 0) throw new Error('the build has no doors');
  const sizes = doors.map((door) => kilobytes(loadedBy(path.join(DIST, 'launch', door))));
  const worst = Math.max(...sizes);
  return [
    { id: 'bytes.doors', value: worst, unit: 'kB', baseline: 'the heaviest door, aim 5 kB', n: doors.length },
  ];
}

/** The files a page brings in: its own, and what its scripts import before they can run. */
function loadedBy(page: string): string[] {
  const html = readFileSync(page, 'utf8');
  const tags = [...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*\shref)="([^"]+)"[^>]*>/g)];
  const first = tags
    .filter(([tag]) => tag.startsWith('<script') || /rel="?(stylesheet|modulepreload)/.test(tag))
    .map(([, address = '']) => fileOf(address, page));
  const seen = new Set([page]);
  for (const file of first) follow(file, seen);
  return [...seen];
}

function follow(file: string, seen: Set<string>): void {
  if (seen.has(file)) return;
  if (!existsSync(file))
    throw new Error(`${path.relative(DIST, file)} is named by a door and not in the build`);
  seen.add(file);
  if (!file.endsWith('.js')) return;
  for (const node of parseAst(readFileSync(file, 'utf8')).body)
    if ('source' in node && node.source) follow(fileOf(String(node.source.value), file), seen);
}

function fileOf(address: string, from: string): string {
  const place = address.split(/[?#]/)[0] ?? '';
  return place.startsWith('/') ? path.join(DIST, place) : path.resolve(path.dirname(from), place);
}

function kilobytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
}
