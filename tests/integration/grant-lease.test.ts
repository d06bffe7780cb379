// The lease on a refresh: one taker, only on what it has read, and nothing stored once it is lost.
import { expect, it } from 'vitest';
import { findGrant, insertGrant, openTokens, revokeDue, type Tokens } from '#server/smart/grants';
import { openSession } from '#server/smart/sessions';
import { endLease, leaseRefresh, updateOrphan, updateTokens } from '../../server/smart/grants/lease-store.ts';
import { onBothDatabases, silentLog } from '../fixtures/databases.ts';

const NOW = new Date('2026-11-21T08:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const tokens = (name: string): Tokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  issuedAt: NOW,
  expiresAt: later(3600),
});

onBothDatabases('the lease of a grant', (source) => {
  async function prepare() {
    const database = await (await source.grounds()).open();
    const needs = { database, now: () => NOW, onKeysEnded: async () => undefined };
    const context = {
      patientId: null,
      encounterId: null,
      ehrShowsBanner: false,
      styleUrl: null,
      intent: null,
      location: null,
      appointment: null,
      loginDepartment: null,
    };
    const { launchId } = await openSession(
      needs,
      {
        tenantId: 'one',
        app: 'main',
        door: 'ehr',
        personKey: 'p',
        role: null,
        facts: { fhirUser: null, personName: null, visitId: null, context },
        scopesRequested: '',
        scopesGranted: '',
        tokens: tokens('first'),
      },
      undefined,
    );
    const grant = await findGrant(database, launchId);
    if (!grant) throw new Error('no grant');
    return { database, launchId, grant };
  }
  const lease = (by: string, milliseconds = 40_000) => ({ by, milliseconds, isUrgent: false });

  it('is given to one', async () => {
    const { database, grant } = await prepare();
    const given = await Promise.all(['a', 'b', 'c'].map((by) => leaseRefresh(database, grant, lease(by))));
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('is not given on what has been refreshed since it was read, even in the same millisecond', async () => {
    const { database, grant, launchId } = await prepare();
    expect(await leaseRefresh(database, grant, lease('a'))).toBe(true);
    expect(await updateTokens(database, grant, { by: 'a', now: NOW, tokens: tokens('second') })).toBe(true);
    expect(await leaseRefresh(database, grant, lease('b'))).toBe(false);
    const fresh = await findGrant(database, launchId);
    expect(fresh && (await leaseRefresh(database, fresh, lease('b')))).toBe(true);
  });

  it('runs out by the database’s clock, whatever an instance thinks, and who lost it stores nothing', async () => {
    const { database, grant, launchId } = await prepare();
    const end = (interval: string) =>
      database.db.execute(`UPDATE grants SET refreshing_until = now() + interval '${interval}'`);
    expect(await leaseRefresh(database, grant, lease('slow'))).toBe(true);
    await end('20 seconds');
    expect(await leaseRefresh(database, grant, { ...lease('next'), isUrgent: true })).toBe(false);
    await end('-1 second');
    expect(await leaseRefresh(database, grant, lease('next'))).toBe(true);
    expect(await updateTokens(database, grant, { by: 'slow', now: later(41), tokens: tokens('stale') })).toBe(
      false,
    );
    await endLease(database, grant, { by: 'slow', now: later(41), failed: true });
    const after = await findGrant(database, launchId);
    expect(after?.state).toBe('live');
    expect(after && (await openTokens(database, after))?.accessToken).toBe('access-first');
  });

  it('is not given once the EHR has taken the grant back', async () => {
    const { database, grant, launchId } = await prepare();
    await leaseRefresh(database, grant, lease('a'));
    await endLease(database, grant, { by: 'a', now: NOW, failed: true });
    const after = await findGrant(database, launchId);
    expect(after?.state).toBe('failed');
    expect(after && (await leaseRefresh(database, after, lease('b')))).toBe(false);
  });

  it('is not given for a while after a failure, except to who cannot wait', async () => {
    const { database, grant } = await prepare();
    await leaseRefresh(database, grant, lease('a'));
    await endLease(database, grant, { by: 'a', now: NOW, failed: false, pauseMs: 60_000 });
    expect(await leaseRefresh(database, grant, lease('b'))).toBe(false);
    expect(await leaseRefresh(database, grant, { ...lease('c'), isUrgent: true })).toBe(true);
    expect(await leaseRefresh(database, grant, { ...lease('d'), isUrgent: true })).toBe(false);
  });

  it.each(['revoking', 'gone'])(
    'stores nothing into a grant that is %s, but has it handed back',
    async (state) => {
      const { database, grant, launchId } = await prepare();
      await leaseRefresh(database, grant, lease('a'));
      expect(await updateOrphan(database, grant, { now: NOW, tokens: tokens('second') })).toBe(false);
      await database.db.execute(`UPDATE grants SET state = '${state}'`);
      expect(await updateTokens(database, grant, { by: 'a', now: NOW, tokens: tokens('second') })).toBe(
        false,
      );
      expect(await updateOrphan(database, grant, { now: NOW, tokens: tokens('second') })).toBe(true);
      const after = await findGrant(database, launchId);
      expect(after).toMatchObject({ state: 'revoking', revokeDueAt: NOW, revokeAttempts: 0 });
      expect(after && (await openTokens(database, after))?.refreshToken).toBe('refresh-second');
    },
  );

  it('that ended in the meantime stays to be revoked when the EHR then refuses', async () => {
    const { database, grant, launchId } = await prepare();
    await leaseRefresh(database, grant, lease('a'));
    await database.db.execute(`UPDATE grants SET state = 'revoking'`);
    await endLease(database, grant, { by: 'a', now: NOW, failed: true });
    expect((await findGrant(database, launchId))?.state).toBe('revoking');
  });

  it('a launch has one grant', async () => {
    const { database, launchId } = await prepare();
    const second = { id: 'x', tenantId: 'one', launchId, app: 'main' as const, changedAt: NOW };
    await expect(
      database.transaction((tx) => insertGrant({ database, tx }, second, tokens('second'))),
    ).rejects.toThrow();
  });

  it('grants to hand back are taken a few at a time, each once', async () => {
    const { database, grant } = await prepare();
    await database.db.execute(`
      INSERT INTO launches (id, tenant_id, app, door, person_key, facts, scopes_requested, scopes_granted, started_at)
      SELECT 'many-' || n, tenant_id, app, door, person_key, facts, '', '', started_at
      FROM launches, generate_series(1, 30) n WHERE id = '${grant.launchId}'`);
    await database.db.execute(`
      INSERT INTO grants (id, tenant_id, launch_id, app, issued_at, expires_at, changed_at, state, revoke_due_at)
      SELECT 'many-' || n, tenant_id, 'many-' || n, app, issued_at, expires_at, changed_at, 'revoking', changed_at
      FROM grants, generate_series(1, 30) n WHERE id = '${grant.id}'`);
    const [asked, underWay] = [{ all: 0 }, { now: 0, most: 0 }];
    async function configurationOf(): Promise<never> {
      asked.all += 1;
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay.now -= 1;
      throw new Error('the EHR is away');
    }
    const needs = { database, configurationOf, log: silentLog as never, now: () => NOW };
    await Promise.all([revokeDue(needs), revokeDue(needs)]);
    expect(asked.all).toBe(30);
    expect(underWay.most).toBeLessThanOrEqual(16);
    const { rows } = await database.db.execute(
      "SELECT DISTINCT revoke_attempts AS attempts FROM grants WHERE state = 'revoking'",
    );
    expect(rows).toEqual([{ attempts: 1 }]);
  });
});
