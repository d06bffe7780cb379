// A database that was brought back from a backup is noticed by the epoch beside it, on both databases.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appendToOutbox } from '#server/jobs';
import { renewEpoch } from '../../server/write-back/watch-restore.ts';
import { type Grounds, onBothDatabases } from '../fixtures/databases.ts';

const now = () => new Date('2026-11-22T10:00:00Z');
const fileIn = ({ dataFolder }: Grounds) => join(dataFolder, 'write-back-epoch.json');

onBothDatabases('a restored database', (source) => {
  async function begin() {
    const grounds = await source.grounds();
    const database = await grounds.open();
    const needs = { database, dataFolder: grounds.dataFolder, now };
    const tell = () =>
      database.transaction((tx) =>
        appendToOutbox(tx, { tenantId: 'sandbox', kind: 'visit.ended', about: 'visit', at: now() }),
      );
    const epochOf = async () =>
      (await database.db.execute<{ host: string; epoch: string }>('SELECT host, epoch FROM host_epochs'))
        .rows;
    const countOf = async () =>
      (await database.db.execute<{ count: number }>('SELECT count(*)::int AS count FROM restores')).rows[0]
        ?.count;
    return { grounds, database, needs, tell, epochOf, countOf, renew: () => renewEpoch(needs) };
  }

  it('a first start, a second one, and one every few minutes are none', async () => {
    const { renew, tell, epochOf, countOf, grounds } = await begin();
    expect(await renew()).toBe(false);
    await tell();
    expect([await renew(), await renew(), await renew()]).toEqual([false, false, false]);
    const [row] = await epochOf();
    const file = JSON.parse(await readFile(fileIn(grounds), 'utf8'));
    expect([file.host, file.epochs[0]]).toEqual([row?.host, row?.epoch]);
    expect(file.epochs).toHaveLength(2);
    expect(await countOf()).toBe(0);
  });

  it('a crash between the file and the database is none', async () => {
    const { renew, tell, grounds, epochOf } = await begin();
    await renew();
    await tell();
    const [row] = await epochOf();
    // The file is one ahead: written, and then the process died before the commit.
    await writeFile(fileIn(grounds), JSON.stringify({ host: row?.host, epochs: ['ahead', row?.epoch] }));
    expect(await renew()).toBe(false);
  });

  it('an epoch that is neither of the last two is one', async () => {
    const { renew, tell, database, countOf } = await begin();
    await renew();
    await tell();
    await renew();
    await database.db.execute(`UPDATE host_epochs SET epoch = 'of-last-night'`);
    expect(await renew()).toBe(true);
    expect(await renew()).toBe(false);
    expect(await countOf()).toBe(1);
  });

  it('one whose look was not committed is noticed again', async () => {
    const { renew, tell, database } = await begin();
    await renew();
    await tell();
    const restored = () => database.db.execute(`UPDATE host_epochs SET epoch = 'of-last-night'`);
    await restored();
    expect(await renew()).toBe(true);
    // The file was written, and then the process died before the commit.
    await restored();
    expect(await renew()).toBe(true);
  });

  it('a database that has never heard of this host is one', async () => {
    const { renew, tell, database } = await begin();
    await renew();
    await tell();
    await database.db.execute('DELETE FROM host_epochs');
    expect(await renew()).toBe(true);
  });

  it.each([
    ['missing', async (file: string) => rm(file)],
    ['half written', async (file: string) => writeFile(file, '{"host":"a","epo')],
    ['of something else', async (file: string) => cp(import.meta.filename, file)],
  ])('a file that is %s is one, while there is something to deliver', async (_name, spoil) => {
    const { renew, tell, grounds } = await begin();
    await renew();
    await spoil(fileIn(grounds));
    expect(await renew()).toBe(false);
    await tell();
    await spoil(fileIn(grounds));
    expect(await renew()).toBe(true);
    expect(await renew()).toBe(false);
  });

  it('two instances of one host renew one after the other, and neither takes the other for a restore', async () => {
    const { renew, tell, countOf } = await begin();
    await renew();
    await tell();
    if (source.kind === 'embedded') for (let turn = 0; turn < 6; turn += 1) await renew();
    else await Promise.all(Array.from({ length: 6 }, renew));
    expect(await countOf()).toBe(0);
  });
});
