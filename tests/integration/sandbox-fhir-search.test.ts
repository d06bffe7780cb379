// Search against a naive full scan: whatever the indexes do, the answer is what reading every resource would
// give. The scan below is written from the FHIR text, not from the server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stand } from './sandbox-fhir-stand.ts';
import { call, idsOf, smallSeed, startStand } from './sandbox-fhir-stand.ts';

const PATIENTS = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];
const CODES = ['8480-6', '4548-4', '2339-0', '29463-7'];
const SYSTEMS = ['http://loinc.org', 'urn:site'];
const STATUSES = ['final', 'preliminary', 'amended'] as const;
const FIRST_DAY = Date.UTC(2020, 0, 1);

/** Deterministic and uneven: every combination of fields occurs, some fields are missing. */
function observation(n: number): Observation {
  const at = new Date(FIRST_DAY + n * 7 * 3_600_000).toISOString();
  const later = new Date(FIRST_DAY + n * 7 * 3_600_000 + 40 * 3_600_000).toISOString();
  const time: Partial<Observation> =
    n % 5 === 0
      ? { effectiveDateTime: at.slice(0, 10) }
      : n % 5 === 1
        ? { effectivePeriod: { start: at, end: later } }
        : n % 5 === 2
          ? { effectivePeriod: { start: at } }
          : n % 5 === 3
            ? { effectiveDateTime: at }
            : {};
  return {
    resourceType: 'Observation',
    id: `o${n}`,
    status: STATUSES[n % 3] ?? 'final',
    code: { coding: [{ system: SYSTEMS[n % 2] ?? '', code: CODES[n % 4] ?? '' }] },
    ...(n % 6 === 0
      ? {}
      : { category: [{ coding: [{ system: 'urn:cat', code: n % 2 ? 'laboratory' : 'vital-signs' }] }] }),
    subject: { reference: `Patient/${PATIENTS[n % PATIENTS.length]}` },
    ...time,
  };
}

interface Query {
  patient?: string;
  status?: string;
  code?: string;
  system?: string;
  category?: string;
  categoryMissing?: boolean;
  notStatus?: string;
  date?: { prefix: string; text: string; from: number; to: number };
}

function spanOf(each: Observation): [number, number] | undefined {
  const one = each.effectiveDateTime;
  if (one !== undefined) {
    const from = Date.parse(one);
    return one.length === 10 ? [from, from + 86_400_000] : [from, from + 1];
  }
  const period = each.effectivePeriod;
  return period && [Date.parse(period.start ?? ''), period.end ? Date.parse(period.end) + 1 : Infinity];
}

function scanFits(each: Observation, query: Query): boolean {
  const coding = each.code.coding?.[0];
  const category = each.category?.[0]?.coding?.[0]?.code;
  if (query.patient !== undefined && each.subject?.reference !== `Patient/${query.patient}`) return false;
  if (query.status !== undefined && each.status !== query.status) return false;
  if (query.notStatus !== undefined && each.status === query.notStatus) return false;
  if (query.code !== undefined && coding?.code !== query.code) return false;
  if (query.system !== undefined && coding?.system !== query.system) return false;
  if (query.category !== undefined && category !== query.category) return false;
  if (query.categoryMissing !== undefined && (category === undefined) !== query.categoryMissing) return false;
  return query.date === undefined || dateFits(spanOf(each), query.date);
}

function dateFits(span: [number, number] | undefined, date: NonNullable<Query['date']>): boolean {
  if (!span) return false;
  const [start, end] = span;
  const inside = start >= date.from && end <= date.to;
  const truth: Record<string, boolean> = {
    eq: inside,
    ne: !inside,
    gt: end > date.to,
    lt: start < date.from,
    ge: end > date.to || inside,
    le: start < date.from || inside,
    sa: start >= date.to,
    eb: end <= date.from,
  };
  return truth[date.prefix] ?? false;
}

function toPath(query: Query, count = 1000): string {
  const params = new URLSearchParams({ _count: String(count) });
  const put = (name: string, value: string | undefined) => value !== undefined && params.set(name, value);
  put('patient', query.patient);
  put('status', query.status);
  put('status:not', query.notStatus);
  put('category', query.category);
  put('category:missing', query.categoryMissing?.toString());
  if (query.code !== undefined || query.system !== undefined) {
    params.set(
      'code',
      query.system === undefined ? (query.code ?? '') : `${query.system}|${query.code ?? ''}`,
    );
  }
  put('date', query.date && query.date.prefix + query.date.text);
  return `Observation?${params}`;
}

const dateQuery = fc
  .tuple(
    fc.constantFrom('eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'),
    fc.integer({ min: -5, max: 1500 }),
    fc.constantFrom(4, 7, 10, 24),
  )
  .map(([prefix, day, length]) => {
    const text = new Date(FIRST_DAY + day * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, length);
    const from = Date.parse(text);
    const date = new Date(from);
    const to =
      length === 4
        ? Date.UTC(date.getUTCFullYear() + 1, 0)
        : length === 7
          ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
          : from + (length === 10 ? 86_400_000 : 1);
    return { prefix, text, from, to };
  });
const conditions: fc.Arbitrary<Query>[] = [
  fc.record({ patient: fc.constantFrom(...PATIENTS, 'nobody') }),
  fc.record({ status: fc.constantFrom(...STATUSES) }),
  fc.record({ notStatus: fc.constantFrom(...STATUSES) }),
  fc.record({ code: fc.constantFrom(...CODES) }),
  fc.record({ system: fc.constantFrom(...SYSTEMS) }),
  fc.record({ code: fc.constantFrom(...CODES), system: fc.constantFrom(...SYSTEMS) }),
  fc.record({ category: fc.constantFrom('laboratory', 'vital-signs') }),
  fc.record({ categoryMissing: fc.boolean() }),
  fc.record({ date: dateQuery }),
];
/** Up to three conditions; more would nearly always find nothing. */
const anyQuery: fc.Arbitrary<Query> = fc
  .array(fc.oneof(...conditions), { maxLength: 3 })
  .map((parts) => Object.assign({}, ...parts) as Query);
const fewConditions: fc.Arbitrary<Query> = fc.oneof(...conditions);

/** Every page, following the links, without repeats. */
async function searchAll(stand: Stand, token: string, path: string): Promise<string[]> {
  const ids: string[] = [];
  let url: string | undefined = `${stand.base('generic')}/${path}`;
  while (url) {
    const answer = await call(url, { token });
    expect(answer.status).toBe(200);
    ids.push(...idsOf(answer));
    const links = (answer.json as { link: { relation: string; url: string }[] }).link;
    url = links.find((each) => each.relation === 'next')?.url;
  }
  return ids;
}

describe('search over 5,000 resources', () => {
  const all = Array.from({ length: 5000 }, (_, n) => observation(n));
  let stand: Stand;
  let token: string;
  beforeAll(async () => {
    stand = await startStand({ ...smallSeed(), resources: all });
    token = stand.token('generic', ['user/*.cruds']);
  });
  afterAll(() => stand.stop());

  it('gives what a full scan gives, for 150 random queries over all pages', async () => {
    let nonEmpty = 0;
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        const expected = all.filter((each) => scanFits(each, query)).map((each) => each.id ?? '');
        // Page sizes around the number of matches, where the last page is decided.
        const count = Math.max(1, Math.min(1000, expected.length - 1 + (expected.length % 3)));
        nonEmpty += expected.length > 0 ? 1 : 0;
        const found = await searchAll(stand, token, toPath(query, count));
        expect(found).toHaveLength(new Set(found).size);
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 150 },
    );
    expect(nonEmpty).toBeGreaterThan(75);
  });

  it('sorts by date both ways, resources without one last', async () => {
    const times = new Map(all.map((each) => [each.id, spanOf(each)?.[0]]));
    for (const direction of ['', '-']) {
      const ids = await searchAll(stand, token, `Observation?patient=p3&_sort=${direction}date&_count=37`);
      expect(ids).toHaveLength(625);
      const keys = ids.map((id) => times.get(id));
      const dated = keys.filter((key) => key !== undefined);
      expect(keys.slice(dated.length).every((key) => key === undefined)).toBe(true);
      const sorted = dated.toSorted((a, b) => (direction === '' ? a - b : b - a));
      expect(dated).toEqual(sorted);
    }
  });

  it('pages a patient-bound token through its compartment alone', async () => {
    const bound = stand.token('generic', ['patient/*.rs'], { patient: 'p3' });
    const ids = await searchAll(stand, bound, 'Observation?_count=100');
    const expected = all.filter((each) => each.subject?.reference === 'Patient/p3').map((each) => each.id);
    expect(ids.toSorted()).toEqual(expected.toSorted());
  });
});

describe('search while resources change', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('put' as const), n: fc.nat(5), as: fc.nat(40) }),
    fc.record({ kind: fc.constant('delete' as const), n: fc.nat(5) }),
    fc.record({ kind: fc.constant('restart' as const) }),
  );

  it('gives what a full scan of the changed resources gives, after every step and restart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fewConditions,
        async (steps, query) => {
          const seed = {
            ...smallSeed(),
            resources: Array.from({ length: 4 }, (_, n) => observation(n)) as Resource[],
          };
          const truth = new Map(seed.resources.map((each) => [each.id, each as Observation]));
          const folder = await mkdtemp(join(tmpdir(), 'sandbox-fhir-'));
          let stand = await startStand(seed, folder);
          try {
            let token = stand.token('generic', ['user/*.cruds']);
            for (const each of steps) {
              if (each.kind === 'restart') {
                await stand.stop();
                stand = await startStand(seed, folder);
                token = stand.token('generic', ['user/*.cruds']);
              } else if (each.kind === 'put') {
                const body = { ...observation(each.as), id: `o${each.n}` };
                const sent = await call(`${stand.base('generic')}/Observation/o${each.n}`, {
                  method: 'PUT',
                  token,
                  body,
                });
                expect(sent.status).toBeLessThan(300);
                truth.set(body.id, body);
              } else {
                await call(`${stand.base('generic')}/Observation/o${each.n}`, { method: 'DELETE', token });
                truth.delete(`o${each.n}`);
              }
              const found = await searchAll(stand, token, toPath(query));
              const expected = [...truth.values()]
                .filter((each) => scanFits(each, query))
                .map((each) => each.id ?? '');
              expect(found.toSorted()).toEqual(expected.toSorted());
            }
          } finally {
            await stand.stop();
            await rm(folder, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
