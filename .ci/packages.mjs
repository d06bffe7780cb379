// Brings node_modules in line with package-lock.json, and leaves it alone when it is.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export function installPackages(root, withTools, say) {
  const reason = outOfDate(root, withTools);
  if (!reason) return;
  say(`Installing packages: ${reason}.`);
  const flags = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=optional',
    ...(withTools ? ['--include=dev'] : []),
  ];
  const [program, first] = npm();
  const done = spawnSync(program, [...first, ...flags], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.error) throw new Error(`npm could not be started (${done.error.message}). It comes with Node.`);
  if (done.status !== 0) throw new Error('npm could not install the packages; its own words are above.');
  const still = outOfDate(root, withTools);
  if (still)
    throw new Error(`npm finished, and yet ${still}. Remove node_modules and run the same command again.`);
}

/** The npm that started us, else the one on the path. */
function npm() {
  const own = process.env.npm_execpath;
  return own && path.basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []];
}

/**
 * Why packages must be installed; undefined when they are there. npm writes what it installed into
 * node_modules/.package-lock.json as its last step, so an install that was broken off shows here too.
 */
export function outOfDate(root, withTools) {
  const modules = path.join(root, 'node_modules');
  if (!existsSync(modules)) return 'there is no node_modules folder yet';
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(path.join(modules, '.package-lock.json'));
  if (!installed) return 'the last install was not finished';
  for (const [folder, entry] of Object.entries(wanted ?? {})) {
    if (folder === '') continue;
    const there = installed[folder];
    const isHere = there !== undefined && existsSync(path.join(root, folder, 'package.json'));
    if (!isHere && mayBeAbsent(entry, withTools)) continue;
    if (!isHere) return `${folder} is missing`;
    if (there.version !== entry.version || there.integrity !== entry.integrity)
      return `${folder} has changed`;
  }
  return undefined;
}

/** Packages for other platforms, and tools where only the app is wanted. */
function mayBeAbsent(entry, withTools) {
  return Boolean(entry.optional || entry.devOptional || entry.peer || (entry.dev && !withTools));
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
