// Patients, proxies and staff come in by their own doors, each at its own and at nobody else's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionView } from '#domain/launch';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { apiOf, failureOf, launchIdOf, type Person, textOf, Visitor } from '../fixtures/visitor.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const TENANTS = ['sandbox', 'sandbox-epic', 'sandbox-oracle'];

async function comeIn(
  door: 'patient' | 'staff',
  query: string,
  person: Person,
  headers: Record<string, string> = {},
) {
  const visitor = new Visitor();
  visitor.headers = headers;
  const arrived = await visitor.passEhr(
    await visitor.follow(`${stack.appUrl}/launch/${door}.html?${query}`),
    person,
  );
  return { visitor, arrived };
}
async function viewOf({ visitor, arrived }: Awaited<ReturnType<typeof comeIn>>) {
  const api = apiOf(stack, visitor, launchIdOf(arrived));
  return { api, view: (await (await api.get('session')).json()) as SessionView };
}

describe.each(TENANTS)('the patient’s door at %s', (tenant) => {
  it('lets a patient in as themselves', async () => {
    const came = await comeIn('patient', `tenant=${tenant}`, {
      username: 'ada-martin',
      patient: 'ada-martin',
    });
    const { view, api } = await viewOf(came);
    expect(view).toMatchObject({ door: 'patient', role: 'patient', patientId: 'ada-martin' });
    expect(view.capabilities.some(({ id }) => id.startsWith('write.'))).toBe(false);
    expect(await (await api.get('banner')).json()).toMatchObject({ family: 'Martin' });
  });

  it('uses the patient’s own client and callback', async () => {
    const { visitor } = await comeIn('patient', `tenant=${tenant}`, {
      username: 'ada-martin',
      patient: 'ada-martin',
    });
    const authorize = new URL(visitor.steps.find(({ url }) => url.includes('code_challenge='))?.url ?? '');
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
      client_id: 'webside-patient',
      redirect_uri: `${stack.appUrl}/smart/callback/${tenant}/patient`,
      code_challenge_method: 'S256',
    });
    expect(authorize.searchParams.get('launch')).toBeNull();
  });

  it('lets a parent in as proxy for the child they chose', async () => {
    const came = await comeIn('patient', `tenant=${tenant}`, {
      username: 'sofia-brennan-proxy',
      patient: 'noah-brennan',
    });
    expect((await viewOf(came)).view).toMatchObject({ role: 'proxy', patientId: 'noah-brennan' });
  });
});

describe('a door opened by iss', () => {
  const issOf = (tenant: string, own = false) => {
    const found = stack.context.tenants.find(({ id }) => id === tenant);
    return (own ? found?.patientApp?.iss : undefined) ?? found?.iss ?? '';
  };
  const audienceOf = async (door: 'patient' | 'staff', query: Record<string, string>) => {
    const away = await new Visitor().follow(
      `${stack.appUrl}/launch/${door}.html?${new URLSearchParams(query)}`,
      (url) => url.includes('code_challenge='),
    );
    return new URL(away.url).searchParams.get('aud') ?? failureOf(away);
  };

  it.each(TENANTS)(
    'takes patients to their own FHIR base at %s, by the hospital’s iss or theirs',
    async (tenant) => {
      const own = issOf(tenant, true);
      expect(await audienceOf('patient', { iss: issOf(tenant) })).toBe(own);
      expect(await audienceOf('patient', { iss: own })).toBe(own);
      expect(await audienceOf('patient', { iss: issOf(tenant), tenant })).toBe(own);
    },
  );

  it('takes staff by the hospital’s iss alone', async () => {
    expect(await audienceOf('staff', { iss: issOf('sandbox-oracle') })).toBe(issOf('sandbox-oracle'));
    expect(await audienceOf('staff', { iss: issOf('sandbox-oracle', true) })).toBe('iss-unknown');
  });

  it('is shut for an iss that differs in one character, or is another tenant’s', async () => {
    expect(await audienceOf('patient', { iss: `${issOf('sandbox')}/` })).toBe('iss-unknown');
    expect(await audienceOf('patient', { iss: issOf('sandbox'), tenant: 'sandbox-oracle' })).toBe(
      'tenant-unknown',
    );
  });
});

describe('at the wrong door', () => {
  it('staff do not come in by the patient’s door', async () => {
    const { arrived } = await comeIn('patient', 'tenant=sandbox', {
      username: 'helen-brooks',
      patient: 'ada-martin',
    });
    // The sandbox itself does not let staff log in to a patients' app; an EHR that does is refused by us.
    expect(arrived.url).not.toMatch(/\/l\//);
  });

  it.each([
    ['no tenant of that id', 'tenant=nobody', 'tenant-unknown'],
    [
      'tenant and iss that do not belong together',
      `tenant=sandbox&iss=https://nobody.example`,
      'tenant-unknown',
    ],
    ['a tenant that stands twice', 'tenant=sandbox&tenant=sandbox-epic', 'tenant-unknown'],
    ['a name every object has', 'tenant=__proto__', 'tenant-unknown'],
  ])('%s', async (_name, query, code) => {
    for (const door of ['patient', 'staff'])
      expect(failureOf(await new Visitor().follow(`${stack.appUrl}/launch/${door}.html?${query}`))).toBe(
        code,
      );
  });

  it('the patient’s page is in Spanish for who reads Spanish, the staff page is not', async () => {
    const pages = await Promise.all(
      ['patient', 'staff'].map(async (door) => {
        const visitor = new Visitor();
        visitor.headers = { 'accept-language': 'es-MX,es;q=0.9,en;q=0.5' };
        return visitor.follow(`${stack.appUrl}/launch/${door}.html?tenant=nobody`);
      }),
    );
    expect(pages.map(({ page }) => /<html lang="(\w+)"/.exec(page)?.[1])).toEqual(['es', 'en']);
  });

  it('somebody who says no at the EHR is told what the EHR said, and can try again', async () => {
    const visitor = new Visitor();
    const page = (await visitor.follow(`${stack.appUrl}/launch/patient.html?tenant=sandbox`)).url;
    await visitor.post(`${page}/login`, new URLSearchParams({ username: 'ada-martin', password: 'sandbox' }));
    const arrived = await visitor.post(`${page}/refuse`, new URLSearchParams());
    expect(failureOf(arrived)).toBe('ehr-refused');
    expect(textOf(arrived.page)).toContain('the person did not give access');
    expect(arrived.page).toContain('href="/launch/patient.html?tenant=sandbox"');
  });
});

describe.each(TENANTS)('the staff door at %s', (tenant) => {
  it('lets staff in without a patient', async () => {
    const { view, api } = await viewOf(
      await comeIn('staff', `tenant=${tenant}`, { username: 'helen-brooks' }),
    );
    expect(view).toMatchObject({ door: 'staff', role: 'clinician', patientId: null, encounterId: null });
    expect((await api.get('banner')).status).toBe(404);
  });
});

describe('an EHR’s error on the way', () => {
  it('shows error_description and error_uri, escaped, with the request id and one next step', async () => {
    const visitor = new Visitor();
    const stop = (url: string) => url.startsWith(stack.sandboxUrl);
    const away = await visitor.follow(`${stack.appUrl}/launch/staff.html?tenant=sandbox`, stop);
    const back = new URL(`${stack.appUrl}/smart/callback/sandbox`);
    back.searchParams.set('state', new URL(away.url).searchParams.get('state') ?? '');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<img src=x onerror=alert(1)> Ask your analyst');
    back.searchParams.set('error_uri', `${stack.sandboxUrl}/help?code=17`);
    const arrived = await visitor.follow(back.href);
    expect(failureOf(arrived)).toBe('ehr-refused');
    expect(textOf(arrived.page)).toContain('Ask your analyst');
    expect(arrived.page).not.toContain('<img src=x');
    expect(arrived.page).toContain(`href="${stack.sandboxUrl}/help?code=17"`);
    expect(arrived.page).toContain('href="/launch/staff.html?tenant=sandbox"');
    expect(arrived.page.match(/class="act"/g)).toHaveLength(1);
    expect(arrived.page).toMatch(/[0-9a-f-]{36}/);
    expect(new URL(arrived.url).search).toMatch(/^\?ref=[\w-]{22}$/);
    expect(arrived.headers.get('content-security-policy')).toContain(
      `frame-ancestors 'self' ${stack.sandboxUrl}`,
    );
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://ehr.example/',
    'https://ehr.example/help',
    'https://u:p@ehr.example/',
    '//ehr.example',
    '',
  ])('does not link to %s', async (uri) => {
    const visitor = new Visitor();
    const away = await visitor.follow(`${stack.appUrl}/launch/staff.html?tenant=sandbox`, (url) =>
      url.startsWith(stack.sandboxUrl),
    );
    const query = new URLSearchParams({
      error: 'server_error',
      error_uri: uri,
      state: new URL(away.url).searchParams.get('state') ?? '',
    });
    const arrived = await visitor.follow(`${stack.appUrl}/smart/callback/sandbox?${query}`);
    expect(arrived.page).not.toContain('rel="noopener noreferrer"');
  });

  it('an error page of yesterday, or of nobody, is 404', async () => {
    const visitor = new Visitor();
    const arrived = await visitor.follow(`${stack.appUrl}/launch/staff.html?tenant=nobody`);
    expect((await visitor.go(arrived.url)).status).toBe(200);
    stack.skipTime(61 * 60_000);
    expect((await visitor.go(arrived.url)).status).toBe(404);
    expect((await visitor.go(`${stack.appUrl}/launch/error.html?ref=nobody`)).status).toBe(404);
    expect((await visitor.go(`${stack.appUrl}/launch/error.html`)).status).toBe(404);
  });
});

describe('what a registration form asks for', () => {
  it('the manifest names our addresses and what every tenant is registered with', async () => {
    const manifest = (await (await fetch(`${stack.appUrl}/smart-manifest.json`)).json()) as Record<
      string,
      never
    >;
    expect(JSON.stringify(manifest)).not.toContain('{PUBLIC_URL}');
    expect(manifest).toMatchObject({
      jwksUri: `${stack.appUrl}/.well-known/jwks.json`,
      fhirVersions: ['4.0.1'],
    });
    expect(manifest.tenants).toContainEqual(
      expect.objectContaining({
        id: 'sandbox-epic',
        staffApp: expect.objectContaining({ redirectUris: [`${stack.appUrl}/smart/callback/sandbox-epic`] }),
      }),
    );
  });

  it('the key set holds two public keys, may be cached, and is no redirect', async () => {
    const answer = await fetch(`${stack.appUrl}/.well-known/jwks.json`, { redirect: 'manual' });
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(keys.map(({ alg, use }) => [alg, use]).sort()).toEqual([
      ['ES384', 'sig'],
      ['RS384', 'sig'],
    ]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
    for (const key of keys)
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
  });
});

describe('when we ourselves are broken', () => {
  it('a person sees a page with a request id, not a line of JSON, and nothing of the inside', async () => {
    const visitor = new Visitor();
    const arrived = await visitor.follow(`${stack.appUrl}/launch/staff.html?tenant=sandbox`, (url) =>
      url.startsWith(stack.sandboxUrl),
    );
    const state = new URL(arrived.url).searchParams.get('state') ?? '';
    const { db } = stack.context.database;
    await db.execute('ALTER TABLE door_failures RENAME TO door_failures_away');
    try {
      const answer = await visitor.go(`${stack.appUrl}/smart/callback/sandbox?error=x&state=${state}`);
      const page = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
      expect(page).toMatch(/internal ·/);
      expect(page).not.toMatch(/door_failures|select|insert/i);
    } finally {
      await db.execute('ALTER TABLE door_failures_away RENAME TO door_failures');
    }
  });

  it('nobody comes in while launches cannot be recorded', async () => {
    const visitor = new Visitor();
    const { db } = stack.context.database;
    await db.execute('ALTER TABLE audit_events RENAME TO audit_events_away');
    try {
      const start = await visitor.follow(`${stack.appUrl}/launch/staff.html?tenant=sandbox`);
      const arrived = await visitor.passEhr(start, { username: 'helen-brooks' });
      expect(arrived.status).toBe(503);
      expect(arrived.url).not.toMatch(/\/l\//);
      expect(
        [...(visitor.jars.get(stack.appUrl)?.keys() ?? [])].filter((name) => !name.includes('login')),
      ).toEqual([]);
    } finally {
      await db.execute('ALTER TABLE audit_events_away RENAME TO audit_events');
    }
    const { rows } = await db.execute(
      "SELECT id FROM launches WHERE end_reason = 'not-recorded' AND ended_at IS NOT NULL",
    );
    expect(rows).toHaveLength(1);
  });
});
