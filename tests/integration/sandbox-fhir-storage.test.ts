// The partition on disk: what was acknowledged is there again, what was not leaves no trace, and one process
// holds a folder at a time.
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stand } from './sandbox-fhir-stand.ts';
import { call, idsOf, smallSeed, startStand } from './sandbox-fhir-stand.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-fhir-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const journal = () => join(folder, 'generic', 'journal.ndjson');
const lock = () => join(folder, 'generic', 'partition.lock');
const person = (family: string) => ({ resourceType: 'Patient', name: [{ family }] });

async function withStand<T>(
  work: (
    stand: Stand,
    ask: (path: string, method?: string, body?: unknown) => ReturnType<typeof call>,
  ) => Promise<T>,
): Promise<T> {
  const stand = await startStand(smallSeed(), folder);
  const token = stand.token('generic', ['user/*.cruds']);
  try {
    return await work(stand, (path, method = 'GET', body = undefined) =>
      call(`${stand.base('generic')}/${path}`, { method, token, body }),
    );
  } finally {
    await stand.stop();
  }
}

const transaction = (entry: object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const create = (family: string) => ({
  request: { method: 'POST', url: 'Patient' },
  resource: person(family),
});

describe('a restart', () => {
  it('finds changes, versions and deletions again', async () => {
    const id = await withStand(async (_stand, ask) => {
      const made = (await ask('Patient', 'POST', person('Kept'))).json as { id: string };
      await ask(`Patient/${made.id}`, 'PUT', { ...person('Kept'), id: made.id, active: true });
      await ask('Patient/ben', 'DELETE');
      return made.id;
    });
    await withStand(async (_stand, ask) => {
      expect((await ask(`Patient/${id}`)).headers.etag).toBe('W/"2"');
      expect((await ask(`Patient/${id}/_history/1`)).json).not.toHaveProperty('active');
      expect((await ask('Patient/ben')).status).toBe(410);
      expect(idsOf(await ask('Patient?family=okoye'))).toEqual([]);
      expect((await ask('Patient/ada')).headers.etag).toBe('W/"1"');
    });
  });

  it('drops a torn last line and goes on after it', async () => {
    await withStand((_stand, ask) => ask('Patient', 'POST', person('Whole')));
    await appendFile(journal(), '[{"type":"Patient","id":"torn","versionId":"1","lastUp');
    await withStand(async (_stand, ask) => {
      expect(idsOf(await ask('Patient?family=Whole'))).toHaveLength(1);
      expect((await ask('Patient/torn')).status).toBe(404);
      await ask('Patient', 'POST', person('After'));
    });
    await withStand(async (_stand, ask) => {
      expect(idsOf(await ask('Patient?family=Whole,After'))).toHaveLength(2);
    });
  });

  it('refuses a journal that is damaged in the middle, and leaves the folder free', async () => {
    await withStand((_stand, ask) => ask('Patient', 'POST', person('One')));
    const good = await readFile(journal(), 'utf8');
    await writeFile(journal(), `{broken\n${good}`);
    await expect(startStand(smallSeed(), folder)).rejects.toThrow(/damaged at line 1/);
    await writeFile(journal(), good);
    await withStand(async (_stand, ask) => expect(idsOf(await ask('Patient?family=One'))).toHaveLength(1));
  });

  it('rewrites a journal of many versions and keeps the last hundred', async () => {
    await withStand(async (_stand, ask) => {
      for (let n = 0; n < 120; n += 1) {
        await ask('Patient/ada', 'PUT', { ...person('Often'), id: 'ada', multipleBirthInteger: n + 1 });
      }
    });
    await withStand(async (_stand, ask) => {
      expect((await ask('Patient/ada')).headers.etag).toBe('W/"121"');
      expect((await ask('Patient/ada/_history')).json).toMatchObject({ total: 101 });
    });
    expect((await readFile(journal(), 'utf8')).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('a killed process', () => {
  /** Ids the writer said before it was killed; the last line may be torn. */
  async function writeUntilKilled(milliseconds: number): Promise<string[]> {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'sandbox-fhir-writer.ts'), folder]);
    let said = '';
    await new Promise<void>((resolve, reject) => {
      writer.once('error', reject);
      writer.once('exit', () => resolve());
      writer.stdout.on('data', (chunk: Buffer) => {
        if (said === '') {
          setTimeout(() => writer.kill('SIGKILL'), milliseconds);
        }
        said += chunk.toString();
      });
    });
    return said.split('\n').slice(0, -1);
  }

  it('loses nothing it acknowledged, three times in a row', async () => {
    const acknowledged: string[] = [];
    for (const milliseconds of [20, 90, 230]) {
      acknowledged.push(...(await writeUntilKilled(milliseconds)));
      await withStand(async (_stand, ask) => {
        const stored = new Set(idsOf(await ask('Patient?family=Acknowledged&_count=1000')));
        expect(acknowledged.length).toBeGreaterThan(0);
        expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      });
    }
  });
});

describe('a transaction', () => {
  it('leaves nothing behind when one entry fails: no resource, no version, no line', async () => {
    await withStand(async (_stand, ask) => {
      const before = await readFile(journal(), 'utf8');
      const bad = {
        request: { method: 'PUT', url: 'Patient/ben' },
        resource: { ...person('X'), id: 'ben', gender: 'none' },
      };
      const change = {
        request: { method: 'PUT', url: 'Patient/ada' },
        resource: { ...person('Changed'), id: 'ada' },
      };
      const remove = { request: { method: 'DELETE', url: 'Observation/bp-1' } };
      const answer = await ask('', 'POST', transaction([create('Never'), change, remove, bad]));
      expect(answer.status).toBe(400);
      expect(idsOf(await ask('Patient?family=Never,Changed'))).toEqual([]);
      expect((await ask('Patient/ada')).headers.etag).toBe('W/"1"');
      expect((await ask('Observation/bp-1')).status).toBe(200);
      expect((await ask('Patient/ada/_history')).json).toMatchObject({ total: 1 });
      expect(await readFile(journal(), 'utf8')).toBe(before);
    });
  });

  it('is one line, and its parts refer to one another', async () => {
    await withStand(async (_stand, ask) => {
      const urn = 'urn:uuid:0b7f5a2e-6f0e-4b6d-9a39-1f0c9a5f3f11';
      const observation = {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'x' },
        subject: { reference: urn },
      };
      const entry = [
        { ...create('Whole'), fullUrl: urn },
        { request: { method: 'POST', url: 'Observation' }, resource: observation },
      ];
      const answer = await ask('', 'POST', transaction(entry));
      const parts = (
        answer.json as { entry: { response: { status: string; location: string; etag: string } }[] }
      ).entry;
      expect(parts.map((each) => [each.response.status, each.response.etag])).toEqual([
        ['201', 'W/"1"'],
        ['201', 'W/"1"'],
      ]);
      expect(idsOf(await ask(`Observation?patient=${parts[0]?.response.location}`))).toHaveLength(1);
      expect((await readFile(journal(), 'utf8')).trimEnd().split('\n')).toHaveLength(1);
    });
  });

  it('shows no half of itself to others while it runs', async () => {
    await withStand(async (_stand, ask) => {
      const entries = Array.from({ length: 40 }, () => create('Together'));
      const running = ask('', 'POST', transaction(entries));
      const seen: number[] = [];
      let isOver = false;
      const ended = running.then(() => {
        isOver = true;
      });
      while (!isOver) {
        seen.push(idsOf(await ask('Patient?family=Together')).length);
      }
      await ended;
      seen.push(idsOf(await ask('Patient?family=Together')).length);
      expect(new Set([...seen, 0])).toEqual(new Set([0, 40]));
    });
  });
});

describe('the folder', () => {
  it('is held against a second server in this process', async () => {
    await withStand(async () => {
      await expect(startStand(smallSeed(), folder)).rejects.toThrow(/already open in this process/);
    });
    await withStand(async (_stand, ask) => expect((await ask('Patient/ada')).status).toBe(200));
  });

  it('is held against another living process, and taken over from a dead one', async () => {
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60000)']);
    await withStand(async () => undefined);
    await writeFile(lock(), JSON.stringify({ pid: sleeper.pid, began: '' }));
    await expect(startStand(smallSeed(), folder)).rejects.toThrow(/held by process/);
    const ended = new Promise((resolve) => sleeper.once('exit', resolve));
    sleeper.kill('SIGKILL');
    await ended;
    await withStand(async (_stand, ask) => expect((await ask('Patient/ada')).status).toBe(200));
  });

  it('is taken over where a living process only has the number of the dead one, and from a torn lock', async () => {
    await withStand(async () => undefined);
    for (const content of [JSON.stringify({ pid: process.ppid, began: '1' }), '{"pid":', '']) {
      await writeFile(lock(), content);
      await withStand(async (_stand, ask) => expect((await ask('Patient/ada')).status).toBe(200));
    }
  });
});
