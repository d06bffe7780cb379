// What a token opens and what it does not: no token, wrong token, scopes in both spellings, the patient's
// compartment, persons who are no staff, batches. Raw HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessContext } from '#server/sandbox/contract';
import type { RawCall, Stand } from './sandbox-fhir-stand.ts';
import { call, idsOf, startStand } from './sandbox-fhir-stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await startStand();
});
afterAll(() => stand.stop());

const ask = (path: string, token: string, rest: RawCall = {}) =>
  call(`${stand.base('generic')}/${path}`, { token, ...rest });
const withScopes = (scopes: string[], rest: Partial<AccessContext> = {}) =>
  stand.token('generic', scopes, rest);
const ADA: Partial<AccessContext> = { subject: 'ada', fhirUser: 'Patient/ada', patient: 'ada' };
const DORA: Partial<AccessContext> = { subject: 'dora', fhirUser: 'RelatedPerson/dora', patient: 'cleo' };
const ALL_OBSERVATIONS = ['bp-1', 'bp-2', 'bp-3', 'bp-ben', 'lab-1'];
const ADAS = ['bp-1', 'bp-2', 'bp-3', 'lab-1'];

describe('the token', () => {
  it('is needed for everything but /metadata and discovery', async () => {
    for (const path of ['Patient/ada', 'Patient', 'Nonsense/1', '']) {
      const answer = await call(`${stand.base('generic')}/${path}`);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="http/);
      expect(answer.json).toMatchObject({ resourceType: 'OperationOutcome' });
    }
    expect((await call(`${stand.base('generic')}/metadata`)).status).toBe(200);
    const discovery = await call(`${stand.base('generic')}/.well-known/smart-configuration`);
    expect(discovery.text).toBe('beyond the FHIR server');
  });

  it('is refused when it is unknown, expired or of another personality', async () => {
    const expired = withScopes(['user/*.rs'], { expiresAt: Date.now() / 1000 - 1 });
    const foreign = stand.token('epic', ['user/*.rs']);
    for (const token of ['unknown', expired, foreign]) {
      const answer = await ask('Patient/ada', token);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    }
    const basic = { Authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
    expect((await call(`${stand.base('generic')}/Patient/ada`, { headers: basic })).status).toBe(401);
  });
});

describe('scopes', () => {
  it.each([
    ['user/Observation.rs', 200, 200],
    ['user/Observation.read', 200, 200],
    ['user/observation.Read', 200, 200],
    ['user/*.read', 200, 200],
    ['user/Observation.*', 200, 200],
    ['user/Observation.r', 200, 403],
    ['user/Observation.s', 403, 200],
    ['user/Observation.write', 403, 403],
    ['user/Observation.sr', 403, 403],
    ['user/Condition.rs', 403, 403],
    ['user/Observation.', 403, 403],
    ['openid', 403, 403],
  ])('%s: read %i, search %i', async (scope, read, search) => {
    const token = withScopes([scope]);
    expect((await ask('Observation/bp-1', token)).status).toBe(read);
    expect((await ask('Observation?patient=ada', token)).status).toBe(search);
  });

  it('gives insufficient_scope with a 403', async () => {
    const answer = await ask('Patient/ada', withScopes(['user/Observation.rs']));
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toMatch(/error="insufficient_scope"/);
  });

  it('keeps a granular scope to its category, and drops one it cannot keep', async () => {
    const category = 'http://terminology.hl7.org/CodeSystem/observation-category';
    const token = withScopes([`user/Observation.rs?category=${category}|laboratory`]);
    expect(idsOf(await ask('Observation?patient=ada', token))).toEqual(['lab-1']);
    expect((await ask('Observation/lab-1', token)).status).toBe(200);
    expect((await ask('Observation/bp-1', token)).status).toBe(404);
    const both = withScopes([`user/Observation.rs?category=${category}|laboratory`, 'user/Observation.r']);
    expect((await ask('Observation/bp-1', both)).status).toBe(200);
    const unreadable = withScopes(['user/Observation.rs?colour=blue']);
    expect((await ask('Observation?patient=ada', unreadable)).status).toBe(403);
  });

  it('lets fhirUser read the own record, and nothing else', async () => {
    const token = withScopes(['openid', 'fhirUser']);
    expect((await ask('Practitioner/grey', token)).status).toBe(200);
    expect((await ask('Patient/ada', token)).status).toBe(403);
  });

  it('judges writes by c, u and d', async () => {
    const patient = { resourceType: 'Patient', name: [{ family: 'Scoped' }] };
    expect(
      (await ask('Patient', withScopes(['user/Patient.rs']), { method: 'POST', body: patient })).status,
    ).toBe(403);
    const made = await ask('Patient', withScopes(['user/Patient.c']), { method: 'POST', body: patient });
    expect(made.status).toBe(201);
    const stored = made.json as { id: string };
    const put = (scope: string) =>
      ask(`Patient/${stored.id}`, withScopes([scope]), { method: 'PUT', body: { ...stored, active: true } });
    expect((await put('user/Patient.crds')).status).toBe(403);
    expect((await put('user/Patient.u')).status).toBe(200);
    const remove = (scope: string) => ask(`Patient/${stored.id}`, withScopes([scope]), { method: 'DELETE' });
    expect((await remove('user/Patient.crus')).status).toBe(403);
    expect((await remove('user/Patient.d')).status).toBe(204);
  });
});

describe('the patient compartment', () => {
  it('confines patient/ scopes of staff to the patient in context', async () => {
    const token = withScopes(['patient/*.cruds'], { patient: 'ada' });
    expect(idsOf(await ask('Observation', token))).toEqual(ADAS);
    expect(idsOf(await ask('Observation?patient=ben', token))).toEqual([]);
    expect(idsOf(await ask('Patient', token))).toEqual(['ada']);
    expect(idsOf(await ask('Appointment', token))).toEqual(['visit-1']);
    expect((await ask('Observation/bp-ben', token)).status).toBe(404);
    expect((await ask('Patient/ben', token)).status).toBe(404);
    expect((await ask('Observation/never-was', token)).status).toBe(404);
    expect((await ask('Practitioner/grey', token)).status).toBe(200);
  });

  it('gives nothing for patient/ scopes without a patient', async () => {
    expect(idsOf(await ask('Observation', withScopes(['patient/*.rs'])))).toEqual([]);
  });

  it('shows staff every patient under user/, and backend services under system/', async () => {
    expect(idsOf(await ask('Observation', withScopes(['user/*.rs'])))).toEqual(ALL_OBSERVATIONS);
    const tokens = stand.token('generic', ['system/*.rs']);
    expect(idsOf(await ask('Observation', tokens))).toEqual([]);
    const backend = { personality: 'generic' as const, clientId: 'b', subject: 'b' };
    const system = stand.token('generic', ['system/*.rs'], { ...backend, fhirUser: '' });
    expect(idsOf(await ask('Observation', system))).toEqual(ALL_OBSERVATIONS);
  });

  it('keeps patients and proxies to their own, whatever the scope says', async () => {
    expect(idsOf(await ask('Observation', withScopes(['user/*.rs'], ADA)))).toEqual(ADAS);
    expect(idsOf(await ask('Patient', withScopes(['user/*.rs'], DORA)))).toEqual(['cleo']);
    const strayed = withScopes(['patient/*.rs', 'user/*.rs'], { ...DORA, patient: 'ada' });
    expect(idsOf(await ask('Observation', strayed))).toEqual([]);
    const stranger = withScopes(['user/*.rs'], { subject: 'who', fhirUser: 'RelatedPerson/who' });
    expect(idsOf(await ask('Patient', stranger))).toEqual([]);
  });

  it('leaves what is included out when it is not to be seen', async () => {
    const token = withScopes(['user/Observation.rs']);
    const answer = await ask('Observation?_id=bp-1&_include=Observation:patient', token);
    expect((answer.json as { entry: unknown[] }).entry).toHaveLength(1);
    const wider = withScopes(['user/Observation.rs', 'user/Patient.r']);
    const full = await ask('Observation?_id=bp-1&_include=Observation:patient', wider);
    expect(
      (full.json as { entry: { search: { mode: string } }[] }).entry.map((each) => each.search.mode),
    ).toEqual(['match', 'include']);
  });

  it('lets no write into or out of another compartment', async () => {
    const token = withScopes(['patient/*.cruds'], { patient: 'ada' });
    const observation = (patient: string) => ({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${patient}` },
    });
    expect((await ask('Observation', token, { method: 'POST', body: observation('ben') })).status).toBe(403);
    const made = await ask('Observation', token, { method: 'POST', body: observation('ada') });
    expect(made.status).toBe(201);
    const { id } = made.json as { id: string };
    const moved = { ...observation('ben'), id };
    expect((await ask(`Observation/${id}`, token, { method: 'PUT', body: moved })).status).toBe(403);
    const theirs = { ...observation('ada'), id: 'bp-ben' };
    expect((await ask('Observation/bp-ben', token, { method: 'PUT', body: theirs })).status).toBe(404);
    expect((await ask('Observation/bp-ben', token, { method: 'DELETE' })).status).toBe(404);
    await ask(`Observation/${id}`, token, { method: 'DELETE' });
  });

  it('opens an attachment to whoever may see the document it belongs to', async () => {
    const scopes = ['patient/DocumentReference.rs', 'patient/Binary.r'];
    expect((await ask('Binary/note-1', withScopes(scopes, { patient: 'ada' }))).text).toBe('A quiet day.');
    expect((await ask('Binary/note-1', withScopes(scopes, { patient: 'ben' }))).status).toBe(404);
    const noDocuments = withScopes(['patient/Binary.r'], { patient: 'ada' });
    expect((await ask('Binary/note-1', noDocuments)).status).toBe(404);
    expect((await ask('Binary/note-1', withScopes(['user/Binary.r']))).status).toBe(200);
    expect((await ask('Binary/note-1', withScopes(['user/DocumentReference.rs']))).status).toBe(403);
  });
});

describe('batches', () => {
  const inner = (method: string, url: string, resource?: object) => ({ request: { method, url }, resource });
  it('judges each inner request by itself', async () => {
    const token = withScopes(['patient/Observation.rs'], { patient: 'ada' });
    const body = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        inner('GET', 'Observation/bp-1'),
        inner('GET', 'Observation/bp-ben'),
        inner('GET', 'Patient/ada'),
        inner('GET', 'Observation?patient=ben'),
        inner('DELETE', 'Observation/bp-1'),
        inner('GET', 'Observation?colour=blue'),
        inner('DELETE', 'Observation?'),
      ],
    };
    const answer = await ask('', token, { method: 'POST', body });
    const { entry } = answer.json as {
      entry: { response: { status: string }; resource?: { total?: number } }[];
    };
    expect(entry.map((each) => each.response.status)).toEqual([
      '200',
      '404',
      '403',
      '200',
      '403',
      '400',
      '400',
    ]);
    expect(entry[3]?.resource?.total).toBe(0);
    expect((await ask('Observation/bp-1', token)).status).toBe(200);
  });

  it('takes a whole transaction back for one inner request without scope', async () => {
    const token = withScopes(['user/Patient.cruds']);
    const entry = [
      inner('POST', 'Patient', { resourceType: 'Patient', name: [{ family: 'Half' }] }),
      inner('DELETE', 'Observation/bp-1'),
    ];
    const answer = await ask('', token, {
      method: 'POST',
      body: { resourceType: 'Bundle', type: 'transaction', entry },
    });
    expect(answer.status).toBe(403);
    expect(idsOf(await ask('Patient?family=Half', token))).toEqual([]);
  });
});
