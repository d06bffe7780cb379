// Each row of the table, proven over raw HTTP: the proof reads the value the row states and finds the wire
// behaving so, at all three personalities.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONALITIES, type PersonalityName } from '#server/sandbox/contract';
import {
  askToken,
  authorizeParams,
  authorizeUrl,
  CALLBACK,
  callbackOf,
  claimsOf,
  discover,
  type Ehr,
  launchEhr,
  launchStandalone,
  mintLaunch,
  refresh,
  startEhr,
  tradeCode,
  Visitor,
} from '../../../tests/fixtures/sandbox-raw.ts';
import { TRAITS, type TraitKey, type TraitValues } from './traits.ts';

let ehr: Ehr;
let visit: { patient: string; encounter: string; appointment: string; location: string };

beforeAll(async () => {
  ehr = await startEhr();
  visit = await findVisit();
}, 60_000);
afterAll(() => ehr?.close());

/** An encounter that has both an appointment and a location, found as an app would. */
async function findVisit() {
  const { at, token } = await launchEhr(ehr, 'generic', 'launch user/Encounter.rs user/Appointment.rs');
  const answer = await fetch(`${at.base}/Encounter?_count=500`, {
    headers: { authorization: `Bearer ${token?.body.access_token}` },
  });
  const bundle = (await answer.json()) as { entry: { resource: Record<string, never> }[] };
  for (const { resource } of bundle.entry) {
    const { id, subject, appointment, location } = resource as unknown as {
      id: string;
      subject: { reference: string };
      appointment?: { reference: string }[];
      location?: { location: { reference: string } }[];
    };
    if (!appointment?.[0] || !location?.[0]) continue;
    return {
      patient: subject.reference.split('/')[1] ?? '',
      encounter: id,
      appointment: appointment[0].reference,
      location: location[0].location.reference,
    };
  }
  throw new Error('no encounter with appointment and location in the seed');
}

type Proof<Key extends TraitKey> = (personality: PersonalityName, value: TraitValues[Key]) => Promise<void>;
const BASIC = 'launch openid fhirUser user/Patient.rs';
const secret = (id: string) => ({ id, secret: true });
const scopesOf = (token: { body: { scope?: string } } | undefined) => (token?.body.scope ?? '').split(' ');

const proofs: { [Key in TraitKey]: Proof<Key> } = {
  async oauthPath(personality, value) {
    const at = await discover(ehr, personality);
    expect(at.token_endpoint).toBe(`${ehr.url}${value}/token`);
    expect((await fetch(at.jwks_uri)).status).toBe(200);
  },
  async issuerPath(personality, value) {
    const { at, token } = await launchEhr(ehr, personality, BASIC);
    expect(claimsOf(token?.body.id_token).iss).toBe(ehr.url + value);
    expect(at.issuer).toBe(ehr.url + value);
    const openid = await fetch(`${at.issuer}/.well-known/openid-configuration`);
    expect(await openid.json()).toMatchObject({ issuer: ehr.url + value, token_endpoint: at.token_endpoint });
  },
  async accessTokenSeconds(personality, value) {
    const { token } = await launchEhr(ehr, personality, BASIC);
    expect(token?.body.expires_in).toBe(value);
  },
  async idTokenSeconds(personality, value) {
    const claims = claimsOf((await launchEhr(ehr, personality, BASIC)).token?.body.id_token);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(value);
  },
  async needPatientBanner(personality, value) {
    const launch = { patient: 'ada-martin', options: { needPatientBanner: false } };
    const { token } = await launchEhr(ehr, personality, BASIC, { launch });
    expect(token?.body.need_patient_banner).toBe(value === 'string' ? 'false' : false);
  },
  async visitContext(personality, value) {
    const { patient, encounter } = visit;
    const { token } = await launchEhr(ehr, personality, BASIC, { launch: { patient, encounter } });
    const place = visit.location.split('/')[1];
    const told = {
      none: {},
      'top-level': { appointment: visit.appointment.split('/')[1], location: place, loginDepartment: place },
      fhirContext: { fhirContext: [{ reference: visit.appointment }, { reference: visit.location }] },
    };
    expect(token?.body).toMatchObject({ patient, encounter, ...told[value] });
    const keys = ['fhirContext', 'appointment', 'location', 'loginDepartment'];
    expect(keys.filter((key) => key in (token?.body ?? {})).sort()).toEqual(Object.keys(told[value]).sort());
  },
  async scopesFrom(personality, value) {
    const asked = 'launch user/Patient.rs user/Condition.rs';
    const granted = scopesOf(
      (await launchEhr(ehr, personality, asked, { client: { id: 'narrow' } })).token,
    ).join(' ');
    expect(granted).toMatch(/user\/Patient\.(rs|Read)/);
    expect(granted).not.toContain('Condition');
    expect(granted.includes('Observation')).toBe(value === 'registration');
  },
  async scopeSpelling(personality, value) {
    const { token } = await launchEhr(
      ehr,
      personality,
      'launch user/Patient.rs user/Condition.read user/Observation.c',
    );
    const expected = {
      'as-asked': ['launch', 'user/Patient.rs', 'user/Condition.read', 'user/Observation.c'],
      'v1-odd-case': ['launch', 'user/Patient.Read', 'user/Condition.Read', 'user/Observation.Write'],
    };
    expect(scopesOf(token)).toEqual(expected[value]);
  },
  async wildcards(personality, value) {
    const { token } = await launchEhr(ehr, personality, 'launch user/*.rs user/Condition.* user/Patient.rs');
    const granted = scopesOf(token);
    expect(granted.some((scope) => scope.includes('*'))).toBe(value === 'kept');
    expect(granted.some((scope) => scope.startsWith('user/Condition'))).toBe(value === 'kept');
    expect(granted.some((scope) => scope.startsWith('user/Patient'))).toBe(true);
  },
  async refreshAnswer(personality, value) {
    const client = secret('secret');
    const { at, token } = await launchEhr(ehr, personality, `${BASIC} offline_access`, { client });
    const first = String(token?.body.refresh_token);
    const answer = await refresh(at, first, client);
    expect(answer.status).toBe(200);
    expect('refresh_token' in answer.body).toBe(value === 'new-token');
    const again = await refresh(at, first, client);
    expect(again.status).toBe(value === 'new-token' ? 400 : 200);
    if (value === 'no-token') return;
    expect(again.body.error).toBe('invalid_grant');
    const newest = await refresh(at, String(answer.body.refresh_token), client);
    expect(newest.body.error).toBe('invalid_grant');
  },
  async refreshNeeds(personality, value) {
    const hasRefresh = async (scope: string, client: { id: string; secret?: boolean }) =>
      'refresh_token' in ((await launchEhr(ehr, personality, scope, { client })).token?.body ?? {});
    const byRegistration = value === 'persistent-access';
    expect(await hasRefresh(BASIC, secret('secret'))).toBe(byRegistration);
    expect(await hasRefresh(`${BASIC} online_access`, secret('unlasting'))).toBe(!byRegistration);
    expect(await hasRefresh(`${BASIC} online_access`, { id: 'public' })).toBe(!byRegistration);
  },
  async staffStandalone(personality, value) {
    const at = await discover(ehr, personality);
    const scope = 'openid launch/patient patient/Patient.rs user/Patient.rs';
    const { callback, pages } = await launchStandalone({
      at,
      scope,
      username: 'helen-brooks',
      patient: 'ada-martin',
    });
    const token = await tradeCode(at, callback);
    expect(token.body.patient).toBe(value === 'no-patient' ? undefined : 'ada-martin');
    expect(pages.some((page) => page.includes('name="patient"'))).toBe(value === 'patient-if-asked');
    expect(scopesOf(token).some((granted) => granted.startsWith('patient/'))).toBe(
      value === 'patient-if-asked',
    );
  },
  async fhirUser(personality, value) {
    const { at, token } = await launchEhr(ehr, personality, BASIC);
    const claims = claimsOf(token?.body.id_token);
    const relative = 'Practitioner/helen-brooks';
    expect(claims.fhirUser).toBe(value === 'absolute' ? `${at.base}/${relative}` : relative);
    expect(claims.profile).toBe(value === 'absolute' ? undefined : relative);
  },
  async launchScope(personality, value) {
    const launch = { patient: 'ada-martin' };
    const { callback, token } = await launchEhr(ehr, personality, 'openid user/Patient.rs', { launch });
    expect(callback.error).toBe(value === 'required' ? 'invalid_scope' : undefined);
    expect(token?.body.patient).toBeUndefined();
    const whole = await launchEhr(ehr, personality, BASIC, { launch });
    expect(whole.token?.body.patient).toBe('ada-martin');
  },
  async authorizePost(personality, value) {
    const at = await discover(ehr, personality);
    const post = async (launch?: string) => {
      const params = authorizeParams(at, { scope: BASIC, ...(launch && { launch }) });
      return new Visitor().follow(at.authorization_endpoint, Object.fromEntries(params));
    };
    expect(callbackOf(await post(await mintLaunch(ehr, { personality }))).code).toBeTruthy();
    const standalone = await post();
    if (value === 'always') expect(standalone.page).toContain('name="password"');
    else expect(callbackOf(standalone).error).toBe('invalid_request');
  },
  async personas(personality, value) {
    const staff = await discover(ehr, personality);
    const patientPath = value === 'own-addresses' ? '/oracle/patient/fhir' : new URL(staff.base).pathname;
    const patients = await discover(ehr, personality, patientPath);
    expect(staff.authorization_endpoint === patients.authorization_endpoint).toBe(value === 'one-address');
    const asked = { clientId: 'patients', scope: 'launch/patient patient/Patient.rs' };
    const wrong = await new Visitor().follow(authorizeUrl(staff, asked));
    if (value === 'one-address') expect(wrong.page).toContain('name="password"');
    else expect(callbackOf(wrong)).toMatchObject({ error: 'unauthorized_client' });
    const right = await new Visitor().follow(authorizeUrl(patients, asked));
    expect(right.page).toContain('name="password"');
  },
  async errorUri(personality, value) {
    const at = await discover(ehr, personality);
    const arrived = await new Visitor().follow(authorizeUrl(at, { scope: 'openid', params: { aud: '' } }));
    const { error, error_uri: address } = callbackOf(arrived);
    expect(error).toBe('invalid_request');
    expect(address !== undefined).toBe(value === 'present');
    if (address) expect(await (await fetch(address)).text()).toContain('missing from the request');
  },
  async refusalPage(personality, value) {
    const at = await discover(ehr, personality);
    const params = { redirect_uri: `${CALLBACK}/` };
    const { page, status } = await new Visitor().follow(authorizeUrl(at, { scope: 'openid', params }));
    expect(status).toBe(400);
    expect(page.includes('Something went wrong trying to authorize the client')).toBe(value === 'bare');
    expect(page.includes('redirect_uri')).toBe(value === 'explains');
  },
  async userMembers(personality, value) {
    const { token } = await launchEhr(ehr, personality, BASIC);
    const told = value === 'present' ? 'helen-brooks' : undefined;
    expect([token?.body.user, token?.body.username]).toEqual([told, told]);
  },
  async tenantMember(personality, value) {
    const { token } = await launchEhr(ehr, personality, BASIC);
    expect(typeof token?.body.tenant).toBe(value === 'present' ? 'string' : 'undefined');
  },
  async backendAuth(personality, value) {
    const at = await discover(ehr, personality);
    const form = { grant_type: 'client_credentials', scope: 'system/Patient.rs' };
    const answer = await askToken(at.token_endpoint, form, 'basic-backend');
    expect(answer.status).toBe(value === 'jwt-or-basic' ? 200 : 400);
    expect(answer.body.error).toBe(value === 'jwt-or-basic' ? undefined : 'unauthorized_client');
  },
  async authorizeUrlLimit(personality, value) {
    const at = await discover(ehr, personality);
    const bare = authorizeUrl(at, { scope: 'openid', params: { filler: 'x' } });
    const path = bare.length - ehr.url.length - 1;
    const ofLength = (length: number) => bare.replace('filler=x', `filler=${'x'.repeat(length - path)}`);
    expect((await new Visitor().go(ofLength(value))).status).toBe(303);
    expect((await new Visitor().go(ofLength(value + 1))).status).toBe(431);
  },
};

for (const personality of PERSONALITIES) {
  describe(personality, () => {
    for (const key of Object.keys(TRAITS) as TraitKey[]) {
      const trait = TRAITS[key][personality];
      it(`${key}: ${trait.says} (${trait.source})`, async () => {
        const prove = proofs[key] as (personality: PersonalityName, value: unknown) => Promise<void>;
        await prove(personality, trait.value);
      });
    }
  });
}
