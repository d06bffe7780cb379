// What a tenants file may say and what is only warned of: scopes, redirect addresses, role rules, and the
// company of the embedded sandbox. That every fault is named at once is tests/properties/tenants-faults.
import { describe, expect, it } from 'vitest';
import { judgeTenants } from './read-tenants.ts';

type Entry = Record<string, unknown>;
const around = { folder: '/nowhere', publicUrl: 'https://webside.example', secretOf: () => null };

const honest = (id: string): Entry => ({
  id,
  name: `Hospital ${id}`,
  vendor: 'generic',
  iss: `https://${id}.example/fhir`,
  clientId: 'webside',
  auth: { method: 'private_key_jwt' },
  frameOrigins: [],
});

it('warns of scopes that are broad or not SMART’s, and starts', () => {
  const scopes = {
    ehr: ['launch', 'openid', 'profile', 'user/*.rs', 'email', 'launch/questionnaire'],
    patient: ['patient/*.read', '__phr', 'https://ehr.example/scope/x'],
    staff: ['openid', 'user/Patient.rs'],
  };
  const judged = judgeTenants(JSON.stringify([{ ...honest('a'), scopes }]), around);
  expect(judged).toMatchObject({ ok: true, tenants: [{ scopes }] });
  const warnings = judged.ok ? judged.warnings : [];
  expect(warnings.map((one) => /^a: scopes\.(\w+: "[^"]*") (asks|is)/.exec(one)?.[1])).toEqual([
    'ehr: "email"',
    'ehr: "launch/questionnaire"',
    'ehr: "user/*.rs"',
    'patient: "__phr"',
    'patient: "https://ehr.example/scope/x"',
    'patient: "patient/*.read"',
  ]);
});

it('takes words that are none of SMART’s at Oracle Health too', () => {
  const entry = { ...honest('a'), vendor: 'oracle', scopes: { ehr: ['launch', 'openid', 'email'] } };
  expect(judgeTenants(JSON.stringify([entry]), around)).toMatchObject({
    ok: true,
    warnings: [expect.stringMatching(/"email" is none of SMART's scopes/)],
  });
});

it.each([
  ['where the app is', 'https://webside.example/smart/callback/a', 0],
  ['behind a proxy of another name', 'https://visits.hospital.example/smart/callback/a', 1],
  ['on this machine', 'http://localhost:9000/smart/callback/a', 1],
])('takes a redirect address %s as it is written', (_name, redirectUri, warned) => {
  const judged = judgeTenants(JSON.stringify([{ ...honest('a'), redirectUri }]), around);
  expect(judged).toMatchObject({ ok: true, tenants: [{ redirectUri }] });
  const warnings = judged.ok ? judged.warnings : [];
  expect(warnings).toHaveLength(warned);
  if (warned) expect(warnings[0]).toMatch(/^a: redirectUri brings people back to http/);
});

it.each([
  'http://visits.hospital.example/smart/callback/a',
  'https://webside.example/smart/callback/b',
  'https://webside.example/smart/callback/a/',
  'https://webside.example/smart/callback/a?x=1',
  'https://webside.example/smart/callback/a#x',
  'https://webside.example/x/../smart/callback/a',
  'https://me@webside.example/smart/callback/a',
  'https://webside.example\\smart/callback/a',
  '/smart/callback/a',
  '',
])('refuses %j as a redirect address', (redirectUri) => {
  const judged = judgeTenants(JSON.stringify([{ ...honest('a'), redirectUri }]), around);
  expect(judged).toEqual({
    ok: false,
    faults: [expect.stringMatching(/^a: redirectUri must be https .* with the path \/smart\/callback\/a /)],
  });
});

describe('beside the embedded sandbox EHR', () => {
  const sandboxOrigin = 'http://127.0.0.1:8081';
  const judge = (entry: Entry, origin: string | null = sandboxOrigin) =>
    judgeTenants(JSON.stringify([entry]), { ...around, sandboxOrigin: origin });

  it.each(['sandbox', 'sandbox-epic', 'sandbox-oracle'])('no tenant of a file is called %s', (id) => {
    expect(judge(honest(id))).toEqual({
      ok: false,
      faults: [
        expect.stringMatching(`^${id}: this id is that of the embedded sandbox EHR; .*WEBSIDE_SANDBOX`),
      ],
    });
    expect(judge(honest(id), null)).toMatchObject({ ok: true });
  });

  it.each(['/fhir', '/epic/fhir', '/oracle/fhir', '/oracle/patient/fhir'])('none has its iss %s', (path) => {
    const entry = { ...honest('a'), iss: sandboxOrigin + path };
    expect(judge(entry)).toEqual({
      ok: false,
      faults: [
        `a: iss ${sandboxOrigin}${path} is the embedded sandbox EHR's; leave the entry out, or set WEBSIDE_SANDBOX to off`,
      ],
    });
    expect(judge(entry, null)).toMatchObject({ ok: true });
  });

  it('nor for its patients’ app', () => {
    const patientApp = { iss: `${sandboxOrigin}/fhir`, clientId: 'p', auth: { method: 'private_key_jwt' } };
    expect(judge({ ...honest('a'), patientApp })).toMatchObject({ ok: false });
  });

  it('others live beside it', () => {
    expect(judge(honest('a'))).toMatchObject({ ok: true, tenants: [{ id: 'a' }] });
    expect(judge({ ...honest('b'), iss: 'http://127.0.0.1:9999/fhir' })).toMatchObject({ ok: true });
  });
});

it.each([
  ['Practitioner', 0],
  ['Practitioner/1', 0],
  ['https://a.example/fhir/Practitioner/1', 0],
  ['https://b.example/fhir/Practitioner/1', 1],
  ['Doctor', 1],
])('a role rule for %s: %i warnings', (fhirUser, warned) => {
  const roles = [{ when: { fhirUser }, role: 'clinician' }];
  const judged = judgeTenants(JSON.stringify([{ ...honest('a'), roles }]), around);
  expect(judged.ok ? judged.warnings : []).toHaveLength(warned);
});

describe('what a site has decided', () => {
  const judged = (site: object, vendor = 'oracle') =>
    judgeTenants(JSON.stringify([{ ...honest('a'), vendor, site }]), around);
  const own = { system: 'urn:oid:1.2.3', code: '4711', display: 'Telehealth note' };

  it.each([
    { noteType: '11506-3', docStatus: 'preliminary' },
    { noteType: [own, '11488-4'], location: 'Location/video' },
    { serviceProvider: 'Organization/clinic', encounterType: own },
    { userTokensServeAnyPatient: true, somethingElse: { of: ['the site'] } },
    { listening: [{ purpose: 'recording', label: 'Room recorder' }] },
  ])('takes %j', (site) => {
    expect(judged(site)).toMatchObject({ ok: true, tenants: [{ site }] });
  });

  it.each([
    [
      { listening: [{ purpose: 'video', label: 'x' }] },
      'a: site.listening[0].purpose must be one of recording, ai-listening',
    ],
    [
      { listening: [1, 2].map((one) => ({ purpose: 'recording', label: `Recorder ${one}` })) },
      'a: site.listening must name each purpose once',
    ],
    [{ noteType: 'progress note' }, 'a: site.noteType must be a LOINC code'],
    [{ noteType: [] }, 'a: site.noteType must not be empty'],
    [{ docStatus: 'signed' }, 'a: site.docStatus must be one of final, preliminary'],
    [{ location: 'Organization/x' }, 'a: site.location must be Location/<id>'],
    [{ encounterType: { code: 'x' } }, 'a: site.encounterType.system is missing'],
    [{ userTokensServeAnyPatient: 'yes' }, 'a: site.userTokensServeAnyPatient must be true or false'],
    [
      { location: 'Location/a', serviceProvider: 'Organization/b' },
      'a: site must name a location or a serviceProvider, not both',
    ],
  ])('refuses %j: %s', (site, words) => {
    expect(judged(site)).toEqual({ ok: false, faults: [expect.stringContaining(words)] });
  });

  it('both places are the sites’ own business elsewhere', () => {
    expect(judged({ location: 'Location/a', serviceProvider: 'Organization/b' }, 'generic').ok).toBe(true);
  });
});
