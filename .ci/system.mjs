// What the tests need from the operating system: a Chromium, a PostgreSQL, a Redis and a TURN server.
// Installed by apt on Debian and Ubuntu when we are root; otherwise the one command to run is told.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

const BROWSER = {
  what: 'Chromium',
  packages: ['chromium', 'chromium-sandbox', 'fonts-liberation'],
  find: findBrowser,
};
const SERVERS = [
  { what: 'a PostgreSQL server', packages: ['postgresql'], find: findPostgres },
  { what: 'a Redis server', packages: ['redis-server'], find: () => onPath('redis-server') },
  { what: 'a TURN server', packages: ['coturn'], find: () => onPath('turnserver') },
];

/** Stops with words when something is missing and cannot be installed from here. */
export function ensureSystemPackages(say) {
  // Ubuntu's chromium package only points to a snap, which cannot be driven; see ensureBrowser.
  const needed = distribution().isUbuntu ? SERVERS : [...SERVERS, BROWSER];
  const missing = needed.filter((need) => !need.find());
  if (missing.length === 0) return;
  const plan = planInstall(missing, { hasApt: distribution().hasApt, isRoot: process.getuid?.() === 0 });
  if ('refusal' in plan) throw new Error(plan.refusal);
  say(`Installing system packages for the tests: ${plan.packages.join(' ')}.`);
  apt(['update', '-q']);
  apt(['install', '-q', '-y', '--no-install-recommends', ...plan.packages]);
  const still = missing.filter((need) => !need.find());
  if (still.length > 0)
    throw new Error(
      `apt-get finished without ${still.map((need) => need.what).join(', ')}; its words are above.`,
    );
}

/** What to install, or why not and the one command that does it. */
export function planInstall(missing, { hasApt, isRoot }) {
  const whats = missing.map((need) => need.what).join(', ');
  const packages = missing.flatMap((need) => need.packages);
  if (!hasApt)
    return { refusal: `The tests need ${whats}. Install with your system's package manager and run again.` };
  if (isRoot) return { packages };
  return {
    refusal:
      `The tests need ${whats}. This one command installs what is missing:\n\n` +
      `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}\n`,
  };
}

/** Path of a Chromium the tests can drive; downloads the one that belongs to Playwright where apt has none. */
export function ensureBrowser(root, node, say) {
  const there = findBrowser() ?? playwrightBrowser(root, node);
  if (there) return there;
  const cli = path.join(root, 'node_modules/playwright-core/cli.js');
  const asRoot = process.getuid?.() === 0;
  say('Installing a Chromium for the tests: this system has none that can be driven.');
  spawnSync(node, [cli, 'install', ...(asRoot ? ['--with-deps'] : []), 'chromium'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  const downloaded = playwrightBrowser(root, node);
  if (!downloaded)
    throw new Error('No Chromium could be installed. Install chromium or google-chrome and run again.');
  if (spawnSync(downloaded, ['--version'], { timeout: 30_000 }).status !== 0)
    throw new Error(
      'The downloaded Chromium does not start because system libraries are missing. This one command installs them:\n\n' +
        '  sudo npx playwright-core install-deps chromium\n',
    );
  return downloaded;
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: ['ignore', 2, 2] });
}

function findBrowser() {
  const wanted = process.env.WEBSIDE_TEST_CHROMIUM;
  if (wanted) return existsSync(wanted) ? wanted : undefined;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const found = onPath(name);
    if (found && !isSnap(found)) return found;
  }
  return undefined;
}

function isSnap(file) {
  const real = realpathSync(file);
  return (
    real.includes('/snap') || readFileSync(real).subarray(0, 4096).toString('latin1').includes('/snap/bin')
  );
}

function playwrightBrowser(root, node) {
  const ask = "import('playwright-core').then((p) => process.stdout.write(p.chromium.executablePath()))";
  const asked = spawnSync(node, ['-e', ask], { cwd: root, encoding: 'utf8' });
  return asked.status === 0 && existsSync(asked.stdout) ? asked.stdout : undefined;
}

function findPostgres() {
  const versions = '/usr/lib/postgresql';
  const folders = existsSync(versions) ? readdirSync(versions).map((v) => path.join(versions, v, 'bin')) : [];
  return folders.map((folder) => executable(path.join(folder, 'initdb'))).find(Boolean) ?? onPath('initdb');
}

function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/sbin', '/usr/local/bin'];
  return folders.map((folder) => executable(path.join(folder, name))).find(Boolean);
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function distribution() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const id = /^ID=(.*)$/m.exec(text)?.[1]?.replaceAll('"', '');
  const like = /^ID_LIKE=(.*)$/m.exec(text)?.[1] ?? '';
  const isUbuntu = id === 'ubuntu' || /\bubuntu\b/.test(like);
  return { isUbuntu, hasApt: Boolean(onPath('apt-get')) };
}
