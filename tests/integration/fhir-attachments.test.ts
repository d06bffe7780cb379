// Addresses in records, and attachments: only what a checked document of this launch names, never drawn on our origin,
// and nothing of ours to another host – T34, T38b of the security rules.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Says, type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { launchIdOf, Visitor } from '../fixtures/visitor.ts';

let ehr: SmallEhr;
/** Where a token would be stolen: any request here is a failure. */
let sink: SmallEhr;
let house: SmallHouse;
let launchId: string;
const visitor = new Visitor();

beforeAll(async () => {
  ehr = await startSmallEhr('ehr');
  sink = await startSmallEhr('sink');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'ehr'), entryFor(sink, 'sink')] });
  launchId = launchIdOf(await visitor.follow(launchUrl(house, ehr)));
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

const road = (path: string) => visitor.go(`${house.appUrl}/l/${launchId}/fhir/${path}`);
const about = (id: string) => ({ subject: { reference: `Patient/${id}` } });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const asked = () => ehr.seen.map(({ path }) => path);

describe('attachments', () => {
  const document = (id: string, url: string, patient = 'pat-1') => ({
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    ...about(patient),
    content: [{ attachment: { contentType: 'text/html', url } }],
  });
  const HTML = '<script>alert(1)</script>';
  const serve = (resources: Record<string, Says>) => {
    ehr.lies.fhir = ({ path }) => resources[path] ?? { status: 404, json: {} };
  };

  it('T38b: only what a checked document of this launch names, and never to be run', async () => {
    const bytes: Says = { text: HTML, headers: { 'content-type': 'text/html' } };
    serve({
      '/fhir/Binary/b1': bytes,
      '/fhir/Binary/b2': bytes,
      '/fhir/DocumentReference/d1': { json: document('d1', 'Binary/b1') },
      '/fhir/DocumentReference/d2': { json: document('d2', 'Binary/b2', 'pat-2') },
      '/fhir/DocumentReference/d3': { json: document('d3', `${ehr.iss}/Binary/b3`) },
      '/fhir/Binary/b3': {
        json: { resourceType: 'Binary', contentType: 'text/plain', data: 'aGVsbG8=' },
        headers: { 'content-type': 'application/fhir+json' },
      },
    });
    expect(await codeOf(await road('Binary/b1'))).toBe('ehr.unseen');
    expect(asked()).toEqual([]);
    expect((await road('DocumentReference/d1')).status).toBe(200);
    const answer = await road('Binary/b1');
    expect(await answer.text()).toBe(HTML);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    // The document of somebody else opens nothing.
    expect((await road('DocumentReference/d2')).status).toBe(409);
    expect(await codeOf(await road('Binary/b2'))).toBe('ehr.unseen');
    expect((await road('Binary/b2?of=d2')).status).toBe(409);
    // Another instance learns it from the document; a wrapped Binary is unwrapped.
    const wrapped = await road('Binary/b3?of=d3');
    expect([await wrapped.text(), wrapped.headers.get('content-type')]).toEqual(['hello', 'text/plain']);
  });

  it('T34: on another host nothing of ours goes', async () => {
    serve({ '/fhir/DocumentReference/d4': { json: document('d4', `${sink.iss}/Binary/b4`) } });
    expect((await road('DocumentReference/d4')).status).toBe(200);
    expect(await codeOf(await road('Binary/b4'))).toBe('ehr.unseen');
    expect(sink.seen).toEqual([]);
  });

  it.each([
    ['a page', 'text/html', '<script>alert(1)</script>'],
    ['a drawing', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    [
      'XHTML',
      'application/xhtml+xml',
      '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    ],
    ['XML with a style sheet', 'text/xml', '<?xml-stylesheet href="javascript:alert(1)"?><x/>'],
    ['a PDF that runs', 'application/pdf', '%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>'],
    ['a script', 'text/javascript', 'alert(1)'],
    ['a picture that is a page too', 'image/gif', 'GIF89a/*<html><script>*/=alert(1)//</script>'],
    ['no type', '', '<html>'],
  ])('T38b: %s is an attachment, not to be guessed at, in a box', async (_, type, text) => {
    serve({
      '/fhir/DocumentReference/d6': { json: document('d6', 'Binary/b6') },
      '/fhir/Binary/b6': { text, headers: { 'content-type': type } },
    });
    await road('DocumentReference/d6');
    const { headers } = await road('Binary/b6');
    expect(headers.get('content-disposition')).toBe('attachment; filename="document"');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'; sandbox",
    );
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('a content type that is none is sent as bytes', async () => {
    serve({
      '/fhir/DocumentReference/d5': { json: document('d5', 'Binary/b5') },
      '/fhir/Binary/b5': { text: 'x', headers: { 'content-type': 'text/html, <script>' } },
    });
    await road('DocumentReference/d5');
    expect((await road('Binary/b5')).headers.get('content-type')).toBe('application/octet-stream');
  });
});

describe('T34: addresses in a record', () => {
  it('are never asked for by us, wherever they stand', async () => {
    const url = `${sink.iss}/Binary/stolen`;
    const full = {
      resourceType: 'Condition',
      id: 'c1',
      ...about('pat-1'),
      asserter: { reference: `${sink.iss}/Practitioner/p` },
      evidence: [{ detail: [{ reference: url }] }],
      extension: [{ url, valueUrl: url }],
      implicitRules: url,
      meta: { source: url, profile: [url] },
      contained: [{ resourceType: 'Patient', id: 'p', photo: [{ url }] }],
    };
    ehr.lies.fhir = () => ({ json: { resourceType: 'Bundle', entry: [{ resource: full }] } });
    expect((await road('Condition')).status).toBe(200);
    ehr.lies.fhir = () => ({
      json: full,
      headers: { location: url, 'content-location': url, link: `<${url}>; rel=next` },
    });
    expect((await road('Condition/c1')).status).toBe(200);
    expect(sink.seen).toEqual([]);
  });

  it('a last or self link to another host is not used for pages ahead', async () => {
    const links = [
      { relation: 'self', url: `${sink.iss}/AllergyIntolerance?page=1` },
      { relation: 'next', url: `${ehr.iss}/AllergyIntolerance?page=2` },
      { relation: 'last', url: `${sink.iss}/AllergyIntolerance?page=4` },
    ];
    ehr.lies.fhir = ({ query }) => ({
      json: { resourceType: 'Bundle', entry: [], link: query.has('page') ? [] : links },
    });
    const api = `${house.appUrl}/l/${launchId}/api/chart?list=allergies`;
    expect(await (await visitor.go(api)).text()).toContain('"state":"ready"');
    expect([sink.seen, ehr.seen.length]).toEqual([[], 2]);
  });
});

describe('bytes on their way', () => {
  const MEGABYTE = Buffer.alloc(1_048_576, 'x');
  let documents = 0;
  /** A document of this launch whose attachment is `says`; gives the attachment's address. */
  async function attach(says: Says, patient = 'pat-1'): Promise<string> {
    documents += 1;
    const [id, binary] = [`s${documents}`, `sb${documents}`];
    const resource = {
      resourceType: 'DocumentReference',
      id,
      ...about(patient),
      content: [{ attachment: { url: `Binary/${binary}` } }],
    };
    ehr.lies.fhir = ({ path }) => (path.endsWith(`/Binary/${binary}`) ? says : { json: resource });
    expect((await road(`DocumentReference/${id}`)).status).toBe(200);
    return `Binary/${binary}`;
  }
  const pdf = { 'content-type': 'application/pdf' };
  const readAll = async (answer: Response) => {
    let size = 0;
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) size += piece.byteLength;
    return size;
  };

  it('the first reach the browser before the EHR has sent the last', async () => {
    const seen = Promise.withResolvers<void>();
    const address = await attach({
      headers: pdf,
      pieces: (async function* () {
        yield MEGABYTE;
        await seen.promise;
        yield MEGABYTE;
      })(),
    });
    const reader = (await road(address)).body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.byteLength).toBeGreaterThan(0);
    seen.resolve();
    let size = first?.value?.byteLength ?? 0;
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      size += next.value.byteLength;
    expect(size).toBe(2 * MEGABYTE.byteLength);
  });

  it('a browser that takes nothing holds the EHR back', async () => {
    let sent = 0;
    const address = await attach({
      headers: pdf,
      pieces: (async function* () {
        for (; sent < 90; sent += 1) yield MEGABYTE;
      })(),
    });
    const answer = await road(address);
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = sent > 0 && before === sent;
          before = sent;
          return isStill;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBe(true);
    expect(sent).toBeLessThan(45);
    expect(await readAll(answer)).toBe(90 * MEGABYTE.byteLength);
  });

  it('a browser that goes ends the EHR’s sending, and nothing is reported as broken', async () => {
    const closed = Promise.withResolvers<boolean>();
    const address = await attach({
      headers: pdf,
      closed: closed.resolve,
      pieces: (async function* () {
        yield MEGABYTE;
        // The EHR has nothing more to say for now, and would wait for ever.
        await new Promise<void>(() => undefined);
      })(),
    });
    const before = house.lines.length;
    const answer = await road(address);
    await answer.body?.cancel();
    expect(await closed.promise).toBe(false);
    await expect.poll(() => house.lines.slice(before).join('')).not.toContain('request failed');
  });

  it('a browser that goes before the EHR answers ends the asking too', async () => {
    const closed = Promise.withResolvers<boolean>();
    const arrived = Promise.withResolvers<void>();
    const address = await attach({ headers: pdf, text: 'x' });
    const { fhir } = ehr.lies;
    let isHeld = true;
    ehr.lies.fhir = async (seen, honest) => {
      if (!isHeld) return fhir?.(seen, honest) ?? honest;
      arrived.resolve();
      return { headers: pdf, closed: closed.resolve, pieces: neverAny() };
    };
    const leaving = new AbortController();
    const cookie = [...(visitor.jars.get(house.appUrl) ?? [])].map((one) => one.join('=')).join('; ');
    const url = `${house.appUrl}/l/${launchId}/fhir/${address}`;
    const asking = fetch(url, { headers: { cookie }, signal: leaving.signal }).catch(() => null);
    await arrived.promise;
    leaving.abort();
    await asking;
    expect(await closed.promise).toBe(false);
    isHeld = false;
  });
  async function* neverAny(): AsyncGenerator<Uint8Array> {
    await new Promise<void>(() => undefined);
    yield new Uint8Array();
  }

  it.each<[string, () => AsyncGenerator<Uint8Array>]>([
    [
      'more than 100 MB',
      async function* () {
        for (let sent = 0; sent < 110; sent += 1) yield MEGABYTE;
      },
    ],
    [
      'an EHR that dies half way',
      async function* () {
        yield MEGABYTE;
        throw new Error('the EHR dies');
      },
    ],
  ])('%s: a part never looks like the whole', async (_, pieces) => {
    const address = await attach({ headers: pdf, pieces: pieces() });
    await expect(road(address).then(readAll)).rejects.toThrow();
  });

  it('a zipped one counts by what it becomes', async () => {
    const bytes = gzipSync(Buffer.alloc(120 * 1_048_576));
    const address = await attach({ headers: { ...pdf, 'content-encoding': 'gzip' }, bytes });
    await expect(road(address).then(readAll)).rejects.toThrow();
  });

  it('a wrapped one of more than 5 MB is refused in words', async () => {
    const json = { resourceType: 'Binary', data: 'A'.repeat(6_000_000) };
    const address = await attach({ json, headers: { 'content-type': 'application/fhir+json' } });
    expect(await codeOf(await road(address))).toBe('ehr.too-large');
  });

  it('something else than a Binary in its place is refused', async () => {
    const json = { resourceType: 'Patient', id: 'pat-2' };
    const address = await attach({ json, headers: { 'content-type': 'application/fhir+json' } });
    expect(await codeOf(await road(address))).toBe('ehr.type-unexpected');
  });

  it.each<[string, Says]>([
    [
      'in the resource',
      {
        json: { resourceType: 'Binary', securityContext: { reference: 'Patient/pat-2' }, data: 'WRONG===' },
        headers: { 'content-type': 'application/fhir+json' },
      },
    ],
    ['in the header', { text: 'WRONG', headers: { ...pdf, 'x-security-context': 'Patient/pat-2' } }],
    [
      'at another server',
      { text: 'WRONG', headers: { ...pdf, 'x-security-context': 'https://ehr.example/Patient/pat-1' } },
    ],
  ])('one that names another patient %s is a 409', async (_, says) => {
    const answer = await road(await attach(says));
    const text = await answer.text();
    expect([answer.status, text.includes('WRONG')]).toEqual([409, false]);
  });

  it.each(['Patient/pat-1', 'DocumentReference/d1'])('one that names %s is sent', async (reference) => {
    const says: Says = { text: 'bytes', headers: { ...pdf, 'x-security-context': reference } };
    expect(await (await road(await attach(says))).text()).toBe('bytes');
  });

  it('four at a time for one launch; the fifth is asked to wait, and gets in when one is done', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = (): Says => ({
      headers: pdf,
      pieces: (async function* () {
        yield MEGABYTE;
        await gate.promise;
      })(),
    });
    const open: Response[] = [];
    for (let turn = 0; turn < 4; turn += 1) open.push(await road(await attach(slow())));
    const fifth = await attach({ text: 'x', headers: pdf });
    const refused = await road(fifth);
    expect([refused.status, await codeOf(refused)]).toEqual([429, 'ehr.attachments-open']);
    gate.resolve();
    await Promise.all(open.map(readAll));
    await expect.poll(async () => (await road(fifth)).status).toBe(200);
  });

  it('a token that the EHR dropped is refreshed once, and the bytes come', async () => {
    const address = await attach({ text: 'x', headers: pdf });
    const { fhir } = ehr.lies;
    let calls = 0;
    ehr.lies.fhir = (seen, honest) => {
      calls += 1;
      return calls === 1 ? { status: 401, text: '' } : (fhir?.(seen, honest) ?? honest);
    };
    expect([await (await road(address)).text(), calls]).toEqual(['x', 2]);
  });

  it('after all this no place at the EHR is held', async () => {
    ehr.lies.fhir = () => ({ json: { resourceType: 'Bundle', type: 'searchset' } });
    const answers = await Promise.all(Array.from({ length: 40 }, () => road('Condition')));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  });
});
