// A small durable map: every change is one appended line, the file is rewritten compactly (new file, then
// rename) at each opening. A line torn by a killed process is left out. Knows nothing of OAuth.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

export type Entry = Record<string, unknown>;

export interface Journal {
  find(kind: string, id: string): Entry | undefined;
  /** `expiresAt` in seconds since the epoch; absent: kept for ever. */
  put(kind: string, id: string, value: Entry, expiresAt?: number): void;
  remove(kind: string, id: string): void;
  /** Live entries of a kind. */
  list(kind: string): [id: string, value: Entry][];
  close(): void;
}

interface Line {
  kind: string;
  id: string;
  value?: Entry;
  expiresAt?: number;
}

function readLines(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return text === '' ? [] : [JSON.parse(text) as Line];
      } catch {
        return [];
      }
    });
}

/** `forgetful` kinds live in memory alone. `now` in milliseconds. */
export function openJournal(
  file: string,
  now: () => number,
  forgetful: ReadonlySet<string> = new Set(),
): Journal {
  const lines = new Map<string, Line>();
  const keyOf = (kind: string, id: string) => `${kind}:${id}`;
  const isLive = (line: Line) => line.expiresAt === undefined || line.expiresAt * 1000 > now();
  for (const line of readLines(file)) {
    if (line.value === undefined) lines.delete(keyOf(line.kind, line.id));
    else lines.set(keyOf(line.kind, line.id), line);
  }
  for (const [key, line] of lines) if (!isLive(line)) lines.delete(key);

  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  writeFileSync(fresh, [...lines.values()].map((line) => `${JSON.stringify(line)}\n`).join(''), {
    mode: 0o600,
  });
  renameSync(fresh, file);
  const handle = openSync(file, 'a');
  let changes = 0;

  function record(line: Line): void {
    if (!forgetful.has(line.kind)) writeSync(handle, `${JSON.stringify(line)}\n`);
    changes += 1;
    if (changes % 2000 === 0) for (const [key, old] of lines) if (!isLive(old)) lines.delete(key);
  }

  return {
    find(kind, id) {
      const line = lines.get(keyOf(kind, id));
      return line && isLive(line) ? structuredClone(line.value) : undefined;
    },
    put(kind, id, value, expiresAt) {
      const line: Line = {
        kind,
        id,
        value: structuredClone(value),
        ...(expiresAt !== undefined && { expiresAt }),
      };
      lines.set(keyOf(kind, id), line);
      record(line);
    },
    remove(kind, id) {
      if (lines.delete(keyOf(kind, id))) record({ kind, id });
    },
    list(kind) {
      return [...lines.values()]
        .filter((line) => line.kind === kind && isLive(line))
        .map((line) => [line.id, structuredClone(line.value ?? {})]);
    },
    close: () => closeSync(handle),
  };
}
