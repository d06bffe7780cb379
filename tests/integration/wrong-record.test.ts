// An EHR that answers with something else than was asked for: another patient's record, another type, a
// hole in a list. Nothing of it may be shown as this patient's, and nothing of theirs may be lost.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { apiOf, launchIdOf, Visitor } from '../fixtures/visitor.ts';

let ehr: SmallEhr;
let house: SmallHouse;
let api: ReturnType<typeof apiOf>;
/** What the EHR says, by the end of the path. */
const says: Record<string, unknown> = {};

const PATIENT = { resourceType: 'Patient', id: 'ada', name: [{ family: 'Martin' }] };
const allergy = (text: string, more: object = {}) => ({
  resourceType: 'AllergyIntolerance',
  id: text,
  patient: { reference: 'Patient/ada' },
  code: { text },
  ...more,
});
const bundle = (...resources: unknown[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => (resource === null ? null : { resource })),
});

beforeAll(async () => {
  ehr = await startSmallEhr('records');
  ehr.context.patient = 'ada';
  ehr.lies.fhir = ({ path }, honest) => {
    const end = Object.keys(says).find((one) => path.endsWith(one));
    return end ? { json: says[end] } : honest;
  };
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one')] });
  const visitor = new Visitor();
  api = apiOf(house as never, visitor, launchIdOf(await visitor.follow(launchUrl(house, ehr))));
  // What was read while coming in is shown once; from now on every answer is asked for anew.
  await (await api.get('banner')).text();
});
beforeEach(() => {
  says['/Patient/ada'] = PATIENT;
  says['/AllergyIntolerance'] = bundle();
});
afterAll(async () => {
  await house.close();
  await ehr.close();
});

async function banner() {
  const answer = await api.get('banner');
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('the patient’s own record', () => {
  it('is shown when it is theirs', async () => {
    expect(await banner()).toMatchObject({ status: 200, body: { patientId: 'ada', family: 'Martin' } });
  });

  it.each([
    ['another patient', { resourceType: 'Patient', id: 'ida', name: [{ family: 'WRONG' }] }],
    ['a practitioner', { resourceType: 'Practitioner', id: 'ada', name: [{ family: 'WRONG' }] }],
    ['a patient without an id', { resourceType: 'Patient', name: [{ family: 'WRONG' }] }],
    ['an OperationOutcome with 200', { resourceType: 'OperationOutcome', issue: [] }],
    ['no resource', { family: 'WRONG' }],
  ])('%s in its place: nothing is shown', async (_name, wrong) => {
    says['/Patient/ada'] = wrong;
    const { status, body } = await banner();
    expect(status).toBeGreaterThanOrEqual(409);
    expect(status).not.toBe(500);
    expect(JSON.stringify(body)).not.toContain('WRONG');
  });
});

describe('allergies', () => {
  it('another patient’s among them: the whole banner is refused', async () => {
    says['/AllergyIntolerance'] = bundle(
      allergy('Latex'),
      allergy('WRONG', { patient: { reference: 'Patient/ida' } }),
    );
    expect(await banner()).toMatchObject({ status: 409, body: { code: 'wrong-patient' } });
  });

  it('another type among them: the list is not believed, and is not "none"', async () => {
    const other = { resourceType: 'Organization', id: 'o', name: 'Clinic' };
    says['/AllergyIntolerance'] = bundle(allergy('Latex'), other);
    expect((await banner()).body.allergies).toEqual({ state: 'could-not-be-read' });
  });

  it('those without an id cannot be shown, and are said to be there', async () => {
    says['/AllergyIntolerance'] = bundle(
      allergy('Latex', { id: undefined }),
      allergy('Peanut', { id: undefined }),
    );
    expect((await banner()).body.allergies).toEqual({ state: 'recorded', names: ['?'] });
  });

  it('a list with a hole is not believed', async () => {
    says['/AllergyIntolerance'] = bundle(null, allergy('Latex'));
    expect((await banner()).body.allergies).toEqual({ state: 'could-not-be-read' });
  });

  it('an answer that is no list could not be read, which is not "none"', async () => {
    says['/AllergyIntolerance'] = { resourceType: 'OperationOutcome', issue: [] };
    expect((await banner()).body.allergies).toEqual({ state: 'could-not-be-read' });
  });

  it('an EHR that warns that some are withheld is not read as complete', async () => {
    const warning = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'warning', code: 'suppressed' }],
    };
    says['/AllergyIntolerance'] = {
      ...bundle(allergy('Latex')),
      entry: [{ resource: allergy('Latex') }, { resource: warning, search: { mode: 'outcome' } }],
    };
    expect((await banner()).body.allergies).toEqual({ state: 'could-not-be-read' });
  });
});
