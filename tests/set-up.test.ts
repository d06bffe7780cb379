// The set-up before anything runs: when it installs, when it builds, and that two of them do not fight.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CI = path.resolve(import.meta.dirname, '../.ci');
const { outOfDate } = (await import(path.join(CI, 'packages.mjs'))) as {
  outOfDate(root: string, withTools: boolean): string | undefined;
};
const { fingerprintOf } = (await import(path.join(CI, 'build.mjs'))) as {
  fingerprintOf(root: string): string;
};

interface Need {
  what: string;
  packages: string[];
}
const { planInstall } = (await import(path.join(CI, 'system.mjs'))) as {
  planInstall(
    missing: Need[],
    where: { hasApt: boolean; isRoot: boolean },
  ): { packages: string[] } | { refusal: string };
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'webside-set-up-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const lock = (packages: Record<string, object>): string =>
  JSON.stringify({ packages: { '': {}, ...packages } });
const A = 'node_modules/a';

describe('whether packages must be installed', () => {
  it('is yes on a fresh clone', () => {
    put('package-lock.json', lock({ [A]: { version: '1.0.0' } }));
    expect(outOfDate(root, false)).toContain('no node_modules');
  });

  it('is yes when the last install was broken off', () => {
    put('package-lock.json', lock({ [A]: { version: '1.0.0' } }));
    put(`${A}/package.json`, '{}');
    expect(outOfDate(root, false)).toContain('not finished');
  });

  it('is no when every package is there as locked', () => {
    put('package-lock.json', lock({ [A]: { version: '1.0.0', integrity: 'x' } }));
    put('node_modules/.package-lock.json', lock({ [A]: { version: '1.0.0', integrity: 'x' } }));
    put(`${A}/package.json`, '{}');
    expect(outOfDate(root, false)).toBeUndefined();
  });

  it('is yes when the lock now names another version, or the folder has gone', () => {
    put('node_modules/.package-lock.json', lock({ [A]: { version: '1.0.0' } }));
    put('package-lock.json', lock({ [A]: { version: '1.0.1' } }));
    put(`${A}/package.json`, '{}');
    expect(outOfDate(root, false)).toContain('has changed');
    rmSync(path.join(root, A), { recursive: true });
    expect(outOfDate(root, false)).toContain('is missing');
  });

  it('lets packages of other platforms be absent, and tools where only the app is wanted', () => {
    put(
      'package-lock.json',
      lock({ [A]: { version: '1.0.0', optional: true }, 'node_modules/b': { dev: true } }),
    );
    put('node_modules/.package-lock.json', lock({}));
    expect(outOfDate(root, false)).toBeUndefined();
    expect(outOfDate(root, true)).toContain('node_modules/b is missing');
  });
});

describe('system packages that are missing', () => {
  const missing = [
    { what: 'Chromium', packages: ['chromium', 'fonts'] },
    { what: 'a Redis server', packages: ['redis-server'] },
  ];

  it('are installed as root', () => {
    expect(planInstall(missing, { hasApt: true, isRoot: true })).toEqual({
      packages: ['chromium', 'fonts', 'redis-server'],
    });
  });

  it('are told a plain user in one command', () => {
    const plan = planInstall(missing, { hasApt: true, isRoot: false });
    expect(plan).toHaveProperty(
      'refusal',
      expect.stringMatching(
        /Chromium, a Redis server.*\n\n {2}sudo apt-get .* chromium fonts redis-server\n$/s,
      ),
    );
  });

  it('are named where there is no apt', () => {
    const plan = planInstall(missing, { hasApt: false, isRoot: true });
    expect(plan).toHaveProperty('refusal', expect.stringContaining('Chromium, a Redis server'));
  });
});

describe('the fingerprint of the sources', () => {
  it('changes with a text, a name and the lock, and not with a test', () => {
    put('src/a.ts', '1');
    const seen = [fingerprintOf(root)];
    put('src/a.test.ts', 'a test');
    expect(fingerprintOf(root)).toBe(seen[0]);
    put('src/a.ts', '2');
    seen.push(fingerprintOf(root));
    put('launch/ehr.html', '1');
    seen.push(fingerprintOf(root));
    put('package-lock.json', '{}');
    seen.push(fingerprintOf(root));
    expect(new Set(seen).size).toBe(4);
  });
});

describe('two set-ups at once', () => {
  const body = `
    const { alone } = await import(${JSON.stringify(path.join(CI, 'lock.mjs'))});
    const { appendFileSync } = await import('node:fs');
    const [root, log] = process.argv.slice(1);
    await alone(root, () => undefined, () => {
      appendFileSync(log, 'in ');
      if (process.env.DIES) process.kill(process.pid, 'SIGKILL');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
      appendFileSync(log, 'out ');
    });`;
  const start = (env: NodeJS.ProcessEnv = {}) => {
    const args = ['--input-type=module', '-e', body, root, path.join(root, 'log')];
    return once(
      spawn(process.execPath, args, { env: { ...process.env, TMPDIR: root, ...env }, stdio: 'inherit' }),
      'exit',
    );
  };

  it('go one after the other', async () => {
    const ended = await Promise.all([start(), start(), start(), start()]);
    expect(ended.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    expect(readFileSync(path.join(root, 'log'), 'utf8')).toBe('in out in out in out in out ');
  });

  it('take over from one that was killed', async () => {
    await start({ DIES: 'yes' });
    const ended = await Promise.all([start(), start(), start()]);
    expect(ended.map(([code]) => code)).toEqual([0, 0, 0]);
    expect(readFileSync(path.join(root, 'log'), 'utf8')).toBe('in in out in out in out ');
  });
});
