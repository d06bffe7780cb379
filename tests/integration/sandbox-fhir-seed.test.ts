// What the FHIR server says at start of a seed that holds more than it serves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '#server/http';
import type { PersonalityName } from '#server/sandbox/contract';
import { createFhirServer } from '#server/sandbox/fhir';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-seed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function listWarnings(personality: PersonalityName, types: string[]): Promise<unknown[]> {
  const lines: string[] = [];
  const resources = types.map((resourceType) => ({ resourceType, id: 'one' }) as Resource);
  const server = await createFhirServer({
    personality,
    baseUrl: 'http://127.0.0.1:1/fhir',
    seed: { resources, people: [] },
    dataFolder: folder,
    verifyToken: async () => undefined,
    log: createLog('info', { write: (line) => lines.push(line) }),
  });
  await server.close();
  return lines.map((line) => JSON.parse(line) as unknown);
}

it('names the types that no EHR here serves', async () => {
  expect(await listWarnings('generic', ['Patient', 'Substance', 'Basic'])).toMatchObject([
    {
      personality: 'generic',
      count: 2,
      msg: expect.stringMatching(/not served: (Substance Basic|Basic Substance)$/),
    },
  ]);
});

it('says nothing of what a personality leaves out on purpose', async () => {
  expect(await listWarnings('epic', ['Patient', 'ChargeItem', 'Slot', 'Schedule'])).toEqual([]);
});
