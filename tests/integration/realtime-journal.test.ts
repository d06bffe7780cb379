// The numbered journal and who gets what of it, over the embedded database and over PostgreSQL.
import { afterEach, expect, it } from 'vitest';
import type { Member } from '#server/realtime';
import { onBothDatabases, type Source } from '../fixtures/databases.ts';
import { type Instance, startInstance, TENANT } from '../fixtures/realtime-instance.ts';
import { openPage, type Page } from '../fixtures/socket-page.ts';

const visit = { tenantId: TENANT, visitId: 'visit-1' };
const CLINICIAN: Member = { participantId: 'p-1', hears: ['staff', 'participant:p-1'], circle: null };
const PATIENT: Member = { participantId: 'p-2', hears: ['participant:p-2'], circle: null };

onBothDatabases('the journal', (source) => {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  async function start(): Promise<Instance> {
    const instance = await startOn(source);
    open.push(instance);
    return instance;
  }
  async function enter(instance: Instance, personKey: string, member: Member): Promise<Page> {
    await instance.setMember(visit.visitId, personKey, member);
    const guest = await instance.comeIn(personKey, personKey.startsWith('patient') ? 'patient' : 'clinician');
    const page = openPage(guest, visit.visitId, () => instance.url(guest.launchId));
    open.push(page.line);
    await page.until('connected', () => page.line.state().name === 'connected');
    return page;
  }

  it('numbers parallel writers without a gap or a double, and a rollback leaves none', async () => {
    const instance = await start();
    const writers = Array.from({ length: 30 }, (_, at) =>
      at % 5 === 4
        ? instance.database
            .transaction(async (tx) => {
              await instance.journal.append(tx, { ...visit, kind: 'x', body: at });
              throw new Error('rolled back');
            })
            .catch(() => 0)
        : instance.write(visit, 'x', at),
    );
    const given = (await Promise.all(writers)).filter((sequence) => sequence > 0);
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
    expect(await instance.journal.findLast(visit)).toBe(24);
    expect((await instance.journal.list(visit, 20, 100)).map((one) => one.sequence)).toEqual([
      21, 22, 23, 24,
    ]);
  });

  it('keeps visits and tenants apart', async () => {
    const instance = await start();
    await instance.write(visit, 'x', 'ours');
    expect(await instance.write({ ...visit, tenantId: 'two' }, 'x', 'theirs')).toBe(1);
    expect(await instance.write({ ...visit, visitId: 'visit-2' }, 'x', 'other')).toBe(1);
    const [entry] = await instance.journal.list({ ...visit, tenantId: 'two' }, 0, 10);
    expect(await entry?.body()).toBe('theirs');
  });

  it('tells a page what was before, what comes, and each once', async () => {
    const instance = await start();
    for (const text of ['a', 'b', 'c']) await instance.write(visit, 'x', text);
    const page = await enter(instance, 'clinician-1', CLINICIAN);
    expect(page.entries.map(({ sequence, body }) => [sequence, body])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    const answer = await page.line.say('chat', { text: 'hello' });
    expect(answer).toEqual({ sequence: 4 });
    await page.until('the fourth', () => page.entries.length === 4);
    expect(page.entries[3]).toMatchObject({ kind: 'chat', body: { by: 'p-1', text: 'hello' } });
    expect(page.states.map(({ name }) => name)).toEqual(['connected']);
  });

  it('an entry reaches only those it is for, live and after a reconnect', async () => {
    const instance = await start();
    const clinician = await enter(instance, 'clinician-1', CLINICIAN);
    const patient = await enter(instance, 'patient-1', PATIENT);
    await instance.write(visit, 'x', 'all');
    await instance.write(visit, 'x', 'staff only', ['staff']);
    await instance.write(visit, 'x', 'patient only', ['participant:p-2']);
    await instance.write(visit, 'x', 'nobody', []);
    await clinician.until('told', () => clinician.entries.length === 2);
    await patient.until('told', () => patient.entries.length === 2);
    patient.socket().terminate();
    await instance.write(visit, 'x', 'staff again', ['staff']);
    await instance.write(visit, 'x', 'all again');
    await patient.until('told after coming back', () => patient.entries.length === 3);
    await clinician.until('told', () => clinician.entries.length === 4);
    expect(clinician.entries.map(({ body }) => body)).toEqual([
      'all',
      'staff only',
      'staff again',
      'all again',
    ]);
    expect(patient.entries.map(({ body, sequence }) => [sequence, body])).toEqual([
      [1, 'all'],
      [3, 'patient only'],
      [6, 'all again'],
    ]);
  });

  it('a guest who came later does not read what was before', async () => {
    const instance = await start();
    await instance.write(visit, 'x', 'before');
    await instance.write(visit, 'x', 'after');
    const guest = await enter(instance, 'guest-1', { ...PATIENT, participantId: 'p-9', hearsFrom: 2 });
    expect(guest.entries.map(({ body }) => body)).toEqual(['after']);
  });

  it('a page that had more than there is (a restored backup) begins anew', async () => {
    const instance = await start();
    const page = await enter(instance, 'clinician-1', CLINICIAN);
    await instance.write(visit, 'x', 'one');
    await instance.write(visit, 'x', 'two');
    await page.until('told', () => page.entries.length === 2);
    await instance.database.db.execute('DELETE FROM journal_entries');
    await instance.database.db.execute('UPDATE visit_journals SET last_sequence = 0');
    await instance.write(visit, 'x', 'restored');
    page.socket().terminate();
    await page.until('told anew', () => page.entries.length === 3);
    expect(page.entries[2]).toMatchObject({ sequence: 1, body: 'restored' });
  });

  it('a body moved to another number does not open', async () => {
    const instance = await start();
    await instance.write(visit, 'x', 'one');
    await instance.write(visit, 'x', 'two');
    await instance.database.db.execute(
      'UPDATE journal_entries SET body = (SELECT body FROM journal_entries WHERE sequence = 2) WHERE sequence = 1',
    );
    const [first] = await instance.journal.list(visit, 0, 1);
    await expect(first?.body()).rejects.toMatchObject({ code: 'vault.refused' });
  });
});

async function startOn(source: Source): Promise<Instance> {
  const { dataFolder, databaseUrl } = await source.grounds();
  return startInstance({ dataFolder, databaseUrl });
}
