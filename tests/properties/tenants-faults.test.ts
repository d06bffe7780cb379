// A wrong tenants file names every fault at once, whatever faults come together, and none that is not there.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeTenants } from '#server/smart/tenants';

type Entry = Record<string, unknown>;
const around = {
  folder: '/nowhere',
  publicUrl: 'https://webside.example',
  secretOf: (name: string) => (name === 'GOOD_SECRET' ? 'a secret' : null),
};

const honest = (id: string): Entry => ({
  id,
  name: `Hospital ${id}`,
  vendor: 'generic',
  iss: `https://${id}.example/fhir`,
  clientId: 'webside',
  auth: { method: 'private_key_jwt' },
  frameOrigins: [`https://${id}.example`],
});

/** What is spoilt, and a word of the sentence that must name it. */
const FAULTS: readonly [name: string, spoil: (entry: Entry) => void, says: RegExp][] = [
  ['iss over http', (entry) => Object.assign(entry, { iss: 'http://ehr.example/fhir' }), /iss must be https/],
  [
    'iss with a query',
    (entry) => Object.assign(entry, { iss: 'https://ehr.example/fhir?x=1' }),
    /iss must have no user, query/,
  ],
  ['iss no URL', (entry) => Object.assign(entry, { iss: 'ehr' }), /iss is not an absolute URL/],
  ['iss in capitals', (entry) => Object.assign(entry, { iss: 'https://EHR.example/fhir' }), /normal form/],
  ['wildcard frame', (entry) => Object.assign(entry, { frameOrigins: ['https://*.example'] }), /wildcard/],
  ['any frame', (entry) => Object.assign(entry, { frameOrigins: ['*'] }), /wildcard/],
  [
    'frame with a path',
    (entry) => Object.assign(entry, { frameOrigins: ['https://a.example/x'] }),
    /not an origin/,
  ],
  [
    'frame over http',
    (entry) => Object.assign(entry, { frameOrigins: ['http://a.example'] }),
    /must be https/,
  ],
  [
    'no authentication',
    (entry) => Object.assign(entry, { auth: { method: 'none' } }),
    /none needs "sandbox": true/,
  ],
  [
    'secret not set',
    (entry) => Object.assign(entry, { auth: { method: 'client_secret_basic', secretEnv: 'ABSENT' } }),
    /ABSENT, which is not set/,
  ],
  [
    'video key not set',
    (entry) => Object.assign(entry, { video: { provider: 'daily', secretEnv: 'NO_KEY' } }),
    /video\.secretEnv names NO_KEY, which is not set/,
  ],
  [
    'video over http',
    (entry) =>
      Object.assign(entry, {
        video: { provider: 'daily', secretEnv: 'GOOD_SECRET', apiUrl: 'http://api.daily.example/v1' },
      }),
    /video\.apiUrl must be https/,
  ],
  [
    'video by nobody',
    (entry) => Object.assign(entry, { video: { provider: 'zoom' } }),
    /video.* must be one of peer, daily/,
  ],
  [
    'key file not there',
    (entry) => Object.assign(entry, { auth: { method: 'private_key_jwt', keyFile: 'absent.json' } }),
    /keyFile names a file that is not there/,
  ],
  [
    'unknown method',
    (entry) => Object.assign(entry, { auth: { method: 'password' } }),
    /auth\.method must be one of private_key_jwt, client_secret_basic, none$/,
  ],
  [
    'unknown vendor',
    (entry) => Object.assign(entry, { vendor: 'cerner' }),
    /vendor must be one of epic, oracle, generic$/,
  ],
  ['id with a slash', (entry) => Object.assign(entry, { id: '../x' }), /id must be lower-case/],
  [
    'a member nobody knows',
    (entry) => Object.assign(entry, { clientID: 'x' }),
    /the entry has no member "clientID"$/,
  ],
  ['no client id', (entry) => delete entry.clientId, /clientId is missing$/],
  [
    'redirect elsewhere',
    (entry) => Object.assign(entry, { redirectUri: 'https://evil.example/cb' }),
    /redirectUri must be/,
  ],
  [
    'endpoint host a wildcard',
    (entry) => Object.assign(entry, { endpointHosts: ['*.example'] }),
    /endpointHosts/,
  ],
  [
    'endpoint host a URL',
    (entry) => Object.assign(entry, { endpointHosts: ['https://a.example'] }),
    /endpointHosts/,
  ],
  [
    'encounter scope',
    (entry) => Object.assign(entry, { scopes: { ehr: ['encounter/*.write'] } }),
    /"encounter\/\*\.write" is no SMART scope/,
  ],
  [
    'a wildcard at Oracle Health',
    (entry) => Object.assign(entry, { vendor: 'oracle', scopes: { ehr: ['launch', 'user/*.rs'] } }),
    /"user\/\*\.rs": Oracle Health takes no wildcard/,
  ],
  [
    'a wildcard of permissions at Oracle Health',
    (entry) => Object.assign(entry, { vendor: 'oracle', scopes: { staff: ['user/Patient.*'] } }),
    /"user\/Patient\.\*": Oracle Health takes no wildcard/,
  ],
  [
    'a scope without its level',
    (entry) => Object.assign(entry, { scopes: { ehr: ['Patient.read'] } }),
    /"Patient\.read" is no SMART scope/,
  ],
  [
    'system scope for a person',
    (entry) => Object.assign(entry, { scopes: { staff: ['system/Patient.rs'] } }),
    /backend services/,
  ],
  [
    'a role that is none',
    (entry) => Object.assign(entry, { roles: [{ when: { fhirUser: 'Practitioner' }, role: 'doctor' }] }),
    /roles/,
  ],
  [
    'a mapping to patient',
    (entry) => Object.assign(entry, { roles: [{ when: { fhirUser: 'Practitioner' }, role: 'patient' }] }),
    /never given by a mapping/,
  ],
  [
    'a mapping without condition',
    (entry) => Object.assign(entry, { roles: [{ when: {}, role: 'clinician' }] }),
    /at least one of/,
  ],
  [
    'patient app over http',
    (entry) =>
      Object.assign(entry, {
        patientApp: { iss: 'http://p.example/fhir', clientId: 'p', auth: { method: 'private_key_jwt' } },
      }),
    /patientApp\.iss must be https/,
  ],
  [
    'none in parallel',
    (entry) => Object.assign(entry, { maxParallel: 0 }),
    /maxParallel must be at least 1$/,
  ],
  [
    'too many in parallel',
    (entry) => Object.assign(entry, { maxParallel: 257 }),
    /maxParallel must be at most 256$/,
  ],
  [
    'half a call a minute',
    (entry) => Object.assign(entry, { callsPerMinute: 0.5 }),
    /callsPerMinute must be a whole number$/,
  ],
  ['a number for a name', (entry) => Object.assign(entry, { name: 7 }), /name must be text$/],
  ['an empty name', (entry) => Object.assign(entry, { name: '' }), /name must not be empty$/],
  [
    'a long name',
    (entry) => Object.assign(entry, { name: 'x'.repeat(121) }),
    /name must be at most 120 characters$/,
  ],
  [
    'frames in one text',
    (entry) => Object.assign(entry, { frameOrigins: 'https://a.example' }),
    /frameOrigins must be a list$/,
  ],
  [
    'half a claim',
    (entry) => Object.assign(entry, { roles: [{ when: { claim: ['groups'] }, role: 'clinician' }] }),
    /roles\[0\]\.when\.claim must be at least 2 entries$/,
  ],
];

/** The words of a validator for its programmer. */
const FOREIGN_WORDS = /Too small|Too big|Invalid|Unrecognized|expected|received|undefined/;

it('names every planted fault', () => {
  const plan = fc.uniqueArray(
    fc.record({
      tenant: fc.integer({ min: 0, max: 4 }),
      fault: fc.integer({ min: 0, max: FAULTS.length - 1 }),
    }),
    { maxLength: 5, selector: ({ tenant }) => tenant },
  );
  fc.assert(
    fc.property(plan, (planted) => {
      const entries = ['a', 'b', 'c', 'd', 'e'].map(honest);
      for (const { tenant, fault } of planted) FAULTS[fault]?.[1](entries[tenant] as Entry);
      const judged = judgeTenants(JSON.stringify(entries), around);
      expect(judged.ok).toBe(planted.length === 0);
      const faults = judged.ok ? [] : judged.faults;
      expect(faults.filter((one) => FOREIGN_WORDS.test(one))).toEqual([]);
      for (const { fault } of planted)
        expect(faults).toContainEqual(expect.stringMatching(FAULTS[fault]?.[2] as RegExp));
      // Nobody is accused who did nothing.
      for (const [at, id] of ['a', 'b', 'c', 'd', 'e'].entries())
        if (!planted.some(({ tenant }) => tenant === at))
          expect(
            faults.filter((one) => one.startsWith(`${id}: `)).filter((one) => !one.includes('more than')),
            id,
          ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it.each(FAULTS.map(([name, spoil, says]) => ({ name, spoil, says })))(
  'names it alone: $name',
  ({ spoil, says }) => {
    const entry = honest('a');
    spoil(entry);
    const judged = judgeTenants(JSON.stringify([entry, honest('b')]), around);
    expect(judged).toMatchObject({ ok: false });
    expect(judged.ok ? [] : judged.faults).toContainEqual(expect.stringMatching(says));
  },
);

it('a misshapen field hides nothing that is wrong with the others', () => {
  const entry = {
    id: 'a',
    vendor: 'oracle',
    iss: 'http://ehr.example/fhir',
    clientId: '',
    auth: { method: 'client_secret_basic', secretEnv: 'ABSENT', secret: 'pasted-by-mistake' },
    frameOrigins: ['https://*.example', 5],
    endpointHosts: ['https://a.example'],
    redirectUri: 'http://evil.example/smart/callback/a',
    scopes: { ehr: ['encounter/*.write', 7], patient: 'openid' },
    patientApp: { iss: 'ehr', auth: { method: 'private_key_jwt', keyFile: 'absent.json' } },
    roles: [{ when: {}, role: 'patient' }],
    colour: 'red',
  };
  const judged = judgeTenants(JSON.stringify([entry, 'b', { ...honest('c'), id: 'a' }]), around);
  const faults = judged.ok ? [] : judged.faults;
  for (const says of [
    /^a: name is missing$/,
    /^a: clientId must not be empty$/,
    /^a: auth has no member "secret"$/,
    /^a: auth\.secretEnv names ABSENT, which is not set$/,
    /^a: iss must be https/,
    /^a: frameOrigins\[1\] must be text$/,
    /^a: frameOrigins: "https:\/\/\*\.example" is a wildcard/,
    /^a: endpointHosts: /,
    /^a: redirectUri must be https/,
    /^a: scopes\.ehr\[1\] must be text$/,
    /^a: scopes\.ehr: "encounter\/\*\.write" is no SMART scope$/,
    /^a: scopes\.patient must be a list$/,
    /^a: patientApp\.clientId is missing$/,
    /^a: patientApp\.iss is not an absolute URL$/,
    /^a: patientApp\.auth\.keyFile names a file that is not there$/,
    /^a: roles\[0\]\.when must name at least one of/,
    /^a: roles\[0\]\.role may not be patient/,
    /^a: the entry has no member "colour"$/,
    /^a: this id stands more than once$/,
    /^entry 2: the entry must be an object$/,
  ])
    expect(faults).toContainEqual(expect.stringMatching(says));
  expect(faults.filter((one) => FOREIGN_WORDS.test(one))).toEqual([]);
  expect(faults.join()).not.toContain('pasted-by-mistake');
});

it('names ids and issuers that stand twice', () => {
  const judged = judgeTenants(
    JSON.stringify([
      honest('a'),
      { ...honest('b'), id: 'a' },
      { ...honest('c'), iss: 'https://a.example/fhir' },
    ]),
    around,
  );
  expect(judged.ok ? [] : judged.faults).toEqual([
    'a: this id stands more than once',
    'iss https://a.example/fhir belongs to more than one tenant',
  ]);
});

it.each([
  ['no JSON', '{', 'the tenants file is not JSON'],
  ['no array', '{}', 'the tenants file must hold an array of tenants'],
  ['nobody', '[]', 'the tenants file names no tenant'],
])('refuses a file with %s', (_name, text, says) => {
  expect(judgeTenants(text, around)).toEqual({ ok: false, faults: [says] });
});

it('takes what is right, http on loopback and a public client of a sandbox included, and warns of the latter', () => {
  const entries = [
    { ...honest('a'), auth: { method: 'client_secret_basic', secretEnv: 'GOOD_SECRET' } },
    {
      ...honest('b'),
      iss: 'http://127.0.0.1:8081/fhir',
      frameOrigins: ['http://127.0.0.1:8081'],
      sandbox: true,
      auth: { method: 'none' },
    },
    {
      ...honest('c'),
      vendor: 'epic',
      endpointHosts: ['auth.c.example:8443'],
      redirectUri: 'https://webside.example/smart/callback/c',
    },
  ];
  const judged = judgeTenants(JSON.stringify(entries), around);
  expect(judged).toMatchObject({
    ok: true,
    warnings: [expect.stringMatching(/^b: a client without authentication/)],
  });
});
