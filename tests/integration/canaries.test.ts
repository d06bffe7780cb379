// Planted words in everything an EHR tells us, whole stories, and then a search through all that the app
// left behind: database files, write-ahead log, dump, log lines, metrics, addresses.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findInBytes, findInFiles } from '../fixtures/canaries.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { apiOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

const PATIENT = 'canary-patient-4711';
const PERSON = 'canary-doctor-4712';
/** Part of every token and code this EHR gives out. */
const SECRETS = 'canarysecret4713';
const SUBJECT = `${SECRETS}-sub`;
const CANARIES = [
  PATIENT,
  PERSON,
  SECRETS,
  'Canaryfamily-4714',
  'Canarygiven-4715',
  'canary-mrn-4716',
  'Canaryallergy-4717',
  'canary says 4718',
  'canary-encounter-4719',
  'Canaryname-4720',
];

let postgresql: TestPostgresql | undefined;
let ehr: SmallEhr;
let house: SmallHouse;
let folder: string | undefined;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  postgresql = await startPostgresql();
}, 60_000);
async function closeAll(): Promise<void> {
  for (const close of closers.splice(0)) await close();
}
afterEach(async () => {
  await closeAll();
  if (folder) await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await postgresql?.stop();
});

async function openHouse(databaseUrl?: string): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'webside-canaries-'));
  ehr = await startSmallEhr(SECRETS);
  ehr.settings.fhirUser = `Practitioner/${PERSON}`;
  Object.assign(ehr.context, { patient: PATIENT, encounter: 'canary-encounter-4719' });
  ehr.lies.fhir = ({ path }, honest) => {
    if (path.endsWith(`/Patient/${PATIENT}`)) return { json: patientRecord() };
    if (path.endsWith('/AllergyIntolerance')) return { json: allergyBundle() };
    if (path.endsWith(`/Practitioner/${PERSON}`))
      return { json: { resourceType: 'Practitioner', id: PERSON, name: [{ family: 'Canaryname-4720' }] } };
    return honest;
  };
  const keysText = JSON.stringify({ current: 'k', keys: { k: randomBytes(32).toString('base64') } });
  house = await startSmallHouse({
    tenants: [entryFor(ehr, 'one')],
    folder,
    keysText,
    ...(databaseUrl && { databaseUrl }),
  });
  closers.push(house.close, ehr.close);
}

function patientRecord() {
  return {
    resourceType: 'Patient',
    id: PATIENT,
    name: [{ family: 'Canaryfamily-4714', given: ['Canarygiven-4715'] }],
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: 'canary-mrn-4716',
      },
    ],
  };
}
function allergyBundle() {
  const allergy = {
    resourceType: 'AllergyIntolerance',
    id: 'a',
    patient: { reference: `Patient/${PATIENT}` },
    code: { text: 'Canaryallergy-4717' },
  };
  return { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: allergy }] };
}

/** In, banner, refresh, EHR trouble, lock, log-out; and a refusal in the EHR's own words. */
async function liveThrough(): Promise<string[]> {
  const visitor = new Visitor();
  const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
  const api = apiOf(house as never, visitor, launchId);
  expect(await (await api.get('banner')).text()).toContain('Canaryfamily-4714');
  expect(await (await api.get('session')).text()).toContain('Canaryname-4720');
  house.skipTime(3_590_000);
  expect((await api.get('session')).status).toBe(200);
  expect((await api.post('activity', {})).status).toBe(423);
  // The chart's reads begin in the callback: what the EHR says then is what the first banner gets.
  ehr.lies.fhir = () => ({ status: 500, text: `stack of Canaryfamily-4714 ${PATIENT}` });
  const second = new Visitor();
  const secondId = launchIdOf(await second.follow(launchUrl(house, ehr, 'launch-2')));
  const secondApi = apiOf(house as never, second, secondId);
  expect((await secondApi.get('banner')).status).toBe(503);
  ehr.lies.fhir = () => ({ json: { resourceType: 'Patient', id: 'canary-other-4799' } });
  expect((await secondApi.get('banner')).status).toBe(409);
  await secondApi.post('logout', { everywhere: true });
  ehr.lies.redirect = (url) => {
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    url.searchParams.set('error_description', 'canary says 4718');
    return url;
  };
  const refused = await new Visitor().follow(launchUrl(house, ehr, 'launch-3'));
  expect(refused.page).toContain('canary says 4718');
  const asked = [...visitor.steps, ...second.steps].filter(({ url }) => url.startsWith(house.appUrl));
  // The EHR's own redirect carries code and state; what the app itself makes carries nothing.
  return [...asked.flatMap(({ location }) => (location?.startsWith('/') ? [location] : [])), refused.url];
}

async function sightings(addresses: string[]) {
  const metrics = await house.context.watch.registry.metrics();
  return [
    ...findInBytes(Buffer.from(house.lines.join('')), CANARIES, 'log'),
    ...findInBytes(Buffer.from(metrics), CANARIES, 'metrics'),
    ...findInBytes(Buffer.from(addresses.join('\n')), CANARIES, 'addresses'),
    ...(await findInFiles(folder ?? '', CANARIES)),
  ];
}

describe('what the app leaves behind', () => {
  it('the search itself finds a planted word', () => {
    expect(findInBytes(Buffer.from(`x${PATIENT}y`), CANARIES, 'proof')).toHaveLength(1);
    expect(
      findInBytes(Buffer.from(Buffer.from(`..${SUBJECT}..`).toString('base64')), CANARIES, 'proof'),
    ).not.toEqual([]);
  });

  it('embedded database: no canary in files, write-ahead log, log, metrics, addresses', async () => {
    await openHouse();
    const addresses = await liveThrough();
    expect(await sightings(addresses)).toEqual([]);
    await closeAll();
    expect(await findInFiles(folder ?? '', CANARIES)).toEqual([]);
  });

  it('PostgreSQL: no canary in its files, its write-ahead log or a dump', async () => {
    if (!postgresql) throw new Error('PostgreSQL is not there');
    const databaseUrl = await postgresql.createDatabase();
    await openHouse(databaseUrl);
    const addresses = await liveThrough();
    expect(await sightings(addresses)).toEqual([]);
    const dump = execFileSync(join(postgresql.binFolder, 'pg_dump'), ['--inserts', databaseUrl], {
      maxBuffer: 1 << 28,
    });
    expect(dump.length).toBeGreaterThan(5_000);
    expect(findInBytes(dump, CANARIES, 'dump')).toEqual([]);
    expect(await findInFiles(postgresql.folder, CANARIES)).toEqual([]);
  });
});
