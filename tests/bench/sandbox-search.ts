// Benchmark `x.sandbox.search`: one chart search over 5,000 observations in the sandbox's indexed repository,
// against the MemoryRepository of @medplum/fhir-router over the same resources, turn by turn in one process.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSearchRequest } from '@medplum/core';
import { MemoryRepository } from '@medplum/fhir-router';
import type { Observation } from '@medplum/fhirtypes';
import { createFhirServer } from '#server/sandbox/fhir';
import { type BenchRow, compare, median, percentile } from './row.ts';

export const ids = ['x.sandbox.search'];

const RESOURCES = 5000;
const ROUNDS = 8;
/** Searches of ours in one turn: one alone is too short for the clock. */
const CALLS = 50;
const SEED = 20261122;
const QUERY = 'Observation?patient=Patient/p3&category=laboratory&date=ge2021-01-01&_sort=-date&_count=20';

/** Small deterministic generator, so that every run measures the same data. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function buildObservations(): Observation[] {
  const random = makeRandom(SEED);
  return Array.from({ length: RESOURCES }, (_, n) => ({
    resourceType: 'Observation',
    id: `o${n}`,
    status: 'final',
    category: [{ coding: [{ code: random() < 0.5 ? 'laboratory' : 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: String(8000 + Math.floor(random() * 40)) }] },
    subject: { reference: `Patient/p${Math.floor(random() * 10)}` },
    effectiveDateTime: new Date(
      Date.UTC(2020, 0, 1) + Math.floor(random() * 1500) * 86_400_000,
    ).toISOString(),
  }));
}

/** Milliseconds for one search, the first page of a sorted chart search. Throws where the two disagree. */
export async function bench(): Promise<BenchRow[]> {
  const observations = buildObservations();
  const dataFolder = await mkdtemp(join(tmpdir(), 'sandbox-bench-'));
  const silent = () => undefined;
  const server = await createFhirServer({
    personality: 'generic',
    baseUrl: 'http://127.0.0.1/fhir',
    seed: { resources: observations, people: [] },
    dataFolder,
    verifyToken: async () => undefined,
    log: { info: silent, warn: silent, error: silent },
  });
  try {
    const memory = new MemoryRepository();
    for (const each of observations) {
      await memory.createResource(each);
    }
    const ours = () => server.reader.search(QUERY);
    const theirs = () => memory.searchResources(parseSearchRequest(QUERY));
    const [found, expected] = [await ours(), await theirs()];
    if (found.length !== 20 || found.length !== expected.length) {
      throw new Error(`The searches disagree: ${found.length} and ${expected.length}`);
    }
    const times = await compare({
      rounds: ROUNDS,
      ours: { calls: CALLS, call: ours },
      peer: { calls: 1, call: theirs },
    });
    return [
      {
        id: 'x.sandbox.search',
        value: median(times.ours) / 1000,
        unit: 'ms',
        baseline: `MemoryRepository of @medplum/fhir-router ${peerVersion()}, ${(median(times.peer) / 1000).toFixed(0)} ms`,
        ratio: times.ratio,
        n: ROUNDS,
        p50: percentile(times.ours, 0.5) / 1000,
        p95: percentile(times.ours, 0.95) / 1000,
        seed: SEED,
      },
    ];
  } finally {
    await server.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

function peerVersion(): string {
  const entry = import.meta.resolve('@medplum/fhir-router');
  return (JSON.parse(readFileSync(new URL('../../package.json', entry), 'utf8')) as { version: string })
    .version;
}
