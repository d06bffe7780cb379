// The launches whose grants may be used for deliveries, on both databases: of this very person at this very EHR, in
// use or kept, and not one that was let go.
import { expect, it } from 'vitest';
import { updateDelivered, updateKept, updateLetGo } from '#server/smart/grants';
import { listGrantedLaunches, openSession, type Subject } from '#server/smart/sessions';
import { onBothDatabases } from '../fixtures/databases.ts';

const NOW = new Date('2026-11-21T08:00:00Z');
const HELEN: Subject = { iss: 'https://ehr.example/fhir', sub: 'helen' };
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

onBothDatabases('grants for deliveries', (source) => {
  async function prepare() {
    const database = await (await source.grounds()).open();
    const open = async (subject: Subject | null, tenantId = 'one', after = 0) => {
      const startedAt = new Date(NOW.getTime() + after);
      const needs = { database, now: () => startedAt, onKeysEnded: async () => undefined };
      const facts = { fhirUser: null, personName: null, visitId: null, context, ...(subject && { subject }) };
      const tokens = { accessToken: 'a', refreshToken: null, issuedAt: NOW, expiresAt: NOW };
      const more = { app: 'main', door: 'ehr', role: null, scopesRequested: '', scopesGranted: '' } as const;
      const { launchId } = await openSession(
        needs,
        { ...more, tenantId, personKey: `p-${subject?.sub}`, facts, tokens },
        undefined,
      );
      return launchId;
    };
    const list = async (subject = HELEN, tenantId = 'one', most = 50) =>
      (await listGrantedLaunches(database, { tenantId, subject }, most)).map(({ id }) => id);
    return { database, open, list };
  }

  it('are the person’s own, the newest first', async () => {
    const { open, list } = await prepare();
    const [first, second] = [await open(HELEN), await open(HELEN, 'one', 1_000)];
    await open({ ...HELEN, sub: 'otto' });
    await open({ ...HELEN, iss: 'https://other.example/fhir' });
    await open(HELEN, 'two');
    await open(null);
    expect(await list()).toEqual([second, first]);
    expect(await list(HELEN, 'one', 1)).toEqual([second]);
    expect(await list({ ...HELEN, sub: 'nobody' })).toEqual([]);
  });

  it('a session that ends keeps its grant where deliveries need it, until they do not', async () => {
    const { database, open, list } = await prepare();
    const [kept, other] = [await open(HELEN), await open(HELEN, 'one', 1_000)];
    await updateKept(database.db, kept, true);
    expect(await updateLetGo(database.db, kept, NOW)).toBe('kept');
    expect(await updateLetGo(database.db, other, NOW)).toBe('revoking');
    expect(await list()).toEqual([kept]);
    expect(await updateDelivered(database.db, kept, NOW)).toBe(true);
    expect(await list()).toEqual([]);
    expect(await updateDelivered(database.db, kept, NOW)).toBe(false);
  });

  it('letting go of a grant in use changes nothing yet', async () => {
    const { database, open, list } = await prepare();
    const launchId = await open(HELEN);
    await updateKept(database.db, launchId, true);
    expect(await updateDelivered(database.db, launchId, NOW)).toBe(false);
    expect(await list()).toEqual([launchId]);
    expect(await updateLetGo(database.db, launchId, NOW)).toBe('revoking');
  });
});
