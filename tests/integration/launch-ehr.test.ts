// A clinician comes in from the chart, at three EHRs and with whatever the EHR leaves out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#domain/launch';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  apiOf,
  askAdmin,
  failureOf,
  type LaunchRequest,
  launchIdOf,
  mintLaunch,
  textOf,
  Visitor,
} from '../fixtures/visitor.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

async function launch(request: LaunchRequest) {
  const visitor = new Visitor();
  const arrived = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin', ...request }));
  const launchId = launchIdOf(arrived);
  const api = apiOf(stack, visitor, launchId);
  const view = (await (await api.get('session')).json()) as SessionView;
  return { visitor, arrived, launchId, api, view };
}
const lineOf = (view: SessionView, id: string) => view.capabilities.find((line) => line.id === id);
const codesOf = (view: SessionView, id: string) => lineOf(view, id)?.reasons.map(({ code }) => code);

describe.each(['generic', 'epic', 'oracle'] as const)('EHR launch at %s', (personality) => {
  it('ends at a clean address with the facts of the launch and nothing else', async () => {
    const { view, arrived, visitor, launchId, api } = await launch({ personality });
    expect(view).toMatchObject({
      door: 'ehr',
      role: 'clinician',
      person: { fhirUser: 'Practitioner/helen-brooks', name: expect.stringContaining('Brooks') },
      patientId: 'ada-martin',
      encounterId: null,
      locked: false,
    });
    expect(new URL(arrived.url).search).toBe('');
    expect(arrived.headers.get('referrer-policy')).toBe('no-referrer');
    expect(
      visitor.steps.filter(({ url }) => url.startsWith(stack.appUrl)).map(({ status }) => status),
    ).toEqual([303, 303, 303, 200, 200]);
    expect([...(visitor.jars.get(stack.appUrl)?.keys() ?? [])].sort()).toEqual(
      ['__Host-ws-browser', `__Host-ws-${launchId}`].sort(),
    );
    const banner = await (await api.get('banner')).json();
    expect(banner).toMatchObject({ patientId: 'ada-martin', family: 'Martin', birthDate: '1961-11-21' });
  });

  it('shows no token, code or state to the browser, and none in the log', async () => {
    const before = stack.lines.length;
    const { visitor, view } = await launch({ personality });
    const seen = JSON.stringify([view, visitor.steps.filter(({ url }) => url.includes('/l/'))]);
    const callback = new URL(visitor.steps.find(({ url }) => url.includes('/smart/callback/'))?.url ?? '');
    const secrets = [callback.searchParams.get('code') ?? '', callback.searchParams.get('state') ?? ''];
    expect(secrets.map((secret) => secret.length > 20)).toEqual([true, true]);
    const written = stack.lines.slice(before).join('');
    for (const secret of secrets)
      expect([seen.includes(secret), written.includes(secret)]).toEqual([false, false]);
    expect(written).not.toMatch(/ada-martin|Martin|helen|Brooks/);
  });

  it('opens a new launch each time and leaves the one before alone', async () => {
    const first = await launch({ personality });
    first.visitor.steps.length = 0;
    const arrived = await first.visitor.follow(
      await mintLaunch(stack, { personality, patient: 'john-ellis' }),
    );
    const second = apiOf(stack, first.visitor, launchIdOf(arrived));
    expect(await (await second.get('session')).json()).toMatchObject({ patientId: 'john-ellis' });
    expect(await (await first.api.get('session')).json()).toMatchObject({ patientId: 'ada-martin' });
  });
});

describe('what an EHR may leave out', () => {
  it.each([true, false])('banner flag %s', async (needPatientBanner) => {
    for (const personality of ['generic', 'epic', 'oracle'] as const) {
      const { view } = await launch({ personality, options: { needPatientBanner } });
      expect(view.ehrShowsBanner, personality).toBe(!needPatientBanner);
    }
  });

  it('no banner flag: ours is needed', async () => {
    expect((await launch({})).view.ehrShowsBanner).toBe(false);
  });

  it('a scope withheld switches its line off and says why', async () => {
    const { view, api } = await launch({
      options: { withholdScopes: ['AllergyIntolerance', 'DocumentReference'] },
    });
    expect(lineOf(view, 'read.allergies')).toMatchObject({ state: 'off', route: 'none' });
    expect(codesOf(view, 'read.allergies')).toEqual(['scope-not-granted']);
    expect(codesOf(view, 'write.note')).toContain('scope-not-granted');
    expect(lineOf(view, 'read.demographics')).toMatchObject({ state: 'on' });
    expect(await (await api.get('banner')).json()).toMatchObject({ allergies: { state: 'not-permitted' } });
  });

  it('v1 scopes in odd case count as what they are', async () => {
    const { view } = await launch({ personality: 'epic', options: { scopeStyle: 'v1' } });
    expect(view.grantedScopes).toContain('user/AllergyIntolerance.rs');
    expect(lineOf(view, 'read.allergies')).toMatchObject({ state: 'on' });
  });

  it('no refresh token: works until the token ends, and says so beforehand', async () => {
    const { view, api } = await launch({ options: { noRefreshToken: true } });
    expect(codesOf(view, 'session.refresh')).toEqual(['no-refresh-token']);
    expect((await api.get('banner')).status).toBe(200);
  });

  it('no fhirUser: nobody known, may read, has no role', async () => {
    const { view, api } = await launch({ options: { noFhirUser: true } });
    expect([view.role, view.person.fhirUser]).toEqual([null, null]);
    expect(codesOf(view, 'context.person')).toEqual(['no-fhir-user']);
    expect((await api.get('banner')).status).toBe(200);
  });

  it('a practitioner whose role nobody mapped may read and has no role', async () => {
    const people = await askAdmin<{ username: string; practitionerRoleCode?: string }[]>(stack, '/people');
    const observer = people.find(({ practitionerRoleCode }) => practitionerRoleCode === 'observer');
    const { view } = await launch({ person: observer?.username ?? '' });
    expect([view.role, codesOf(view, 'context.role')]).toEqual([null, ['role-unknown']]);
  });

  it('every staff role of the sandbox is mapped', async () => {
    const people = await askAdmin<{ username: string; practitionerRoleCode?: string }[]>(stack, '/people');
    const staff = people.filter((one) => one.practitionerRoleCode && one.practitionerRoleCode !== 'observer');
    expect(staff.length).toBeGreaterThanOrEqual(6);
    for (const { username, practitionerRoleCode } of staff)
      expect((await launch({ person: username })).view.role).toBe(practitionerRoleCode);
  });

  it('no patient: a session without one, and the banner says so', async () => {
    const visitor = new Visitor();
    const answer = await askAdmin<{ url: string }>(stack, '/launches', { person: 'helen-brooks' });
    const api = apiOf(stack, visitor, launchIdOf(await visitor.follow(answer.url)));
    const view = (await (await api.get('session')).json()) as SessionView;
    expect([view.patientId, codesOf(view, 'context.patient')]).toEqual([null, ['no-patient']]);
    const banner = await api.get('banner');
    expect([banner.status, await banner.json()]).toMatchObject([404, { code: 'no-patient' }]);
  });

  it('an encounter and an intent arrive when the EHR sends them', async () => {
    const { view } = await launch({ options: { intent: 'telehealth' } });
    expect(view.intent).toBe('telehealth');
  });
});

describe('what goes wrong', () => {
  const fault = (body: object) => askAdmin(stack, '/faults', body);
  const mend = () => askAdmin(stack, '/faults', undefined, 'DELETE');
  const goWrong = async (url: string) => {
    stack.skipTime(5_000);
    const visitor = new Visitor();
    const arrived = await visitor.follow(url);
    return { visitor, arrived, code: failureOf(arrived) };
  };

  it('a launch token is good once; the page says to open again from the chart', async () => {
    const url = await mintLaunch(stack, { patient: 'ada-martin' });
    await new Visitor().follow(url);
    const { arrived, code } = await goWrong(url);
    expect(['launch-token-used', 'ehr-refused']).toContain(code);
    expect(arrived.url).toMatch(/\/launch\/error\.html\?ref=[\w-]{22}$/);
    expect(arrived.page).not.toContain('class="act"');
  });

  it.each([
    ['discovery answers 503', { route: '/fhir/.well-known/smart-configuration', status: 503 }, 'ehr-down'],
    ['the token endpoint answers 503', { route: '/generic/**/token', status: 503 }, 'ehr-down'],
    ['the token endpoint hangs up', { route: '/generic/**/token', drop: 'before' }, 'ehr-down'],
    ['the token answer is cut short', { route: '/generic/**/token', truncateJson: true }, 'ehr-answer-wrong'],
    [
      'the token endpoint redirects',
      { route: '/generic/**/token', redirect: 'http://127.0.0.1:9/' },
      'ehr-answer-wrong',
    ],
  ])('%s', async (_name, what, code) => {
    // Discovery is kept for an hour, and used for a day when the EHR is away: a day and an hour later.
    stack.skipTime(25 * 3_600_000);
    if (!what.route.includes('smart-configuration')) await new Visitor().follow(await mintLaunch(stack, {}));
    await fault(what);
    try {
      expect((await goWrong(await mintLaunch(stack, { patient: 'ada-martin' }))).code).toBe(code);
    } finally {
      await mend();
    }
    expect((await goWrong(await mintLaunch(stack, { patient: 'ada-martin' }))).arrived.url).toMatch(/\/l\//);
  });

  it('an EHR whose discovery fails today is entered by what was known yesterday', async () => {
    await new Visitor().follow(await mintLaunch(stack, {}));
    stack.skipTime(2 * 3_600_000);
    await fault({ route: '/fhir/.well-known/smart-configuration', status: 503 });
    try {
      expect((await goWrong(await mintLaunch(stack, { patient: 'ada-martin' }))).arrived.url).toMatch(
        /\/l\//,
      );
    } finally {
      await mend();
    }
  });

  it('a role lost since the last launch: in without it, and the chart under none', async () => {
    expect((await launch({})).view).toMatchObject({ role: 'clinician' });
    await fault({ route: '/fhir/PractitionerRole', status: 500 });
    try {
      const { view, api } = await launch({});
      expect(view).toMatchObject({ role: null, person: { name: expect.stringContaining('Brooks') } });
      expect((await api.get('banner')).status).toBe(200);
    } finally {
      await mend();
    }
    expect((await launch({})).view).toMatchObject({ role: 'clinician' });
  });

  it('PractitionerRole cannot be read: in, without a role', async () => {
    await fault({ route: '/fhir/PractitionerRole', status: 500 });
    try {
      const { view } = await launch({});
      expect(view).toMatchObject({ role: null, person: { fhirUser: 'Practitioner/helen-brooks' } });
    } finally {
      await mend();
    }
  });

  it('the EHR answers with another patient: 409, nothing shown', async () => {
    const { api } = await launch({});
    // What was read while coming in is shown once; the next banner asks anew.
    await (await api.get('banner')).text();
    await fault({
      route: '/fhir/Patient/ada-martin',
      status: 200,
      body: JSON.stringify({ resourceType: 'Patient', id: 'john-ellis', name: [{ family: 'Ellis' }] }),
    });
    try {
      const answer = await api.get('banner');
      const text = await answer.text();
      expect([answer.status, JSON.parse(text).code]).toEqual([409, 'wrong-patient']);
      expect(text).not.toContain('Ellis');
    } finally {
      await mend();
    }
  });

  it('an access token that the EHR dropped is refreshed once and the banner comes', async () => {
    const { api } = await launch({});
    await (await api.get('banner')).text();
    await askAdmin(stack, '/expire', { personality: 'generic', what: 'access' });
    expect((await api.get('banner')).status).toBe(200);
  });

  it('a grant that is gone at the EHR: relaunch, in words', async () => {
    const { api } = await launch({});
    await askAdmin(stack, '/expire', { personality: 'generic', what: 'all' });
    // What the launch itself read while the grant was good is shown once, and no more than once.
    expect((await api.get('banner')).status).toBe(200);
    const answer = await api.get('banner');
    expect([answer.status, await answer.json()]).toMatchObject([
      502,
      { code: 'ehr.relaunch-needed', detail: expect.stringContaining('Open Webside again from the chart') },
    ]);
    expect((await api.get('session')).status).toBe(200);
  });
});

describe('a browser that keeps no cookie in the frame', () => {
  it('is offered a window of its own, with the launch token unspent', async () => {
    const framed = new Visitor();
    framed.keeps = (origin) => origin !== stack.appUrl;
    framed.headers = { 'sec-fetch-dest': 'iframe' };
    const url = await mintLaunch(stack, { patient: 'ada-martin' });
    const arrived = await framed.follow(url);
    expect([arrived.status, failureOf(arrived)]).toEqual([200, 'cookie-blocked']);
    expect(framed.steps.some((step) => step.url.startsWith(stack.sandboxUrl))).toBe(false);
    const link =
      /<a class="act" href="([^"]+)" target="_blank"/.exec(arrived.page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const inWindow = await new Visitor().follow(stack.appUrl + link);
    expect(launchIdOf(inWindow)).toMatch(/^[\w-]{22}$/);
  });

  it('at top level there is no further window to offer', async () => {
    const visitor = new Visitor();
    visitor.keeps = () => false;
    visitor.headers = { 'sec-fetch-dest': 'document' };
    const arrived = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin' }));
    expect(failureOf(arrived)).toBe('cookie-blocked');
    expect(arrived.page).not.toContain('target="_blank"');
    expect(textOf(arrived.page).length).toBeGreaterThan(80);
  });
});

describe('the callback, again', () => {
  const isCallback = (url: string) => url.includes('/smart/callback/');

  it('reload and back go on to the live session', async () => {
    const { visitor, launchId } = await launch({});
    const callback = visitor.steps.find(({ url }) => isCallback(url))?.url ?? '';
    for (let turn = 0; turn < 3; turn += 1)
      expect((await visitor.go(callback)).headers.get('location')).toBe(`/l/${launchId}/`);
  });

  it('a browser that lost the first answer gets its key; once used, nobody gets it again', async () => {
    const visitor = new Visitor();
    const at = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin' }), isCallback);
    const login = new Map(visitor.jars.get(stack.appUrl));
    await visitor.go(at.url);
    visitor.jars.set(stack.appUrl, new Map(login));
    const again = await visitor.follow(at.url);
    const api = apiOf(stack, visitor, launchIdOf(again));
    expect((await api.get('session')).status).toBe(200);
    visitor.jars.set(stack.appUrl, new Map(login));
    expect(failureOf(await visitor.follow(at.url))).toBe('state-used');
  });

  it('two at the same moment make one session', async () => {
    const visitor = new Visitor();
    const at = await visitor.follow(await mintLaunch(stack, { patient: 'ada-martin' }), isCallback);
    const both = await Promise.all([visitor.go(at.url), visitor.go(at.url)]);
    const targets = both.map((answer) => answer.headers.get('location'));
    expect(new Set(targets).size).toBe(1);
    expect((await apiOf(stack, visitor, targets[0]?.split('/')[2] ?? '').get('session')).status).toBe(200);
  });

  it('another browser gets nothing by it', async () => {
    const { visitor } = await launch({});
    const callback = visitor.steps.find(({ url }) => isCallback(url))?.url ?? '';
    expect(failureOf(await new Visitor().follow(callback))).toBe('state-used');
  });
});

it('after thirty failures in a minute more of them have to wait, a good launch never', async () => {
  stack.skipTime(61_000);
  const url = `${stack.appUrl}/launch/ehr.html?iss=https://nobody.example&launch=x`;
  for (let turn = 0; turn < 30; turn += 1) expect((await new Visitor().go(url)).status).toBe(303);
  const late = await new Visitor().go(url);
  expect([late.status, late.headers.get('retry-after')]).toEqual([429, '60']);
  await launch({});
  stack.skipTime(61_000);
  expect((await new Visitor().go(url)).status).toBe(303);
});
