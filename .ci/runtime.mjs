// Which Node runs the project: the one locked in package-lock.json, else the machine's own when it is
// new enough to run TypeScript by itself.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

// undici, the oldest demand among the packages.
const OLDEST = [22, 19];

/** Path of a Node that can run the sources. Throws in words when there is none. */
export function findRuntime(root) {
  // By its own path: not every npm links it into node_modules/.bin.
  const packaged = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  for (const candidate of [packaged, process.execPath])
    if (isNewEnough(versionOf(candidate))) return candidate;
  throw new Error(
    `Webside runs its TypeScript sources directly and needs Node ${OLDEST.join('.')} or newer. ` +
      `This machine has ${process.version}, and the Node that comes with the packages (Linux on x64 or arm64) ` +
      'is not there or does not start here. Install a newer Node and run the same command again.',
  );
}

function versionOf(node) {
  const asked = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8', timeout: 20_000 });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

function isNewEnough(version) {
  if (!version) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
