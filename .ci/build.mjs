// Builds the front end when what it is made from differs from what the last build was made from.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCES = [
  'index.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'src',
  'launch',
  'public',
  'fhir-profiles',
];

export function buildFrontEnd(root, node, say) {
  const stamp = path.join(root, 'node_modules/.cache/webside-build');
  const built = path.join(root, 'dist/index.html');
  const fingerprint = fingerprintOf(root);
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  if (existsSync(built) && before === fingerprint) return;
  say(`Building the front end: ${existsSync(built) ? 'its sources have changed' : 'there is no build yet'}.`);
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const done = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) throw new Error('The front end could not be built; the reason is above.');
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

/** Digest of the names and contents of everything a build reads; tests are not part of it. */
export function fingerprintOf(root) {
  const digest = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesOf(path.join(root, source))) {
      digest.update(`${path.relative(root, file)}\0`);
      digest.update(createHash('sha256').update(readFileSync(file)).digest());
    }
  return digest.digest('hex');
}

function filesOf(start) {
  if (!existsSync(start)) return [];
  if (path.extname(start) !== '') return [start];
  return readdirSync(start, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
