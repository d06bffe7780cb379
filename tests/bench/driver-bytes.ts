// What a browser loads to hold a call without a vendor: the peer body of the room driver with all it
// imports, minified and after gzip, against simple-peer's own browser build; Daily's script beside it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { type BenchRow, versionOf } from './row.ts';

export const ids = ['driver.bytes', 'x.driver.bytes.daily'];

const ROOT = path.resolve(import.meta.dirname, '../..');
const sizeOf = (code: string | Buffer): number => gzipSync(code, { level: 9 }).length / 1000;

export async function bench(): Promise<BenchRow[]> {
  const ours = sizeOf(await bundle('src/features/video/peer-room.ts'));
  const peer = sizeOf(readFileSync(path.join(ROOT, 'node_modules/simple-peer/simplepeer.min.js')));
  const daily = sizeOf(readFileSync(path.join(ROOT, 'node_modules/@daily-co/daily-js/dist/daily-esm.js')));
  const baseline = `simple-peer ${versionOf('simple-peer')}, ${peer.toFixed(1)} kB`;
  return [
    { id: 'driver.bytes', value: ours, unit: 'kB', baseline, ratio: ours / peer, n: 1 },
    {
      id: 'x.driver.bytes.daily',
      value: daily,
      unit: 'kB',
      baseline: `daily-js ${versionOf('@daily-co/daily-js')}, loaded on joining; more comes from the vendor`,
      n: 1,
    },
  ];
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      rolldownOptions: { input: path.join(ROOT, entry), preserveEntrySignatures: 'strict' },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((one) => ('code' in one ? one.code : '')).join('');
}
