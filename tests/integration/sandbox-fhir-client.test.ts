// fhirclient reads the plain FHIR server as it comes: a resource, all pages of a search, resolved references.
import fhirclient from 'fhirclient';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stand } from './sandbox-fhir-stand.ts';
import { startStand } from './sandbox-fhir-stand.ts';

interface Client {
  patient: { read(): Promise<{ id: string }> };
  request(path: string, options?: object): Promise<unknown>;
}
type Smart = (request: object, response: object) => { client(state: object): Client };

let stand: Stand;
let client: Client;
beforeAll(async () => {
  stand = await startStand();
  const tokenResponse = {
    access_token: stand.token('generic', ['patient/*.rs'], { patient: 'ada' }),
    patient: 'ada',
  };
  client = (fhirclient as unknown as Smart)({}, {}).client({
    serverUrl: stand.base('generic'),
    tokenResponse,
  });
});
afterAll(() => stand.stop());

describe('fhirclient', () => {
  it('reads the patient', async () => {
    expect(await client.patient.read()).toMatchObject({ id: 'ada' });
  });

  it('follows the pages to the end', async () => {
    const found = await client.request('Observation?patient=ada&_count=2', { pageLimit: 0, flat: true });
    expect((found as { id: string }[]).map((each) => each.id)).toEqual(['bp-1', 'bp-2', 'bp-3', 'lab-1']);
  });

  it('resolves a reference', async () => {
    const found = await client.request('Observation/bp-1', { resolveReferences: ['subject'] });
    expect(found).toMatchObject({ subject: { resourceType: 'Patient', id: 'ada' } });
  });

  it('fails with the server’s own status for what is not to be seen', async () => {
    await expect(client.request('Patient/ben')).rejects.toMatchObject({ status: 404 });
  });
});
