// What an EHR answers beside records: refusals in its vendor's own words, an order it will not keep, pages, and
// requests for time. Each becomes a line with a code, words and a remedy; none becomes an empty list.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChartLine } from '#domain/chart';
import { type Lie, type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { apiOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

const VENDORS = ['generic', 'epic', 'oracle'] as const;
type Vendor = (typeof VENDORS)[number];
type Api = ReturnType<typeof apiOf> & { road(path: string): Promise<Response> };

const TYPES = [
  ...['Patient', 'AllergyIntolerance', 'Condition', 'MedicationRequest', 'Observation', 'DocumentReference'],
  ...['Encounter', 'Appointment', 'Immunization', 'Procedure'],
];
const interaction = [{ code: 'read' }, { code: 'search-type' }];
/** Without Coverage. */
const STATEMENT = {
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  rest: [{ mode: 'server', resource: TYPES.map((type) => ({ type, interaction })) }],
};
const SCOPES = ['openid', 'fhirUser', ...[...TYPES, 'Coverage'].map((type) => `user/${type}.rs`)].join(' ');
const EMPTY: Says = { json: { resourceType: 'Bundle', type: 'searchset' } };

const ehrs = {} as Record<Vendor, SmallEhr>;
const apis = {} as Record<Vendor, Api>;
let house: SmallHouse;

async function comeIn(ehr: SmallEhr): Promise<Api> {
  const visitor = new Visitor();
  const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
  const api = apiOf(house as never, visitor, launchId);
  // What was read while coming in is shown once; from now on every answer is asked for anew.
  await (await api.get('chart')).text();
  return { ...api, road: (path) => visitor.go(`${house.appUrl}/l/${launchId}/fhir/${path}`) };
}

beforeAll(async () => {
  for (const vendor of VENDORS) {
    ehrs[vendor] = await startSmallEhr(vendor);
    ehrs[vendor].lies.metadata = () => ({ json: STATEMENT });
    ehrs[vendor].lies.fhir = () => EMPTY;
    // Epic gives what the app is registered for, whatever was asked (ehr-integration 2.1).
    ehrs[vendor].lies.token = (_seen, honest) => ({
      ...honest,
      json: { ...(honest.json as object), scope: SCOPES },
    });
  }
  const limits = { callsPerMinute: 60, maxParallel: 2 };
  house = await startSmallHouse({
    tenants: VENDORS.map((vendor) =>
      entryFor(ehrs[vendor], vendor, { vendor, ...(vendor === 'oracle' && limits) }),
    ),
  });
  for (const vendor of VENDORS) apis[vendor] = await comeIn(ehrs[vendor]);
});
afterAll(async () => {
  await house.close();
  for (const vendor of VENDORS) await ehrs[vendor].close();
});
afterEach(() => {
  for (const vendor of VENDORS) {
    ehrs[vendor].lies.fhir = () => EMPTY;
    ehrs[vendor].seen.length = 0;
  }
});

async function lineOf(vendor: Vendor, list: string, says: Lie | Says): Promise<ChartLine> {
  ehrs[vendor].lies.fhir = typeof says === 'function' ? says : () => says;
  const answer = await apis[vendor].get(`chart?list=${list}`);
  return ChartLine.parse(JSON.parse(await answer.text()));
}
const outcome = (code: string, number?: string, severity = 'error') => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity,
      code,
      diagnostics: 'Ada Martin',
      ...(number && { details: { coding: [{ code: number }], text: 'Ada Martin' } }),
    },
  ],
});
const told = (code: string, number?: string, severity?: string): Says => ({
  json: {
    resourceType: 'Bundle',
    entry: [{ resource: outcome(code, number, severity), search: { mode: 'outcome' } }],
  },
});
const problem = (id: string) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: 'Patient/pat-1' },
  code: { text: id },
});
const bundle = (resources: object[], links: Record<string, string> = {}): Says => ({
  json: {
    resourceType: 'Bundle',
    entry: resources.map((resource) => ({ resource })),
    link: Object.entries(links).map(([relation, url]) => ({ relation, url })),
  },
});
const asked = (vendor: Vendor) => ehrs[vendor].seen.map(({ query }) => query);

describe('a refusal in the vendor’s own words', () => {
  it.each<[Vendor, Says, object]>([
    [
      'epic',
      { status: 403, text: '' },
      { state: 'not-permitted', reason: { code: 'ehr.api-not-on-app', data: { remedy: 'ask-analyst' } } },
    ],
    [
      'epic',
      { status: 400, json: outcome('value', '59109') },
      {
        state: 'could-not-be-read',
        reason: { code: 'ehr.rejected', data: { remedy: 'ask-analyst', said: '59109' } },
      },
    ],
    [
      'epic',
      { status: 500, json: outcome('processing', '4135') },
      {
        state: 'could-not-be-read',
        reason: { code: 'ehr.quota-spent', data: { remedy: 'open-in-ehr', said: '4135' } },
      },
    ],
    [
      'epic',
      told('processing', '4135'),
      { state: 'could-not-be-read', reason: { code: 'ehr.quota-spent', data: { said: '4135' } } },
    ],
    ['epic', told('processing', '4101', 'warning'), { state: 'ready', rows: [] }],
    ['epic', told('processing', '4101', 'error'), { state: 'ready', rows: [] }],
    [
      'oracle',
      told('processing', '4101', 'error'),
      { state: 'could-not-be-read', reason: { code: 'ehr.refused' } },
    ],
    [
      'oracle',
      { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' }, text: '' },
      { state: 'not-permitted', reason: { code: 'ehr.scope-missing', data: { remedy: 'ask-analyst' } } },
    ],
    ['oracle', { status: 409, json: outcome('conflict') }, { reason: { code: 'ehr.version-clash' } }],
    ['oracle', { status: 422, json: outcome('business-rule') }, { reason: { code: 'ehr.rule-broken' } }],
    ['oracle', { status: 431, text: '' }, { reason: { code: 'ehr.headers-too-large' } }],
    [
      'generic',
      { status: 400, json: outcome('not-supported') },
      { state: 'not-supported', reason: { code: 'ehr.not-supported', data: { said: 'not-supported' } } },
    ],
    [
      'generic',
      told('suppressed', undefined, 'warning'),
      { state: 'could-not-be-read', reason: { code: 'ehr.incomplete' } },
    ],
  ])('%s: %j', async (vendor, says, line) => {
    const read = await lineOf(vendor, 'allergies', says);
    expect(read).toMatchObject(line);
    expect(JSON.stringify(read)).not.toContain('Ada');
  });

  it('a refused read tells a person what it is and what may help, in our words', async () => {
    ehrs.epic.lies.fhir = () => ({ status: 403, text: '' });
    const answer = await apis.epic.road('Condition/c1');
    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      { code: 'ehr.api-not-on-app', detail: expect.stringContaining('analyst can switch it on') },
    ]);
  });

  it('a type that /metadata does not list is not even asked for', async () => {
    expect(await lineOf('generic', 'coverage', EMPTY)).toEqual({
      list: 'coverage',
      state: 'not-supported',
      reason: {
        code: 'not-in-capability-statement',
        data: { resource: 'Coverage', interaction: 'search-type' },
      },
    });
    expect(asked('generic')).toEqual([]);
  });
});

describe('an order that the EHR will not keep', () => {
  it.each<[Vendor, number, string]>([
    ['generic', 400, 'not-supported'],
    ['oracle', 400, 'invalid'],
    ['epic', 400, 'not-supported'],
  ])('%s %i %s: asked again without it, remembered, and said', async (vendor, status, code) => {
    const says: Lie = ({ query }) =>
      query.has('_sort') ? { status, json: outcome(code) } : bundle([problem('old'), problem('older')]);
    const first = await lineOf(vendor, 'problems', says);
    expect(first).toMatchObject({ state: 'ready', isAsGiven: true });
    expect(asked(vendor).map((query) => query.has('_sort'))).toEqual([true, false]);
    expect(asked(vendor)[1]?.get('_count')).toBe('100');
    await lineOf(vendor, 'problems', says);
    expect(asked(vendor).map((query) => query.has('_sort'))).toEqual([true, false, false]);
  });

  it('one that is ignored without a word is noticed by the link that says what was used', async () => {
    const self = (query: string) => bundle([], { self: `${ehrs.generic.iss}/Procedure?${query}` });
    expect(await lineOf('generic', 'procedures', self('patient=pat-1'))).toMatchObject({ isAsGiven: true });
    const kept = await lineOf('generic', 'procedures', self('patient=pat-1&_sort=-date'));
    expect(kept).not.toHaveProperty('isAsGiven');
  });

  it.each([403, 404, 500])('a %i is no question of order', async (status) => {
    expect(
      await lineOf('generic', 'immunizations', { status, json: outcome('exception') }),
    ).not.toMatchObject({
      state: 'ready',
    });
    expect(asked('generic')).toHaveLength(1);
  });
});

describe('later pages', () => {
  const allergy = (id: string) => ({
    resourceType: 'AllergyIntolerance',
    id,
    patient: { reference: 'Patient/pat-1' },
    code: { text: id },
    clinicalStatus: { coding: [{ code: 'active' }] },
  });
  const at = (page: number) => `${ehrs.generic.iss}/AllergyIntolerance?page=${page}`;

  it('come at once where the links give them away', async () => {
    const arrived: string[] = [];
    const all = Promise.withResolvers<void>();
    const line = await lineOf('generic', 'allergies', async ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      if (page > 1) {
        arrived.push(`${page}`);
        if (arrived.length === 3) all.resolve();
        // None is answered before all have been asked for.
        await all.promise;
      }
      return bundle([allergy(`a${page}`)], { ...(page < 4 && { next: at(page + 1) }), last: at(4) });
    });
    expect(line).toMatchObject({ state: 'ready', more: false });
    expect(line.state === 'ready' && line.rows.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('are the same when the guess was wrong: each is the one that the page before names', async () => {
    const line = await lineOf('generic', 'allergies', ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      // The EHR goes on with 2, then 30, whatever its last link says.
      const next = { 1: 2, 2: 30 }[page];
      return bundle([allergy(`a${page}`)], { ...(next && { next: at(next) }), last: at(4) });
    });
    expect(line.state === 'ready' && line.rows.map(({ id }) => id)).toEqual(['a1', 'a2', 'a30']);
  });

  it('another patient’s on the last of them stops all', async () => {
    const line = await lineOf('generic', 'allergies', ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      const one = allergy(`a${page}`);
      const whose = page === 3 ? { ...one, patient: { reference: 'Patient/pat-2' } } : one;
      return bundle([whose], { ...(page < 3 && { next: at(page + 1) }), last: at(3) });
    });
    expect(line).toEqual({
      list: 'allergies',
      state: 'wrong-patient',
      reason: { code: 'wrong-patient', data: {} },
    });
  });

  it('that never end are read ten times, and the list says that there is more', async () => {
    const line = await lineOf('generic', 'allergies', ({ query }) => {
      const page = Number(query.get('page') ?? 1);
      return bundle([allergy(`a${page}`)], { next: at(page + 1) });
    });
    expect(line).toMatchObject({ state: 'ready', more: true });
    expect(asked('generic')).toHaveLength(10);
  });
});

describe('T66: an EHR that asks for time', () => {
  it('a second: asked again after it, and the list comes', async () => {
    let calls = 0;
    const line = await lineOf('generic', 'problems', () => {
      calls += 1;
      return calls === 1
        ? { status: 429, headers: { 'retry-after': '1' }, text: '' }
        : bundle([problem('a')]);
    });
    expect([calls, line.state]).toEqual([2, 'ready']);
  });

  it('a second time in a row it is told to the person', async () => {
    const says: Says = { status: 503, headers: { 'retry-after': '0' }, text: '' };
    const line = await lineOf('generic', 'labs', says);
    expect(line).toMatchObject({ state: 'could-not-be-read', reason: { code: 'ehr.down' } });
    expect(asked('generic')).toHaveLength(2);
  });

  it('half a minute: nothing more is asked of it, by nobody, until then; other EHRs are asked', async () => {
    const says: Says = { status: 429, headers: { 'retry-after': '30' }, text: '' };
    expect(await lineOf('generic', 'vitals', says)).toMatchObject({ reason: { code: 'ehr.busy' } });
    expect(await lineOf('generic', 'labs', bundle([]))).toMatchObject({ reason: { code: 'ehr.busy' } });
    expect(asked('generic')).toHaveLength(1);
    expect(await lineOf('epic', 'labs', EMPTY)).toMatchObject({ state: 'ready' });
    house.skipTime(30_000);
    expect(await lineOf('generic', 'labs', EMPTY)).toMatchObject({ state: 'ready' });
  });
});

describe('T66: what we ask of one EHR', () => {
  it('never more at a time than maxParallel, and every list comes', async () => {
    let under = 0;
    let most = 0;
    ehrs.oracle.lies.fhir = async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setTimeout(resolve, 20));
      under -= 1;
      return EMPTY;
    };
    const lines = (await (await apis.oracle.get('chart')).text()).trim().split('\n');
    const states = lines.map((line) => (JSON.parse(line) as ChartLine).state);
    expect(states.filter((state) => state === 'ready')).toHaveLength(11);
    expect(most).toBe(2);
  });

  it('never more in a minute than callsPerMinute, whoever asks; then again', async () => {
    house.skipTime(60_000);
    const lines = await Promise.all(
      Array.from({ length: 80 }, () => lineOf('oracle', 'allergies', EMPTY).then((line) => line)),
    );
    const codes = lines.map((line) => (line.state === 'ready' ? 'ready' : line.reason.code));
    expect(asked('oracle')).toHaveLength(60);
    expect(codes.filter((code) => code === 'ready')).toHaveLength(60);
    expect(codes.filter((code) => code === 'ehr.busy')).toHaveLength(20);
    house.skipTime(60_000);
    expect(await lineOf('oracle', 'allergies', EMPTY)).toMatchObject({ state: 'ready' });
  });
});

it('an EHR that would not sort is asked to again after six hours', async () => {
  const refuses: Lie = ({ query }) =>
    query.has('_sort') ? { status: 400, json: outcome('not-supported') } : EMPTY;
  expect(await lineOf('generic', 'labs', refuses)).toMatchObject({ isAsGiven: true });
  house.skipTime(6 * 3_600_000);
  ehrs.generic.lies.fhir = () => EMPTY;
  apis.generic = await comeIn(ehrs.generic);
  expect(await lineOf('generic', 'labs', EMPTY)).not.toHaveProperty('isAsGiven');
});

it('no words of an EHR stand in the log', () => {
  expect(house.lines.join('')).not.toContain('Ada');
});
