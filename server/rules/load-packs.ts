// Reads the packs that ship and, where there is one, the site's folder; builds the index that rules read.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PackRead, RulePacks, RuleRow, Topic } from '#domain/rules';
import { buildRows, type PackFault } from './build-rows.ts';
import { lintRows } from './lint-rows.ts';
import { PackFile } from './pack-file.ts';

export interface LoadedPacks {
  readonly packs: RulePacks;
  /** What the linter found; the rules are careful wherever a fault lies. */
  readonly faults: readonly PackFault[];
  /** The packs as they were written. */
  readonly files: readonly WrittenPack[];
}

export interface WrittenPack {
  readonly file: PackFile;
  readonly isSite: boolean;
}

/** A pack cannot be read at all. Nothing is loaded: a rule nobody could read is not left out in silence. */
export class PackError extends Error {
  constructor(file: string, words: string) {
    super(`Rule pack ${path.basename(file)}: ${words}`);
    this.name = 'PackError';
  }
}

const SHIPPED = path.join(import.meta.dirname, 'packs');

/**
 * `siteFolder`: the site's own packs (`WEBSIDE_RULES`). A row of theirs goes before the shipped row of the
 * same `kind/key` on the days it stands. Throws PackError.
 */
export function loadPacks(siteFolder: string | null = null): LoadedPacks {
  const files = [
    ...readFolder(SHIPPED).map((file) => ({ file, isSite: false })),
    ...(siteFolder === null ? [] : readFolder(siteFolder).map((file) => ({ file, isSite: true }))),
  ];
  return indexPacks(files);
}

/** The index of packs that were read already; `loadPacks` is this over two folders. */
export function indexPacks(files: readonly WrittenPack[]): LoadedPacks {
  const built = files.map(({ file, isSite }) => buildRows(file, isSite));
  const rows = built.flatMap((one) => one.rows);
  const faults = [...built.flatMap((one) => one.faults), ...lintRows(rows)];
  const siteFirst = [...rows].sort((a, b) => Number(b.verified !== null) - Number(a.verified !== null));
  const byId: ReadonlyMap<string, readonly RuleRow[]> = Map.groupBy(siteFirst, ({ id }) => id);
  const readOf = (topic: Topic): PackRead[] =>
    files
      .filter(({ file }) => file.topics.includes(topic))
      .map(({ file }) => ({ pack: file.pack, version: file.version, asOf: file.asOf }));
  const read = {
    billing: readOf('billing'),
    licensure: readOf('licensure'),
    consent: readOf('consent'),
    prescribing: readOf('prescribing'),
    'red-flags': readOf('red-flags'),
  };
  return { packs: { rows: byId, read }, faults, files };
}

function readFolder(folder: string): PackFile[] {
  return listFiles(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readPack(path.join(folder, name)));
}

function readPack(file: string): PackFile {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PackError(file, error instanceof Error ? error.message : String(error));
  }
  const read = PackFile.safeParse(written);
  if (read.success) return read.data;
  const words = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new PackError(file, words.join('; '));
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new PackError(folder, error instanceof Error ? error.message : String(error));
  }
}
