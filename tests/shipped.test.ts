// What is handed over: no secret in the tree, its history or the build; nothing of the tests and no map of
// the sources in the build; packages that run nothing when they are installed.
import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSecrets } from './law/secrets.ts';
import { filesBelow, ROOT, read, topLevel } from './law/tree.ts';

const TEXT = /\.(tsx?|mjs|js|json|html|css|sql|md|txt|svg|ya?ml|webmanifest|example)$/;
/** Files of a package, copied as they are: decoders whose tables look like chance. */
const AS_PACKED = /^dist\/assets\/pdf-[\d.]+\//;
const FOLDERS = ['src', 'server', 'launch', 'fhir-profiles', 'tests', 'docs', 'public', '.ci'];

describe('secrets', () => {
  it('are found by form and by chance, and plain words are not', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    // As random as a key, and the same in each run: of a thousand real ones one has no digit.
    const bytes = createHash('sha256').update('no key of anybody').digest();
    for (const secret of [
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      JSON.stringify(privateKey.export({ format: 'jwk' })),
      `key = "${bytes.toString('base64')}"`,
      `const key = '${bytes.toString('hex')}';`,
      ['ghp', bytes.subarray(0, 18).toString('hex')].join('_'),
    ])
      expect(listSecrets(secret), secret.slice(0, 10)).not.toEqual([]);
    for (const word of [
      "'http://hl7.org/fhir/us/core/StructureDefinition'",
      "'a-very-long-name-of-a-test-2026-11-22'",
    ])
      expect(listSecrets(word)).toEqual([]);
  });

  it('are not in the tree and not in the build', () => {
    const files = [
      ...filesBelow([...FOLDERS, 'dist'], TEXT).filter((file) => !AS_PACKED.test(file)),
      ...topLevel().filter(
        (file) => file !== 'package-lock.json' && (TEXT.test(file) || file.startsWith('.env')),
      ),
    ];
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((file) => listSecrets(read(file)).map((secret) => `${file}: ${secret}…`))).toEqual(
      [],
    );
  });

  it('were never committed', () => {
    if (!existsSync(path.join(ROOT, '.git'))) return;
    const said = execFileSync('git', ['log', '-p', '-U0', '--no-color', '--', '.', ':!package-lock.json'], {
      cwd: ROOT,
      maxBuffer: 1 << 29,
      encoding: 'utf8',
    });
    const added = said.split('\n').filter((line) => line.startsWith('+'));
    expect(added.flatMap(listSecrets)).toEqual([]);
  });
});

describe('the build', () => {
  const files = filesBelow(['dist'], /./);
  const scripts = files.filter((file) => /\.(js|css|html)$/.test(file));

  it('is there, without maps of the sources and without tests', () => {
    expect(scripts.length).toBeGreaterThan(3);
    expect(files.filter((file) => /\.(map|tsx?|test\.|spec\.)/.test(file))).toEqual([]);
  });

  it('holds nothing of the tests, the sandbox or the machine it was made on', () => {
    const marks = [
      'sourceMappingURL',
      'crashPoint',
      'fast-check',
      'playwright',
      'vitest',
      'small-ehr',
      'evil',
    ];
    const more = [
      'startSandbox',
      'oidc-provider',
      'helen-brooks',
      'createHotContext',
      'react-dom.development',
      ROOT,
    ];
    const found = scripts.flatMap((file) =>
      [...marks, ...more].filter((mark) => read(file).includes(mark)).map((mark) => `${file}: ${mark}`),
    );
    expect(found).toEqual([]);
    expect(scripts.some((file) => read(file).includes('createElement'))).toBe(true);
  });

  it('runs no code from strings and has nothing inline', () => {
    const page = read('dist/index.html');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|<style|\sstyle=|javascript:/i);
    const found = scripts.filter((file) => /\bnew Function\(|[^.\w]eval\(/.test(read(file)));
    expect(found).toEqual([]);
  });
});

interface Locked {
  integrity?: string;
  link?: boolean;
  os?: string[];
  libc?: string[];
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

describe('packages', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const all = Object.entries(packages).filter(([name]) => name !== '');

  it('are each locked by digest and run nothing when installed', () => {
    expect(all.length).toBeGreaterThan(100);
    // Debian and Ubuntu: builds for other systems are never fetched there.
    const isOurs = ({ os = ['linux'], libc = ['glibc'] }: Locked) =>
      os.includes('linux') && libc.includes('glibc');
    const undigested = all.filter(([, one]) => isOurs(one) && !one.integrity && !one.link);
    expect(undigested.map(([name]) => name)).toEqual([]);
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });

  it('are all locked, those for other systems too: an install from the lock refuses one with a gap', () => {
    const wanted = Object.values(packages).flatMap((one) =>
      Object.keys({ ...one.dependencies, ...one.optionalDependencies }),
    );
    const locked = new Set(all.map(([name]) => name.split('node_modules/').at(-1)));
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('have licences that a product under Apache-2.0 may carry', () => {
    const free =
      /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0|PostgreSQL|MPL-2\.0|CC-BY-4\.0)\b/;
    // Say MIT in their licence files alone.
    const told: Record<string, string> = {
      'node_modules/base-64': 'MIT',
      'node_modules/xmlhttprequest-ssl': 'MIT',
      'node_modules/png-js': 'MIT',
    };
    // Typefaces: the Open Font License lets anything carry them, and asks only that they stay free.
    const isTypeface = (name: string, license = '') => name.includes('/fonts-') && license === 'OFL-1.1';
    const odd = all.filter(
      ([name, { license, link }]) =>
        !link && !free.test(license ?? told[name] ?? '') && !isTypeface(name, license),
    );
    expect(odd.map(([name, { license }]) => `${name}: ${license}`)).toEqual([]);
  });
});
