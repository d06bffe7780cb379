import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Journal, openJournal } from './journal.ts';

let folder: string;
let file: string;
let time = 1_000_000;
let open: Journal[] = [];
const openAgain = () => {
  const journal = openJournal(file, () => time, new Set(['Session']));
  open.push(journal);
  return journal;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'deep', 'journal.jsonl');
});
afterEach(() => {
  for (const journal of open) journal.close();
  open = [];
  rmSync(folder, { recursive: true });
});

describe('openJournal', () => {
  it('finds after a restart what was put, the last word counting', () => {
    const first = openAgain();
    first.put('Grant', 'a', { n: 1 });
    first.put('Grant', 'a', { n: 2 });
    first.put('Grant', 'b', { n: 3 });
    first.remove('Grant', 'b');
    const second = openAgain();
    expect(second.list('Grant')).toEqual([['a', { n: 2 }]]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
  });

  it('leaves out a line torn by a killed process', () => {
    openAgain().put('Grant', 'a', { n: 1 });
    appendFileSync(file, '{"kind":"Grant","id":"b","val');
    expect(openAgain().list('Grant')).toEqual([['a', { n: 1 }]]);
  });

  it('forgets what has expired, at the very second', () => {
    const journal = openAgain();
    journal.put('Token', 'a', {}, 1_100);
    time = 1_099_999;
    expect(journal.find('Token', 'a')).toEqual({});
    time = 1_100_000;
    expect(journal.find('Token', 'a')).toBeUndefined();
    expect(openAgain().list('Token')).toEqual([]);
  });

  it('keeps forgetful kinds in memory alone', () => {
    const journal = openAgain();
    journal.put('Session', 's', { secret: 'never-written' });
    expect(journal.find('Session', 's')).toEqual({ secret: 'never-written' });
    expect(readFileSync(file, 'utf8')).not.toContain('never-written');
  });

  it('hands out copies', () => {
    const journal = openAgain();
    journal.put('Grant', 'a', { list: [1] });
    const found = journal.find('Grant', 'a') ?? {};
    found.list = [2];
    expect(journal.find('Grant', 'a')).toEqual({ list: [1] });
  });
});
