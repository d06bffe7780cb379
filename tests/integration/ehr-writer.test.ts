// The writing hand at the wire: every answer an EHR may give to every kind of write, what it is taken for, and how
// often anything was sent.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Says } from '../fixtures/small-ehr.ts';
import { KINDS, type Kind, startWritingHand, type WritingHand } from '../fixtures/writing-hand.ts';

const ENCOUNTER = { resourceType: 'Encounter', id: 'e1', subject: { reference: 'Patient/ada' } };
const outcome = (code: string, text: string, number?: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text, ...(number && { coding: [{ code: number }] }) } }],
});
const OUTCOME = outcome('invalid', 'said by the EHR');

let hand: WritingHand;
beforeAll(async () => {
  hand = await startWritingHand();
});
afterAll(() => hand.close());
beforeEach(() => hand.forget());

/** Reads find the Encounter; what writes are answered is the test's. */
function answerWrites(says: Says | (() => Says | Promise<Says>)) {
  hand.ehr.lies.fhir = (seen) => {
    if (seen.method === 'GET') return { json: ENCOUNTER };
    return typeof says === 'function' ? says() : says;
  };
}

describe('every answer to every kind of write', () => {
  const unknown = (why: string) => ({ kind: 'unknown', why });
  const refused = (status: number) => ({ kind: 'refused', status, words: 'said by the EHR' });
  const rows: [name: string, says: Says, expected: (kind: Kind) => object][] = [
    ...[500, 501, 502, 503, 504].map((status): [string, Says, () => object] => [
      String(status),
      { status, json: OUTCOME },
      () => unknown('server-error'),
    ]),
    ...[400, 403, 404, 405, 410, 422].map((status): [string, Says, () => object] => [
      String(status),
      { status, json: OUTCOME },
      () => refused(status),
    ]),
    ['409', { status: 409, json: OUTCOME }, () => ({ kind: 'duplicate', status: 409 })],
    [
      '412',
      { status: 412, json: OUTCOME },
      (kind) =>
        kind === 'note-update' || kind === 'encounter-end'
          ? { ...refused(412), next: 'compare' }
          : { kind: 'duplicate', status: 412 },
    ],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, () => unknown('lost-answer')],
    [
      'a proxy’s page',
      { status: 200, text: '<html>', headers: { 'content-type': 'text/html' } },
      () => unknown('lost-answer'),
    ],
    ['a cut connection', { cut: 'all' }, () => unknown('lost-answer')],
    ['half an answer', { status: 201, cut: 'half' }, () => unknown('lost-answer')],
  ];
  it.each(rows)('%s', async (_name, says, expected) => {
    answerWrites(says);
    for (const kind of KINDS) {
      hand.forget();
      expect(await hand.writer.send(hand.order(kind)), kind).toMatchObject(expected(kind));
      expect(hand.writes(), kind).toHaveLength(1);
    }
    expect(hand.ehr.requestsTo('/elsewhere')).toEqual([]);
  });

  it('success: an id where the answer names one, and the right address, verb and headers', async () => {
    answerWrites({ status: 201, headers: { location: `${hand.ehr.iss}/DocumentReference/n1/_history/1` } });
    expect(await hand.writer.send(hand.order('note'))).toMatchObject({
      kind: 'confirmed',
      status: 201,
      id: 'n1',
      version: '1',
      location: 'DocumentReference/n1',
    });
    answerWrites({ status: 200 });
    expect(await hand.writer.send(hand.order('encounter-end', { ifMatch: '4' }))).toMatchObject({ id: 'e1' });
    expect(await hand.writer.send(hand.order('charge'))).toMatchObject({ kind: 'confirmed', id: null });
    const sent = hand.writes();
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /fhir/DocumentReference',
      'PATCH /fhir/Encounter/e1',
      'POST /fhir/ChargeItem/$create',
    ]);
    expect(sent.map(({ headers }) => headers['content-type'])).toEqual([
      'application/fhir+json',
      'application/json-patch+json',
      'application/fhir+json',
    ]);
    expect(sent.map(({ headers }) => headers['if-match'])).toEqual([undefined, 'W/"4"', undefined]);
    expect(JSON.parse(sent[0]?.text ?? '')).toEqual(hand.order('note').body);
  });

  it('200 kB of text arrive byte for byte', async () => {
    answerWrites({ status: 201, headers: { location: 'DocumentReference/n2' } });
    const body = { ...hand.order('note').body, description: 'Ñ🩺患者'.repeat(20_000) };
    expect(await hand.writer.send(hand.order('note', { body }))).toMatchObject({ id: 'n2' });
    expect(JSON.parse(hand.writes()[0]?.text ?? '')).toEqual(body);
  });

  it('no answer in time is a time-out, sent once', async () => {
    answerWrites(() => new Promise((resolve) => setTimeout(() => resolve({ status: 201 }), 3_000)));
    expect(await hand.writer.send(hand.order('charge'))).toEqual(unknown('timeout'));
    expect(hand.writes()).toHaveLength(1);
  });

  it('somebody else’s record: not believed, on the record, its text nowhere', async () => {
    answerWrites({ status: 201, json: { ...ENCOUNTER, subject: { reference: 'Patient/eve' } } });
    // Something was saved, for whomever: only a search can tell.
    expect(await hand.writer.send(hand.order('encounter'))).toEqual(unknown('lost-answer'));
    hand.ehr.lies.fhir = () => ({ json: { ...ENCOUNTER, subject: { reference: 'Patient/eve' } } });
    hand.forget();
    expect(await hand.writer.send(hand.order('encounter-end'))).toMatchObject({ code: 'wrong-patient' });
    expect(hand.writes(), 'a patch to somebody else’s encounter never leaves').toEqual([]);
    const found = await hand.house.context.database.db.execute(
      `SELECT count(*)::int AS n FROM audit_events WHERE event = 'delivery.wrong-patient'`,
    );
    expect(found.rows).toEqual([{ n: 2 }]);
    expect(hand.logged()).not.toMatch(/Patient\/eve|canary-of-the-note/);
  });

  it('429: no effect, and the EHR is left alone for as long as it asks', async () => {
    answerWrites({ status: 429, headers: { 'retry-after': '1' }, json: outcome('throttled', 'slow down') });
    expect(await hand.writer.send(hand.order('charge'))).toEqual({
      kind: 'no-effect',
      why: 'throttled',
      retryAfterSeconds: 1,
    });
    expect(hand.writes(), 'never asked twice by itself').toHaveLength(1);
    answerWrites({ status: 200 });
    expect(await hand.writer.send(hand.order('charge'))).toMatchObject({ kind: 'confirmed' });
  });
});

describe('a token that the EHR does not accept', () => {
  it('is refreshed once and the order sent once more', async () => {
    let turn = 0;
    answerWrites(() => {
      turn += 1;
      return turn === 1 ? { status: 401 } : { status: 201, headers: { location: 'DocumentReference/n3' } };
    });
    expect(await hand.writer.send(hand.order('note'))).toMatchObject({ kind: 'confirmed', id: 'n3' });
    const [first, second] = hand.writes().map(({ headers }) => headers.authorization);
    expect(second).not.toBe(first);
    expect(hand.writes()).toHaveLength(2);
  });

  it.each([
    ['before the first attempt', [], 0],
    ['before the second', [true], 1],
  ])('too late %s: nothing more is sent, certain to have had no effect', async (_name, may, sent) => {
    answerWrites({ status: 401 });
    const turns = may.values();
    const mayBegin = () => turns.next().value ?? false;
    expect(await hand.writer.send(hand.order('note', { mayBegin }))).toEqual({
      kind: 'no-effect',
      why: 'not-begun',
      retryAfterSeconds: null,
    });
    expect(hand.writes()).toHaveLength(sent);
  });

  it('refused again: certain to have had no effect', async () => {
    answerWrites({ status: 401 });
    expect(await hand.writer.send(hand.order('charge'))).toEqual({
      kind: 'no-effect',
      why: 'unauthorized',
      retryAfterSeconds: null,
    });
    expect(hand.writes()).toHaveLength(2);
  });
});

describe('looking up', () => {
  const note = (id: string, parts: object = {}) => ({
    resourceType: 'DocumentReference',
    id,
    subject: { reference: 'Patient/ada' },
    ...parts,
  });
  const page = (resources: object[], next?: string): Says => ({
    json: {
      resourceType: 'Bundle',
      type: 'searchset',
      entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
      ...(next && { link: [{ relation: 'next', url: next }] }),
    },
  });
  const search = (params: Record<string, string> = {}) =>
    hand.writer.search({
      tenantId: 'one',
      owner: hand.order('note').owner,
      patient: 'Patient/ada',
      type: 'DocumentReference',
      params,
    });

  it('reads every page, always asks for the patient, and fetches texts that lie elsewhere', async () => {
    const content = [{ attachment: { contentType: 'text/plain', url: `${hand.ehr.iss}/Binary/b1` } }];
    hand.ehr.lies.fhir = (seen) => {
      if (seen.path.includes('Binary')) return { text: 'Ñ text', headers: { 'content-type': 'text/plain' } };
      return seen.query.get('page') === '2'
        ? page([note('n2', { content })])
        : page([note('n1')], `${hand.ehr.iss}/DocumentReference?page=2`);
    };
    const found = await search({ encounter: 'e1' });
    expect(found).toMatchObject({ kind: 'found', isComplete: true, resources: [{ id: 'n1' }, { id: 'n2' }] });
    const last = found.kind === 'found' ? found.resources[1] : undefined;
    expect(last).toMatchObject({
      content: [{ attachment: { data: Buffer.from('Ñ text').toString('base64') } }],
    });
    expect(hand.ehr.seen.at(-3)?.query.get('patient')).toBe('ada');
  });

  it('a text that cannot be read, a list held back or without end is not complete', async () => {
    const content = [{ attachment: { contentType: 'text/plain', url: 'Binary/b1' } }];
    hand.ehr.lies.fhir = (seen) =>
      seen.path.includes('Binary') ? { status: 404 } : page([note('n1', { content })]);
    expect(await search()).toMatchObject({ kind: 'found', isComplete: false });
    let pages = 0;
    hand.ehr.lies.fhir = () => {
      pages += 1;
      return page([note(`n${pages}`)], `${hand.ehr.iss}/DocumentReference?token=${pages}x`);
    };
    expect(await search()).toMatchObject({ kind: 'found', isComplete: false });
    hand.ehr.lies.fhir = () => page([{ ...outcome('incomplete', ''), id: 'o' }]);
    expect(await search()).toEqual({ kind: 'failed', why: 'ehr.incomplete' });
  });

  it('somebody else’s record or another type is no answer', async () => {
    hand.ehr.lies.fhir = () => page([note('n1'), note('n2', { subject: { reference: 'Patient/eve' } })]);
    expect(await search()).toEqual({ kind: 'failed', why: 'wrong-patient' });
    hand.ehr.lies.fhir = () => page([ENCOUNTER]);
    expect(await search()).toEqual({ kind: 'failed', why: 'ehr.type-unexpected' });
  });

  it('by id: found with its version, absent, or failed', async () => {
    const read = () =>
      hand.writer.read({
        tenantId: 'one',
        owner: hand.order('note').owner,
        patient: 'Patient/ada',
        type: 'Encounter',
        id: 'e1',
      });
    hand.ehr.lies.fhir = () => ({ json: { ...ENCOUNTER, meta: { versionId: '3' } } });
    expect(await read()).toMatchObject({ kind: 'found', version: '3' });
    hand.ehr.lies.fhir = () => ({ status: 410 });
    expect(await read()).toEqual({ kind: 'absent' });
    hand.ehr.lies.fhir = () => ({ status: 503 });
    expect(await read()).toEqual({ kind: 'failed', why: 'ehr.down' });
    hand.ehr.lies.fhir = () => ({ json: { ...ENCOUNTER, subject: { reference: 'Patient/eve' } } });
    expect(await read()).toEqual({ kind: 'failed', why: 'wrong-patient' });
  });
});
