// What anybody on the network can send: addresses that lead elsewhere, fields that poison, letters that
// break a log. No answer leads away, none lacks its headers, none tells of the inside.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallLaunch, startSmallLaunch } from '../fixtures/small-launch.ts';
import { type Got, type Sent, strangerTo } from '../fixtures/stranger.ts';

let story: SmallLaunch;
let stranger: ReturnType<typeof strangerTo>;
beforeAll(async () => {
  story = await startSmallLaunch();
  stranger = strangerTo(story);
});
afterAll(() => story.close());

describe('an address that is to lead elsewhere', () => {
  const TARGETS = [
    ...[
      'https://evil.test',
      '//evil.test',
      '///evil.test',
      '/\\evil.test',
      '\\\\evil.test',
      '/%2f/evil.test',
    ],
    ...['https:evil.test', 'http:/evil.test', '//evil.test%2f..', 'javascript:alert(1)', 'data:text/html,x'],
    ...[
      '//localhost@evil.test',
      'https://localhost.evil.test',
      '/.evil.test',
      '%0d%0aLocation:%20//evil.test',
    ],
    ...['/%09/evil.test', '//%65vil.test', '//evil。test', '/;@evil.test', 'x%00//evil.test', '//[::1]'],
  ];
  const NAMES = [
    'next',
    'url',
    'redirect',
    'redirect_uri',
    'return',
    'returnTo',
    'continue',
    'target',
    'iss',
  ];
  const MORE = ['ref', 'tenant', 'launch', 'state', 'code', 'visit', 'error_uri', 'RelayState'];

  it('leads to an address of ours or to none, on every row', async () => {
    const abroad: string[] = [];
    let asked = 0;
    for (const row of stranger.rows.filter(({ method }) => method === 'GET'))
      for (const target of TARGETS) {
        if (asked % 25 === 0) await stranger.rest();
        asked += 1;
        const query = [...NAMES, ...MORE].map((name) => `${name}=${encodeURIComponent(target)}`).join('&');
        for (const path of [
          `${stranger.pathOf(row)}?${query}`,
          stranger.pathOf(row, encodeURIComponent(target)),
        ]) {
          const { headers } = await stranger.send({
            method: 'GET',
            path,
            headers: { 'x-forwarded-host': 'evil.test' },
          });
          const place = headers.location;
          if (place === undefined) continue;
          const isOurs = /^\/(?![/\\])/.test(place) && !place.includes('evil');
          if (!isOurs) abroad.push(`${path} → ${place}`);
        }
      }
    expect(abroad).toEqual([]);
    expect(asked).toBeGreaterThan(200);
  });

  it('in place of the path itself leads nowhere', async () => {
    for (const target of TARGETS) {
      const path = encodeURI(target).replace(/^(?!\/)/, '/');
      const { status, headers } = await stranger.send({ method: 'GET', path });
      expect([400, 404], path).toContain(status);
      expect(headers.location).toBeUndefined();
    }
  });
});

describe('headers', () => {
  const EXPECTED = {
    'x-content-type-options': /^nosniff$/,
    'referrer-policy': /^no-referrer$/,
    'permissions-policy': /camera=\(self\)/,
    'content-security-policy': /^(?!.*unsafe-)(?=.*default-src 'none')(?=.*frame-ancestors )/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'cache-control': /./,
    'x-request-id': /^[0-9a-f-]{36}$/,
  };
  const missing = ({ headers }: Got) => {
    const absent = Object.entries(EXPECTED).filter(([name, form]) => !form.test(String(headers[name] ?? '')));
    const loud = ['x-powered-by', 'server'].filter((name) => headers[name] !== undefined);
    return [...absent.map(([name]) => name), ...loud];
  };

  it('stand on every answer: pages, JSON, files, redirects, 400, 403, 404, 405, 413, 415', async () => {
    const wrong: string[] = [];
    const seen = new Set<number>();
    const probes: Sent[] = [
      ...stranger.rows.map((row): Sent => ({ method: row.method, path: stranger.pathOf(row) })),
      ...stranger.rows.map((row): Sent => ({ method: 'HEAD', path: stranger.pathOf(row) })),
      ...['/icon.svg', '/nowhere', '/assets/', '/%', '/launch/%c0%ae', '/l//api/x'].map(
        (path): Sent => ({ method: 'GET', path }),
      ),
      ...['OPTIONS', 'TRACE', 'DELETE', 'PATCH'].map((method): Sent => ({ method, path: '/healthz' })),
      ...['{', '[]', `"${'a'.repeat(300_000)}"`].map(
        (body): Sent => ({
          method: 'POST',
          path: `/l/${story.launchId}/api/logout`,
          headers: { ...stranger.ownHeaders(), 'content-length': String(body.length) },
          body,
        }),
      ),
      {
        method: 'POST',
        path: `/l/${story.launchId}/api/activity`,
        headers: { 'content-type': 'text/plain' },
        body: 'x',
      },
    ];
    for (const probe of probes) {
      const got = await stranger.send(probe);
      seen.add(got.status);
      if (missing(got).length > 0) wrong.push(`${probe.method} ${probe.path} ${got.status}: ${missing(got)}`);
    }
    expect(wrong).toEqual([]);
    for (const status of [200, 303, 400, 403, 404, 413, 415]) expect([...seen]).toContain(status);
  });

  it('stand on an answer that failed inside, which tells nothing of it', async () => {
    const banner = stranger.rows.find(({ path }) => path.endsWith('/api/banner'));
    if (!banner) throw new Error('no banner');
    story.ehr.lies.fhir = () => {
      // The wire breaks in the middle: the answer cannot be written.
      return { json: { resourceType: 'Patient' }, headers: { 'content-length': '3' } };
    };
    const got = await stranger.send({
      method: 'GET',
      path: stranger.pathOf(banner),
      headers: stranger.ownHeaders(),
    });
    expect(got.status).toBeGreaterThanOrEqual(500);
    expect(missing(got)).toEqual([]);
    expect(got.text).not.toMatch(/\bat .*:\d+|node_modules|Error:/);
    delete story.ehr.lies.fhir;
  });

  it('the way back from the EHR leaves neither code nor state in an address, and no Referer', async () => {
    const { visitor } = await story.comeIn();
    const callback = visitor.steps.findIndex(({ url }) => url.includes('/smart/callback/'));
    expect(visitor.steps[callback]).toMatchObject({ status: 303 });
    for (const { url } of visitor.steps.slice(callback + 1)) expect(url).not.toMatch(/code|state/);
    const own = visitor.steps.filter(({ url }) => url.startsWith(story.house.appUrl));
    expect(own.length).toBeGreaterThan(3);
  });
});

describe('fields that poison', () => {
  it('change nothing on any row that takes JSON, and harm nobody', async () => {
    const bodies = [
      '{"__proto__":{"everywhere":true}}',
      '{"constructor":{"prototype":{"everywhere":true}}}',
      '{"everywhere":false,"__proto__":{}}',
      '{"everywhere":"true"}',
      '{"everywhere":[true]}',
      '{"role":"supervisor"}',
      '{"tenantId":"two","patientId":"x"}',
      '{"launchId":"x"}',
      '{"toString":1,"hasOwnProperty":1}',
      '[{"everywhere":true}]',
      'null',
      '7',
      '"x"',
    ];
    for (const row of stranger.rows.filter(({ method, csrf }) => method !== 'GET' && csrf === 'header'))
      for (const body of bodies) {
        const got = await stranger.send({
          method: row.method,
          path: stranger.pathOf(row),
          headers: stranger.ownHeaders(),
          body,
        });
        // Whose row it is not may hear that first.
        const refusals = row.who === 'anyone' || row.who.includes('clinician') ? [400] : [400, 403];
        expect(refusals, `${row.path} ${body}`).toContain(got.status);
      }
    expect(({} as Record<string, unknown>).everywhere).toBeUndefined();
    expect((await story.api.get('session')).status).toBe(200);
  });

  it('a parameter that stands twice is not taken', async () => {
    await stranger.rest();
    for (const path of [
      '/launch/patient.html?tenant=one&tenant=one',
      `/launch/ehr.html?iss=${encodeURIComponent(story.ehr.iss)}&iss=x&launch=a`,
      '/smart/callback/one?state=a&state=b&code=c',
      '/launch/error.html?ref=a&ref=b',
    ]) {
      const got = await stranger.send({ method: 'GET', path });
      const isRefused = got.headers.location?.startsWith('/launch/error.html') ?? got.status === 404;
      expect(isRefused || got.status === 400, `${path}: ${got.status}`).toBe(true);
    }
  });
});

describe('a log line', () => {
  it('is one JSON object of few known fields, whatever is sent', async () => {
    await stranger.rest();
    const before = story.house.lines.length;
    const evil = [
      'a\u001b[31mred',
      'x\u2028y',
      '{"level":60,"msg":"forged"}',
      'a\\nb',
      '\u202e',
      ['$', '{jndi:ldap://x}'].join(''),
    ];
    for (const text of evil) {
      const coded = encodeURIComponent(text);
      const crlf = `${coded}%0d%0a{"level":60}`;
      for (const path of [
        `/${crlf}`,
        `/launch/patient.html?tenant=${crlf}`,
        `/l/${crlf}/api/session`,
        `/smart/callback/${crlf}?state=${crlf}`,
      ])
        await stranger.send({
          method: 'GET',
          path,
          headers: {
            'user-agent': coded,
            referer: `http://x/${coded}`,
            'x-request-id': coded,
            cookie: `a=${coded}`,
          },
        });
      story.ehr.lies.redirect = (url) => {
        for (const name of ['error', 'error_description', 'error_uri'])
          url.searchParams.set(name, `${text}\r\n{"level":60,"msg":"forged"}`);
        return url;
      };
      await story.comeIn();
      delete story.ehr.lies.redirect;
      story.ehr.lies.fhir = () => ({
        status: 500,
        json: { resourceType: 'OperationOutcome', issue: [{ code: `${text}\nforged`, diagnostics: text }] },
      });
      await story.api.get('banner');
    }
    const lines = story.house.lines.slice(before);
    expect(lines.length).toBeGreaterThan(evil.length * 5);
    const known = new Set([
      'level',
      'time',
      'msg',
      'event',
      'requestId',
      'method',
      'route',
      'status',
      'ms',
      'code',
      'kind',
      'tenantId',
      'stack',
    ]);
    for (const line of lines) {
      expect(line).toMatch(/^\{[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*\}\n$/u);
      expect(Object.keys(JSON.parse(line) as object).filter((name) => !known.has(name))).toEqual([]);
      expect(line).not.toMatch(/forged|jndi|red/);
    }
  });
});
