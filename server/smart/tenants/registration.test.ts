import { describe, expect, it } from 'vitest';
import { originsOf, reachOf, registrationOf, scopesOf } from './registration.ts';
import { sandboxTenants } from './sandbox-tenants.ts';
import { type Tenant, TenantEntry } from './tenant-schema.ts';

const tenant = (more: object = {}): Tenant =>
  TenantEntry.parse({
    id: 'one',
    name: 'One',
    vendor: 'generic',
    iss: 'https://ehr.example/fhir',
    clientId: 'main',
    auth: { method: 'private_key_jwt' },
    frameOrigins: [],
    ...more,
  });
const PUBLIC = 'https://webside.example';

describe('registrationOf', () => {
  it('has one redirect address an app', () => {
    const one = tenant({
      patientApp: {
        iss: 'https://patients.example/fhir',
        clientId: 'patients',
        auth: { method: 'private_key_jwt' },
      },
    });
    expect(registrationOf(one, 'main', PUBLIC)).toMatchObject({
      iss: one.iss,
      clientId: 'main',
      redirectUri: `${PUBLIC}/smart/callback/one`,
    });
    expect(registrationOf(one, 'patient', PUBLIC)).toMatchObject({
      iss: 'https://patients.example/fhir',
      clientId: 'patients',
      redirectUri: `${PUBLIC}/smart/callback/one/patient`,
    });
  });
  it('lets patients use the main client where they have no own', () => {
    expect(registrationOf(tenant(), 'patient', PUBLIC)).toMatchObject({
      clientId: 'main',
      iss: 'https://ehr.example/fhir',
    });
  });
});

describe('originsOf', () => {
  it('is the hosts of iss and endpointHosts, and no other', () => {
    const one = tenant({
      endpointHosts: ['auth.ehr.example', 'keys.ehr.example:8443'],
      patientApp: { iss: 'https://p.example/x', clientId: 'p', auth: { method: 'private_key_jwt' } },
    });
    expect(originsOf(one)).toEqual([
      'https://ehr.example',
      'https://p.example',
      'https://auth.ehr.example',
      'https://keys.ehr.example:8443',
    ]);
  });
  it('never turns to http for a host that is not loopback', () => {
    expect(
      originsOf(tenant({ endpointHosts: ['auth.ehr.example'] })).every((origin) =>
        origin.startsWith('https:'),
      ),
    ).toBe(true);
  });
  it('lets out to loopback only where the iss is there', () => {
    expect(reachOf(tenant())).toMatchObject({ loopback: false, privateNetwork: false });
    expect(reachOf(tenant({ iss: 'http://127.0.0.1:8081/fhir' }))).toMatchObject({
      loopback: true,
      origins: ['http://127.0.0.1:8081'],
    });
  });
});

describe('scopesOf', () => {
  it('asks for the tenant’s own scopes where it names some', () => {
    const one = tenant({ scopes: { ehr: ['launch', 'openid'] } });
    expect(scopesOf(one, 'ehr')).toEqual(['launch', 'openid']);
    expect(scopesOf(one, 'staff')).toContain('openid');
  });
  it('asks for `launch` only where there is a launch, and for a patient only at the patient’s door', () => {
    for (const vendor of ['epic', 'oracle', 'generic'] as const) {
      const [ehr, staff, patient] = (['ehr', 'staff', 'patient'] as const).map((door) =>
        scopesOf(tenant({ vendor }), door),
      );
      expect([ehr, staff, patient].map((scopes) => scopes?.includes('launch'))).toEqual([true, false, false]);
      expect([ehr, staff, patient].map((scopes) => scopes?.includes('launch/patient'))).toEqual([
        false,
        false,
        true,
      ]);
      for (const scopes of [ehr, staff, patient])
        expect(scopes?.filter((scope) => scope.includes('*'))).toEqual([]);
    }
  });
});

it('the sandbox’s tenants are three well-formed ones', () => {
  const tenants = sandboxTenants({ sandboxOrigin: 'http://127.0.0.1:8081' });
  expect(tenants.map(({ id, iss }) => [id, iss])).toEqual([
    ['sandbox', 'http://127.0.0.1:8081/fhir'],
    ['sandbox-epic', 'http://127.0.0.1:8081/epic/fhir'],
    ['sandbox-oracle', 'http://127.0.0.1:8081/oracle/fhir'],
  ]);
  expect(tenants.map(({ patientApp }) => patientApp?.iss)).toEqual([
    undefined,
    undefined,
    'http://127.0.0.1:8081/oracle/patient/fhir',
  ]);
});
