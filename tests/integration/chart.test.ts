// The chart's stream, end to end: real launches on three personalities with the sandbox's own people, and an
// EHR that fails, withholds, delays and lies on demand.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHART_LISTS, ChartLine } from '#domain/chart';
import { listAuditEvents } from '#server/audit';
import { type Lie, type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { apiOf, launchIdOf, mintLaunch, Visitor } from '../fixtures/visitor.ts';

async function linesOf(answer: Response): Promise<ChartLine[]> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await answer.text()).trimEnd().split('\n');
  return lines.map((line) => ChartLine.parse(JSON.parse(line)));
}

describe('the sandbox’s people', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.close());

  it.each(['generic', 'epic', 'oracle'] as const)(
    'on %s it comes whole, who it is and the allergies first',
    async (personality) => {
      const visitor = new Visitor();
      const request = { patient: 'ada-martin', personality };
      const arrived = await visitor.follow(await mintLaunch(stack, request));
      const lines = await linesOf(await apiOf(stack, visitor, launchIdOf(arrived)).get('chart'));
      expect(lines.slice(0, 2).map(({ list }) => list)).toEqual(['patient', 'allergies']);
      expect(lines.map(({ list }) => list).toSorted()).toEqual([...CHART_LISTS].toSorted());
      expect(lines.filter(({ state }) => state !== 'ready')).toEqual([]);
      const ready = lines.filter((line) => line.state === 'ready');
      expect(ready.reduce((sum, { rows }) => sum + rows.length, 0)).toBeGreaterThan(20);
      expect(ready.flatMap(({ unshown }) => unshown)).toEqual([]);
    },
  );
});

describe('an EHR that does not do as it should', () => {
  let ehr: SmallEhr;
  let house: SmallHouse;
  beforeAll(async () => {
    ehr = await startSmallEhr('ehr');
    ehr.lies.metadata = () => ({ json: statement() });
    house = await startSmallHouse({ tenants: [entryFor(ehr, 'ehr')] });
  });
  afterAll(async () => {
    await house.close();
    await ehr.close();
  });
  afterEach(() => {
    delete ehr.lies.fhir;
    delete ehr.lies.token;
    ehr.seen.length = 0;
  });

  const TYPES = ['AllergyIntolerance', 'Condition', 'MedicationRequest', 'Observation', 'DocumentReference'];
  const MORE = ['Encounter', 'Appointment', 'Immunization', 'Procedure', 'Coverage'];
  function statement() {
    const resource = ['Patient', ...TYPES, ...MORE].map((type) => ({
      type,
      interaction: [{ code: 'read' }, { code: 'search-type' }],
    }));
    return {
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      rest: [{ mode: 'server', resource }],
    };
  }
  const empty: Says = { json: { resourceType: 'Bundle', type: 'searchset' } };
  const one = (resource: object): Says => ({ json: { resourceType: 'Bundle', entry: [{ resource }] } });
  const of = (patient: string) => ({ reference: `Patient/${patient}` });
  const honest: Lie = ({ path }, otherwise) =>
    path.startsWith('/fhir/P') && path.includes('Practitioner') ? otherwise : empty;

  /** Only `type` lies; everything else is empty. */
  const only = (type: string, says: Lie): void => {
    ehr.lies.fhir = (seen, otherwise) =>
      seen.path === `/fhir/${type}` ? says(seen, otherwise) : honest(seen, otherwise);
  };
  async function open() {
    const visitor = new Visitor();
    const launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
    return apiOf(house as never, visitor, launchId);
  }
  const found = (lines: ChartLine[], list: string) => lines.find((line) => line.list === list);
  const asked = (path: string) => ehr.seen.filter((seen) => seen.path === path).length;

  it('one list that fails keeps no other away, says so, and comes when it is asked for again', async () => {
    only('Condition', () => ({ status: 500, text: 'stack' }));
    const api = await open();
    const lines = await linesOf(await api.get('chart'));
    expect(found(lines, 'problems')).toEqual({
      list: 'problems',
      state: 'could-not-be-read',
      reason: { code: 'ehr.down', data: { remedy: 'try-again' } },
    });
    expect(lines.filter(({ state }) => state === 'ready')).toHaveLength(CHART_LISTS.length - 1);
    only('Condition', () =>
      one({ resourceType: 'Condition', id: 'c', subject: of('pat-1'), code: { text: 'Asthma' } }),
    );
    const again = await linesOf(await api.get('chart?list=problems'));
    expect(again).toMatchObject([{ list: 'problems', state: 'ready', rows: [{ text: 'Asthma' }] }]);
  });

  it('empty, refused by the EHR and withheld by scope are three different lines', async () => {
    ehr.lies.token = (_seen, says) => {
      const { scope, ...json } = says.json as { scope: string };
      return { ...says, json: { ...json, scope: scope.replace('user/Immunization.rs', '') } };
    };
    only('Procedure', () => ({ status: 403, json: { resourceType: 'OperationOutcome' } }));
    const lines = await linesOf(await (await open()).get('chart'));
    expect(found(lines, 'coverage')).toMatchObject({ state: 'ready', rows: [] });
    expect(found(lines, 'procedures')).toMatchObject({
      state: 'not-permitted',
      reason: { code: 'ehr.forbidden' },
    });
    expect(found(lines, 'immunizations')).toMatchObject({
      state: 'not-permitted',
      reason: { code: 'scope-not-granted' },
    });
    expect(asked('/fhir/Immunization')).toBe(0);
  });

  it('somebody else’s record ends the stream, shows nothing after it, and is on record', async () => {
    only('AllergyIntolerance', () =>
      one({ resourceType: 'AllergyIntolerance', id: 'a', patient: of('pat-2') }),
    );
    const api = await open();
    const lines = await linesOf(await api.get('chart'));
    expect(lines.map(({ list, state }) => [list, state])).toEqual([
      ['patient', 'ready'],
      ['allergies', 'wrong-patient'],
    ]);
    expect(((await (await api.get('banner')).json()) as { code: string }).code).toBe('wrong-patient');
    const events = await listAuditEvents(
      { database: house.context.database },
      { tenantId: 'ehr', limit: 50 },
    );
    expect(JSON.stringify(events)).toContain('wrong-patient');
  });

  it('all reads are under way before the first is answered: one wave, begun by the callback', async () => {
    let arrived = 0;
    let letGo: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    ehr.lies.fhir = async (seen, otherwise) => {
      if (seen.path.includes('Practitioner')) return otherwise;
      arrived += 1;
      // Eleven searches; the patient's own record is answered by itself.
      if (arrived === CHART_LISTS.length - 1) letGo();
      await all;
      return empty;
    };
    const api = await open();
    await all;
    const before = ehr.seen.length;
    const lines = await linesOf(await api.get('chart'));
    expect(lines.filter(({ state }) => state === 'ready')).toHaveLength(CHART_LISTS.length);
    expect((await api.get('banner')).status).toBe(200);
    // Neither the chart nor the banner asked anything more.
    expect([ehr.seen.length, asked('/fhir/Patient/pat-1')]).toEqual([before, 1]);
    await linesOf(await api.get('chart'));
    expect(asked('/fhir/Patient/pat-1')).toBe(2);
  });

  it('asks for one page a list, however long the record is; of allergies for ten', async () => {
    ehr.lies.fhir = ({ path, query }, otherwise) => {
      const type = path.split('/').at(-1) ?? '';
      if (path.includes('Practitioner')) return otherwise;
      const subject =
        { AllergyIntolerance: 'patient', Immunization: 'patient', Coverage: 'beneficiary' }[type] ??
        'subject';
      const owner =
        type === 'Appointment' ? { participant: [{ actor: of('pat-1') }] } : { [subject]: of('pat-1') };
      const entry = Array.from({ length: Number(query.get('_count')) }, (_, at) => ({
        resource: { resourceType: type, id: `${type}-${at}`, ...owner },
      }));
      const link = [{ relation: 'next', url: `${ehr.iss}/${type}?_cursor=2` }];
      return { json: { resourceType: 'Bundle', total: 10_000, entry, link } };
    };
    const lines = await linesOf(await (await open()).get('chart'));
    const lists = lines.filter((line) => line.state === 'ready' && line.list !== 'patient');
    expect(lists).toHaveLength(CHART_LISTS.length - 1);
    for (const line of lists)
      expect(line).toMatchObject({ more: true, next: expect.stringMatching(/^\/l\/[\w-]+\/fhir\/page\//) });
    const later = ehr.seen.filter(({ query }) => query.has('_cursor')).map(({ path }) => path);
    expect(later).toEqual(Array.from({ length: 9 }, () => '/fhir/AllergyIntolerance'));
    expect(ehr.seen.every(({ query }) => Number(query.get('_count') ?? 0) <= 100)).toBe(true);
  });

  it('an entry of a wrong shape is named, not shown wrongly', async () => {
    only('Condition', () =>
      one({ resourceType: 'Condition', id: 'c', subject: of('pat-1'), code: 'Asthma' }),
    );
    const lines = await linesOf(await (await open()).get('chart'));
    expect(found(lines, 'problems')).toMatchObject({
      state: 'ready',
      rows: [],
      unshown: [{ id: 'c', reason: { code: 'element-malformed', data: { element: 'code' } } }],
    });
  });
});
