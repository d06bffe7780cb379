// Attachments over the FHIR road: only what a checked document of this launch names, never drawn on our origin,
// and nothing of ours to another host – T34, T38b of the security rules.
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

  it('only what a checked document of this launch names, and never to be run', async () => {
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

  it('on another host nothing of ours goes', async () => {
    serve({ '/fhir/DocumentReference/d4': { json: document('d4', `${sink.iss}/Binary/b4`) } });
    expect((await road('DocumentReference/d4')).status).toBe(200);
    expect(await codeOf(await road('Binary/b4'))).toBe('ehr.unseen');
    expect(sink.seen).toEqual([]);
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
