import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNpiRegistry, isNpi, NPI_ORIGIN } from './npi-gateway.ts';

const wire = setupServer();
beforeAll(() => wire.listen());
afterEach(() => wire.resetHandlers());
afterAll(() => wire.close());

const NPI = '1234567893';
const PERSON = {
  number: NPI,
  enumeration_type: 'NPI-1',
  basic: { first_name: 'HELEN', last_name: 'BROOKS', status: 'A', credential: 'M.D.' },
  taxonomies: [
    { code: '207Q00000X', desc: 'Family Medicine', license: 'MD-204417', primary: true, state: 'NY' },
    { code: '207Q00000X', desc: 'Family Medicine', license: null, primary: false, state: '' },
  ],
};
const answers = (body: object, status = 200) =>
  wire.use(http.get(`${NPI_ORIGIN}/api/`, () => HttpResponse.json(body, { status })));
const registry = createNpiRegistry({ fetch: (url, init) => fetch(url, init as RequestInit) });
const ask = (more: object = {}) =>
  registry.verifyAtSource({ npi: NPI, state: 'NY', number: 'MD 204417', ...more });

describe('the NPI registry', () => {
  it('is asked for this number alone, by version 2.1', async () => {
    const asked: string[] = [];
    wire.use(
      http.get(`${NPI_ORIGIN}/api/`, ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ result_count: 1, results: [PERSON] });
      }),
    );
    await ask();
    expect(asked).toEqual([`?version=2.1&number=${NPI}`]);
  });
  it('tells who it is and what they reported, and calls it no more than that', async () => {
    answers({ result_count: 1, results: [PERSON] });
    expect(await ask()).toEqual({
      ok: true,
      evidence: {
        source: 'nppes',
        worth: 'self-reported',
        name: 'HELEN BROOKS',
        isActive: true,
        licences: [
          { state: 'NY', number: 'MD-204417', field: 'Family Medicine', matches: true },
          { state: null, number: null, field: 'Family Medicine', matches: false },
        ],
      },
    });
  });
  it.each([
    ['another state', { state: 'NJ' }],
    ['another number', { number: 'MD204418' }],
    ['no state', { state: null }],
    ['no number', { number: null }],
  ])('matches no licence of %s', async (_, more) => {
    answers({ result_count: 1, results: [PERSON] });
    const answer = await ask(more);
    expect(answer.ok && answer.evidence.licences.some(({ matches }) => matches)).toBe(false);
  });
  it('reads numbers that come as numbers, and a number that is no longer in force', async () => {
    const basic = { ...PERSON.basic, status: 'D' };
    answers({ result_count: 1, results: [{ ...PERSON, number: Number(NPI), basic }] });
    const answer = await ask();
    expect(answer.ok && answer.evidence.isActive).toBe(false);
  });
  it('knows nobody, or somebody else, and says so', async () => {
    answers({ result_count: 0, results: [] });
    expect(await ask()).toEqual({ ok: false, why: 'unknown' });
    answers({ result_count: 1, results: [{ ...PERSON, number: '1111111112' }] });
    expect(await ask()).toEqual({ ok: false, why: 'not-understood' });
  });
  it('that does not answer, or answers what nobody can read, says nothing', async () => {
    answers({}, 503);
    expect(await ask()).toEqual({ ok: false, why: 'unreachable' });
    answers({ Errors: [{ description: 'No valid search criteria', number: '04' }] });
    expect(await ask()).toEqual({ ok: false, why: 'not-understood' });
    wire.use(http.get(`${NPI_ORIGIN}/api/`, () => HttpResponse.text('<html>')));
    expect(await ask()).toEqual({ ok: false, why: 'not-understood' });
    wire.use(http.get(`${NPI_ORIGIN}/api/`, () => HttpResponse.error()));
    expect(await ask()).toEqual({ ok: false, why: 'unreachable' });
  });
});

it('is not asked for what is no NPI', async () => {
  expect(await ask({ npi: '1234567890' })).toEqual({ ok: false, why: 'no-npi' });
});

describe('an NPI', () => {
  it.each(['1234567893', '1881018208'])('%s is one', (text) => expect(isNpi(text)).toBe(true));
  it.each(['1234567890', '1881018209', '3234567893', '123456789', '12345678930', 'x234567893', ''])(
    '%s is none',
    (text) => expect(isNpi(text)).toBe(false),
  );
});
