// The lease on a refresh: one taker, only on what it has read, and nothing stored once it is lost.
import { expect, it } from 'vitest';
import { findGrant, insertGrant, openTokens, type Tokens } from '#server/smart/grants';
import { openSession } from '#server/smart/sessions';
import { endLease, leaseRefresh, updateTokens } from '../../server/smart/grants/grant-store.ts';
import { onBothDatabases } from '../fixtures/databases.ts';

const NOW = new Date('2026-11-21T08:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const tokens = (name: string): Tokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
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
  const lease = (by: string, at = 0) => ({ by, now: later(at), until: later(at + 40) });

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

  it('runs out, and who lost it stores nothing', async () => {
    const { database, grant, launchId } = await prepare();
    await leaseRefresh(database, grant, lease('slow'));
    expect(await leaseRefresh(database, grant, lease('next', 39))).toBe(false);
    expect(await leaseRefresh(database, grant, lease('next', 40))).toBe(true);
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

  it('a launch has one grant', async () => {
    const { database, launchId } = await prepare();
    const second = { id: 'x', tenantId: 'one', launchId, app: 'main' as const, changedAt: NOW };
    await expect(
      database.transaction((tx) => insertGrant({ database, tx }, second, tokens('second'))),
    ).rejects.toThrow();
  });
});
