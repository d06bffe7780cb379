import { describe, expect, it } from 'vitest';
import { type Answered, readLocation, readVersion, readWriteAnswer } from './read-write-answer.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const note = (parts: object = {}) => ({
  resourceType: 'DocumentReference',
  id: '7',
  subject: { reference: 'Patient/ada' },
  ...parts,
});
const outcome = (code: string, number?: string, text = 'said by the EHR') => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text, ...(number && { coding: [{ code: number }] }) } }],
});
interface Said {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  method?: Answered['order']['method'];
  vendor?: Answered['vendor'];
  ifNoneExist?: string;
}
function read({ status, body, headers = {}, method = 'create', vendor = 'generic', ifNoneExist }: Said) {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const id = method === 'update' || method === 'patch' ? '7' : null;
  return readWriteAnswer({
    answer: { status, header: (name) => headers[name] ?? null, bytes: Buffer.from(text) },
    order: { method, ...(ifNoneExist !== undefined && { ifNoneExist }) },
    target: { type: 'DocumentReference', id, patientId: 'ada' },
    vendor,
    fhirBase: 'https://ehr.example/fhir',
    at: AT,
  });
}
const located = { location: 'https://ehr.example/fhir/DocumentReference/7/_history/2' };

describe('under If-None-Exist', () => {
  const ifNoneExist = 'identifier=urn%3Awebside%3Areference%7CWS-7A';
  const ours = [{ system: 'urn:webside:reference', value: 'WS-7A' }];

  it('200 is what was there already, by its address or by our reference on it', () => {
    expect(read({ status: 200, headers: located, ifNoneExist })).toMatchObject({
      kind: 'confirmed',
      id: '7',
    });
    const body = note({ identifier: ours });
    expect(read({ status: 200, body, ifNoneExist })).toMatchObject({ kind: 'confirmed', id: '7' });
  });

  it.each([
    ['with another reference', [{ system: 'urn:webside:reference', value: 'WS-7B' }]],
    ['with the same word of another system', [{ system: 'urn:other', value: 'WS-7A' }]],
    ['with no identifier', undefined],
  ])('200 and a record %s says nothing', (_name, identifier) => {
    const body = note({ identifier });
    expect(read({ status: 200, body, ifNoneExist })).toEqual({ kind: 'unknown', why: 'lost-answer' });
  });

  it('200 without a word, and 304, say nothing; 412 says that it is there more than once', () => {
    expect(read({ status: 200, ifNoneExist })).toMatchObject({ kind: 'unknown' });
    expect(read({ status: 304, ifNoneExist })).toMatchObject({ kind: 'unknown' });
    expect(read({ status: 412, body: outcome('multiple-matches'), ifNoneExist })).toMatchObject({
      kind: 'duplicate',
      status: 412,
    });
    expect(read({ status: 201, headers: located, ifNoneExist })).toMatchObject({ kind: 'confirmed' });
  });
});

describe('an answer of success', () => {
  it('201 with an absolute Location, its version and an ETag', () => {
    expect(read({ status: 201, headers: { ...located, etag: 'W/"3"' } })).toEqual({
      kind: 'confirmed',
      status: 201,
      id: '7',
      version: '3',
      location: 'DocumentReference/7',
      at: AT,
    });
    expect(read({ status: 201, headers: located })).toMatchObject({ version: '2' });
  });

  it('Epic’s: no body, a relative Location, no ETag', () => {
    expect(read({ status: 201, headers: { location: 'DocumentReference/7' }, vendor: 'epic' })).toMatchObject(
      { kind: 'confirmed', id: '7', version: null },
    );
  });

  it('by its body alone; 200 to a create counts only where it names something', () => {
    expect(read({ status: 200, body: note({ meta: { versionId: '1' } }) })).toMatchObject({
      kind: 'confirmed',
      id: '7',
      version: '1',
    });
    expect(read({ status: 201 })).toMatchObject({ kind: 'confirmed', id: null, location: null });
    expect(read({ status: 200 })).toEqual({ kind: 'unknown', why: 'lost-answer' });
  });

  it('an operation is confirmed without an id', () => {
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'return' }] };
    expect(read({ status: 200, body: parameters, method: 'operation' })).toMatchObject({
      kind: 'confirmed',
      id: null,
    });
    expect(read({ status: 200, method: 'operation' })).toMatchObject({ kind: 'confirmed' });
  });

  it('an update keeps its own id; another one in the answer leaves everything open', () => {
    expect(read({ status: 200, method: 'patch', headers: { etag: '"4"' } })).toMatchObject({
      kind: 'confirmed',
      id: '7',
      version: '4',
    });
    const unknown = { kind: 'unknown', why: 'lost-answer' };
    expect(read({ status: 200, method: 'update', body: note({ id: '8' }) })).toEqual(unknown);
    expect(read({ status: 201, body: note({ id: '8' }), headers: located })).toEqual(unknown);
  });

  it('somebody else’s record is never a success, also inside what an operation gives', () => {
    const other = note({ subject: { reference: 'Patient/eve' } });
    expect(read({ status: 201, body: other, headers: located })).toBe('wrong-patient');
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'r', resource: other }] };
    expect(read({ status: 200, body: parameters, method: 'operation' })).toBe('wrong-patient');
    expect(read({ status: 201, body: note({ subject: undefined }) })).toBe('wrong-patient');
    expect(read({ status: 201, body: note() })).toMatchObject({ kind: 'confirmed' });
  });

  it('a page of a proxy, half a body, an error inside and odd statuses leave it open', () => {
    const open = (said: Said) => expect(read(said)).toEqual({ kind: 'unknown', why: 'lost-answer' });
    open({ status: 200, body: '<html>log in</html>', headers: located });
    open({ status: 201, body: '{"resourceType":"Docu', headers: located });
    open({ status: 200, body: outcome('exception'), method: 'operation' });
    open({ status: 206, body: note() });
    open({ status: 302 });
  });
});

describe('an answer that is no success', () => {
  it.each([500, 501, 502, 503, 504])('%i: nobody knows', (status) => {
    for (const method of ['create', 'update', 'patch', 'operation'] as const)
      expect(read({ status, method, body: outcome('exception') })).toEqual({
        kind: 'unknown',
        why: 'server-error',
      });
  });

  it('401 is the token’s; 408 is open', () => {
    expect(read({ status: 401 })).toBe('rejected');
    expect(read({ status: 408 })).toEqual({ kind: 'unknown', why: 'timeout' });
  });

  it('429 and words of too much took no effect, with the time the EHR asks for', () => {
    const throttled = (seconds: number | null) => ({
      kind: 'no-effect',
      why: 'throttled',
      retryAfterSeconds: seconds,
    });
    expect(read({ status: 429, headers: { 'retry-after': '17' } })).toEqual(throttled(17));
    expect(read({ status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 09:01:00 GMT' } })).toEqual(
      throttled(60),
    );
    expect(read({ status: 429 })).toEqual(throttled(null));
    expect(read({ status: 400, body: outcome('throttled') })).toEqual(throttled(null));
    expect(read({ status: 400, body: outcome('processing', '4135'), vendor: 'epic' })).toEqual(
      throttled(3600),
    );
    // Another vendor's number means nothing here.
    expect(read({ status: 400, body: outcome('processing', '4135') })).toMatchObject({ kind: 'refused' });
  });

  it('409, 59141 and a condition that fits several: look it up', () => {
    expect(read({ status: 409, body: outcome('duplicate') })).toMatchObject({
      kind: 'duplicate',
      status: 409,
    });
    expect(read({ status: 400, body: outcome('processing', '59141'), vendor: 'epic' })).toEqual({
      kind: 'duplicate',
      status: 400,
      code: '59141',
    });
    expect(read({ status: 412 })).toMatchObject({ kind: 'duplicate' });
    expect(read({ status: 412, method: 'update' })).toMatchObject({ kind: 'refused', next: 'compare' });
    expect(read({ status: 400, body: outcome('processing', '59141') })).toMatchObject({ kind: 'refused' });
  });

  it.each([
    [{ status: 400, body: outcome('required', '59108'), vendor: 'epic' }, '59108', 'change-and-retry'],
    [{ status: 422, body: outcome('business-rule'), vendor: 'oracle' }, 'business-rule', 'change-and-retry'],
    [{ status: 422, body: outcome('not-supported', '59012'), vendor: 'epic' }, '59012', 'change-and-retry'],
    [{ status: 403, vendor: 'epic' }, null, 'ask-analyst'],
    [
      { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } },
      'insufficient_scope',
      'ask-analyst',
    ],
    [{ status: 404 }, null, 'file-by-hand'],
    [{ status: 405, body: outcome('not-supported') }, 'not-supported', 'file-by-hand'],
    [{ status: 404, method: 'patch' }, null, 'compare'],
    [{ status: 410, method: 'update' }, null, 'compare'],
  ] as [Said, string | null, string][])('%j is refused: %s, %s', (said, code, next) => {
    expect(read(said)).toMatchObject({ kind: 'refused', status: said.status, code, next });
  });

  it('a refusal bears the EHR’s own words, cut at a length, without control characters', () => {
    const wordsOf = (body: unknown) => {
      const meant = read({ status: 422, body });
      return typeof meant === 'object' && meant.kind === 'refused' ? meant.words : null;
    };
    expect(wordsOf(outcome('business-rule', undefined, 'Valid encounter\u0007 required'))).toBe(
      'Valid encounter required',
    );
    expect(wordsOf(outcome('invalid', undefined, 'x'.repeat(5_000)))).toHaveLength(2_000);
    expect(wordsOf({ error: 'invalid', error_description: 'why' })).toBe('why');
    expect(wordsOf('<html>')).toBe('HTTP 422');
    expect(wordsOf({ resourceType: 'OperationOutcome', issue: [{ diagnostics: 7 }, null] })).toBe('HTTP 422');
  });
});

it('reads addresses and versions in all their forms', () => {
  expect(readLocation('/fhir/DocumentReference/a.b', 'DocumentReference')).toEqual({
    id: 'a.b',
    version: null,
  });
  for (const bad of [
    null,
    '',
    'Encounter/1',
    'DocumentReference/',
    'DocumentReference/..',
    'DocumentReference/a b',
  ])
    expect(readLocation(bad, 'DocumentReference')).toBeNull();
  expect([readVersion('W/"3"'), readVersion('"3"'), readVersion('3'), readVersion(null)]).toEqual([
    '3',
    '3',
    null,
    null,
  ]);
});
