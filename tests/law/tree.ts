// The tree as files: what may stand at the top, and what the texts in it promise each other.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

const TOP_LEVEL = [
  ...['src', 'server', 'launch', 'fhir-profiles', 'tests', 'public', 'docs', '.ci'],
  ...[
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
    'smart-manifest.json',
    'index.html',
  ],
  ...['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', '.env.example'],
  ...['biome.json', 'vitest.config.ts', '.gitignore', '.gitattributes', '.npmrc'],
];

/** Entries at the top that the plan of the house does not know. */
export function strangersAtTheTop(entries: readonly string[]): string[] {
  return entries.filter((entry) => !TOP_LEVEL.includes(entry));
}

/** What stands at the top without what git ignores. */
export function topLevel(): string[] {
  const ignored = ignoredPatterns();
  return readdirSync(ROOT).filter(
    (entry) => entry !== '.git' && !ignored.some((pattern) => pattern.test(entry)),
  );
}

function ignoredPatterns(): RegExp[] {
  return read('.gitignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^\/|\/$/g, '')
        .replaceAll('.', '\\.')
        .replaceAll('*', '.*'),
    )
    .map((line) => new RegExp(`^${line}$`));
}

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** Every file below these folders with one of these endings, from the root, with slashes. */
export function filesBelow(folders: readonly string[], endings: RegExp): string[] {
  return folders
    .filter((folder) => existsSync(path.join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && endings.test(entry.name))
        .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
    )
    .sort();
}

/** Links of a Markdown text that lead to no file. Addresses of the web are not followed. */
export function brokenLinks(markdown: string, from: string, exists: (file: string) => boolean): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1] ?? '');
  return targets
    .filter((target) => !/^(https?:|mailto:|#)/.test(target))
    .filter((target) => !exists(path.posix.join(path.posix.dirname(from), target.split('#')[0] ?? '')));
}

/** Variables named by a settings example: lines `NAME=` or `# NAME=`. */
export function variablesOfExample(text: string): string[] {
  return [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((found) => found[1] ?? '').sort();
}

/** Variables that have a row in a table: lines that begin with | `NAME`. */
export function variablesOfTable(text: string): string[] {
  return [...text.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map((found) => found[1] ?? '').sort();
}

/** Package entries of a lock file that carry a download address. */
export function downloadAddresses(lock: string): string[] {
  const { packages } = JSON.parse(lock) as {
    packages: Record<string, { resolved?: string; link?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved?.startsWith('http'))
    .map(([name]) => name);
}

/** Paths of one machine, such as a home folder, in a text. */
export function machinePaths(text: string): string[] {
  return [...text.matchAll(/(?:^|[^A-Za-z0-9_./:-])(\/(?:work|root|home|Users)\/[a-z][\w./-]*)/g)].map(
    (found) => found[1] ?? '',
  );
}
