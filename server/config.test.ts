import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyFaults, newKeySet } from '#server/db';
import { type Config, ConfigError, type Environment, type Judges, readConfig } from './config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'webside-config-'));
  writeFileSync(join(folder, 'all-sandbox.json'), '[{"id":"a","sandbox":true}]');
  writeFileSync(join(folder, 'one-real.json'), '[{"id":"a","sandbox":true},{"id":"b"}]');
  writeFileSync(join(folder, 'no-json.json'), '[{');
  writeFileSync(join(folder, 'keys.json'), KEYS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS = JSON.stringify(newKeySet('key'));
const REMOTE = 'postgresql://app:secret@db.example/webside?sslmode=verify-full';
const judges: Judges = { keys: keyFaults, tenants: () => [] };
const file = (name: string) => join(folder, name);

function faultsOf(env: Environment, judging = judges): readonly string[] {
  try {
    readConfig(judging, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('readConfig', () => {
  it('demands TLS of a mail server on another machine, and leaves this one alone', () => {
    const mailOf = (url: string) =>
      readConfig(judges, { WEBSIDE_SMTP: url, WEBSIDE_MAIL_FROM: 'a@clinic.example' }).mail?.demandsTls;
    expect([mailOf('smtp://mail.example:587'), mailOf('smtp://127.0.0.1:25')]).toEqual([true, false]);
    expect(readConfig(judges, {}).mail).toBe(null);
  });

  it('needs nothing: every default of the contract', () => {
    const config = readConfig(judges, {});
    expect(config).toMatchObject({
      port: 8080,
      publicUrl: 'http://localhost:8080',
      sandbox: { port: 8081, adminPort: 8082, seedFolder: null },
      tenants: null,
      databaseUrl: null,
      redisUrl: null,
      keysText: null,
      rulesFolder: null,
      logLevel: 'info',
      trustProxy: [],
    } satisfies Partial<Config>);
    expect(config.dataFolder).toMatch(/\/\.webside$/);
  });

  it('counts an empty value as not set', () => {
    expect(faultsOf({ PORT: '', DATABASE_URL: '', WEBSIDE_KEYS: '', LOG_LEVEL: '' })).toEqual([]);
  });

  it('tells the secrets a tenants file names, and no others exist', () => {
    const { secretOf } = readConfig(judges, { EPIC_SECRET: 's3cret' });
    expect([secretOf('EPIC_SECRET'), secretOf('OTHER')]).toEqual(['s3cret', null]);
  });

  it('starts the sandbox without tenants, and with them only when asked', () => {
    const WEBSIDE_TENANTS = file('all-sandbox.json');
    expect(readConfig(judges, { WEBSIDE_TENANTS }).sandbox).toBeNull();
    expect(readConfig(judges, { WEBSIDE_TENANTS, WEBSIDE_SANDBOX: 'on' }).sandbox).not.toBeNull();
    expect(readConfig(judges, { WEBSIDE_TENANTS, WEBSIDE_SANDBOX: 'off' }).sandbox).toBeNull();
    expect(faultsOf({ WEBSIDE_SANDBOX: 'off' }).join()).toContain('no EHR at all');
  });

  it('gives the tenants file to its judge, with its folder, and says whose the faults are', () => {
    const seen: unknown[] = [];
    const tenants: Judges['tenants'] = (text, { folder: at, secretOf }) => {
      seen.push(text, at, secretOf('S'));
      return ['a: iss is missing', 'b: iss is missing'];
    };
    const env = { WEBSIDE_TENANTS: file('all-sandbox.json'), S: 'x' };
    expect(faultsOf(env, { ...judges, tenants })).toEqual([
      'WEBSIDE_TENANTS: a: iss is missing',
      'WEBSIDE_TENANTS: b: iss is missing',
    ]);
    expect(seen).toEqual(['[{"id":"a","sandbox":true}]', folder, 'x']);
  });

  it('tells the judge where the sandbox’s own tenants are, as long as there is a sandbox', () => {
    const seen: unknown[] = [];
    const tenants: Judges['tenants'] = (_text, { sandboxOrigin }) => {
      seen.push(sandboxOrigin);
      return [];
    };
    const env = { WEBSIDE_TENANTS: file('all-sandbox.json'), SANDBOX_PORT: '9001' };
    readConfig({ ...judges, tenants }, { ...env, WEBSIDE_SANDBOX: 'on' });
    readConfig({ ...judges, tenants }, env);
    expect(seen).toEqual(['http://127.0.0.1:9001', null]);
  });

  it('lists every fault at once: of the schema, of the rules, of the judges', () => {
    const faults = faultsOf(
      {
        PORT: 'eighty',
        LOG_LEVEL: 'loud',
        PUBLIC_URL: 'http://visits.example',
        DATABASE_URL: 'postgresql://app@db.example/webside',
        REDIS_URL: 'redis://cache.example',
        WEBSIDE_KEYS: '{"current":"a","keys":{"a":"c2hvcnQ="}}',
        WEBSIDE_TENANTS: file('one-real.json'),
        WEBSIDE_RULES: file('nowhere'),
      },
      { ...judges, tenants: () => ['b: iss is missing'] },
    );
    for (const words of [
      'PORT',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'DATABASE_URL',
      'REDIS_URL',
      'WEBSIDE_KEYS',
      'WEBSIDE_TENANTS',
      'WEBSIDE_RULES',
    ])
      expect(faults.join('\n')).toContain(words);
    expect(faults.length).toBeGreaterThanOrEqual(10);
  });
});

describe('unsafe settings stop the start, each by name', () => {
  const cases: [string, Environment, string][] = [
    ['a port that is none', { PORT: '0' }, 'PORT is no port number'],
    ['a port beyond the last', { PORT: '65536' }, 'PORT is no port number'],
    ['a port with more to it', { PORT: '80 80' }, 'PORT is no port number'],
    ['the same port twice', { PORT: '9000', SANDBOX_PORT: '9000' }, 'PORT and SANDBOX_PORT are both 9000'],
    [
      'the admin port twice',
      { SANDBOX_ADMIN_PORT: '8081' },
      'SANDBOX_PORT and SANDBOX_ADMIN_PORT are both 8081',
    ],
    ['plain http in public', { PUBLIC_URL: 'http://visits.example' }, 'PUBLIC_URL is plain http'],
    ['plain http in the building', { PUBLIC_URL: 'http://192.168.1.5:8080' }, 'PUBLIC_URL is plain http'],
    ['a host that only looks local', { PUBLIC_URL: 'http://localhost.example' }, 'PUBLIC_URL is plain http'],
    ['another that only looks local', { PUBLIC_URL: 'http://127.0.0.1.example' }, 'PUBLIC_URL is plain http'],
    ['a public address with a path', { PUBLIC_URL: 'https://visits.example/app' }, 'bare address'],
    ['a public address with a user', { PUBLIC_URL: 'https://me@visits.example' }, 'bare address'],
    ['a public address that is none', { PUBLIC_URL: 'visits.example' }, 'not an http'],
    ['another protocol', { PUBLIC_URL: 'ftp://visits.example' }, 'not an http'],
    [
      'a database far away in clear',
      { DATABASE_URL: 'postgresql://a:b@db.example/x', WEBSIDE_KEYS: KEYS },
      'without TLS',
    ],
    [
      'a database that prefers TLS',
      { DATABASE_URL: 'postgresql://a:b@db.example/x?sslmode=prefer', WEBSIDE_KEYS: KEYS },
      'without TLS',
    ],
    [
      'a database whose certificate nobody looks at',
      { DATABASE_URL: 'postgresql://a:b@db.example/x?sslmode=no-verify', WEBSIDE_KEYS: KEYS },
      'without TLS',
    ],
    [
      'a database far away behind a local name',
      { DATABASE_URL: 'postgresql://a:b@localhost/x?host=db.example', WEBSIDE_KEYS: KEYS },
      'without TLS',
    ],
    [
      'a database without password',
      { DATABASE_URL: 'postgresql://a@db.example/x?sslmode=verify-full', WEBSIDE_KEYS: KEYS },
      'without a password',
    ],
    [
      'another database',
      { DATABASE_URL: 'mysql://a:b@localhost/x', WEBSIDE_KEYS: KEYS },
      'not a postgresql://',
    ],
    [
      'a database without keys',
      { DATABASE_URL: 'postgresql://localhost/x' },
      'WEBSIDE_KEYS is missing while DATABASE_URL is set',
    ],
    ['Redis alone', { REDIS_URL: 'redis://localhost' }, 'without DATABASE_URL'],
    [
      'Redis in clear',
      { REDIS_URL: 'redis://:p@cache.example', DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS },
      'without TLS',
    ],
    [
      'Redis without password',
      { REDIS_URL: 'rediss://cache.example', DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS },
      'without a password',
    ],
    [
      'another cache',
      { REDIS_URL: 'http://localhost', DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS },
      'not a redis://',
    ],
    ['a relay without its secret', { TURN_URLS: 'turn:relay.example' }, 'go together'],
    ['a secret without its relay', { TURN_SECRET: 's'.repeat(32) }, 'go together'],
    [
      'a short secret of the relay',
      { TURN_URLS: 'turn:relay.example', TURN_SECRET: 's'.repeat(31) },
      'shorter than 32',
    ],
    [
      'somebody’s STUN server',
      { TURN_URLS: 'turn:relay.example,stun:stun.example', TURN_SECRET: 's'.repeat(32) },
      'no list of turn: or turns:',
    ],
    ['a mail server without a sender', { WEBSIDE_SMTP: 'smtp://localhost' }, 'go together'],
    ['a sender without a mail server', { WEBSIDE_MAIL_FROM: 'a@clinic.example' }, 'go together'],
    [
      'a sender that is no address',
      { WEBSIDE_SMTP: 'smtp://localhost', WEBSIDE_MAIL_FROM: 'clinic' },
      'no e-mail address',
    ],
    [
      'a mail server by another protocol',
      { WEBSIDE_SMTP: 'https://mail.example', WEBSIDE_MAIL_FROM: 'a@clinic.example' },
      'not an smtp://',
    ],
    ['a key that is short', { WEBSIDE_KEYS: '{"current":"a","keys":{"a":"c2hvcnQ="}}' }, 'has 5 bytes'],
    [
      'a key that is a default',
      { WEBSIDE_KEYS: `{"current":"a","keys":{"a":"${Buffer.alloc(32).toString('base64')}"}}` },
      'is a default',
    ],
    ['a key file that is not there', { WEBSIDE_KEYS: '/nowhere/keys.json' }, 'neither the keys as JSON nor'],
    ['a tenants file that is not there', { WEBSIDE_TENANTS: '/nowhere/tenants.json' }, 'cannot be read'],
    ['rules that are not there', { WEBSIDE_RULES: '/nowhere' }, 'there is no folder'],
    ['consent texts that are not there', { WEBSIDE_CONSENT_TEXTS: '/nowhere' }, 'there is no folder'],
    ['a sandbox neither on nor off', { WEBSIDE_SANDBOX: 'maybe' }, 'neither on nor off'],
    ['trust in any proxy', { TRUST_PROXY: 'all' }, 'none, loopback, or a list'],
    ['trust in the whole world', { TRUST_PROXY: '0.0.0.0/0' }, 'none, loopback, or a list'],
  ];
  it('a far database hidden behind two hosts of which one is near', () => {
    const DATABASE_URL = 'postgresql://a:b@localhost/x?host=localhost&host=db.example';
    expect(faultsOf({ DATABASE_URL, WEBSIDE_KEYS: KEYS }).join()).toContain('without TLS');
  });

  it.each(cases)('%s', (_, env, words) => {
    expect(faultsOf(env).join('\n')).toContain(words);
  });

  it.each(['one-real.json', 'no-json.json'])('a tenant that may be real without keys: %s', (name) => {
    expect(faultsOf({ WEBSIDE_TENANTS: file(name) }).join()).toContain('a tenant that is no sandbox');
    expect(faultsOf({ WEBSIDE_TENANTS: file(name), WEBSIDE_KEYS: KEYS })).toEqual([]);
  });

  it('repeats no key and no password', () => {
    const pasted = newKeySet('key').keys;
    const [key = ''] = Object.values(pasted);
    const faults = faultsOf({
      WEBSIDE_KEYS: key,
      DATABASE_URL: 'postgresql://a:hunter2@db.example/x',
    }).join();
    expect(faults).not.toContain(key);
    expect(faults).not.toContain('hunter2');
  });
});

describe('safe settings start', () => {
  const cases: [string, Environment][] = [
    ['https in public', { PUBLIC_URL: 'https://visits.example' }],
    ['https with a port and a slash', { PUBLIC_URL: 'https://visits.example:8443/' }],
    ['http on localhost', { PUBLIC_URL: 'http://localhost:9000' }],
    ['http on a name below localhost', { PUBLIC_URL: 'http://app.localhost:9000' }],
    ['http on 127.0.0.1', { PUBLIC_URL: 'http://127.0.0.1:9000' }],
    ['a database on this machine', { DATABASE_URL: 'postgresql://webside@localhost/x', WEBSIDE_KEYS: KEYS }],
    ['a database by socket', { DATABASE_URL: 'postgresql:///x?host=/run/postgresql', WEBSIDE_KEYS: KEYS }],
    ['a database on [::1]', { DATABASE_URL: 'postgresql://webside@[::1]:5432/x', WEBSIDE_KEYS: KEYS }],
    ['a database far away with TLS and password', { DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS }],
    [
      'Redis far away with TLS and password',
      { REDIS_URL: 'rediss://:p@cache.example', DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS },
    ],
    [
      'Redis on this machine',
      { REDIS_URL: 'redis://127.0.0.1:6379', DATABASE_URL: REMOTE, WEBSIDE_KEYS: KEYS },
    ],
    [
      'a relay by every way in',
      {
        TURN_URLS: 'turn:relay.example:3478?transport=udp, turns:relay.example:443?transport=tcp',
        TURN_SECRET: 's'.repeat(32),
      },
    ],
    ['the same port where there is no sandbox', { PORT: '8081', WEBSIDE_TENANTS: 'all-sandbox.json' }],
  ];
  it.each(cases)('%s', (_, env) => {
    const found = env.WEBSIDE_TENANTS ? { ...env, WEBSIDE_TENANTS: file(env.WEBSIDE_TENANTS) } : env;
    expect(faultsOf(found)).toEqual([]);
  });

  it('keys as a file or as the JSON itself are the same', () => {
    expect(readConfig(judges, { WEBSIDE_KEYS: file('keys.json') }).keysText).toBe(KEYS);
    expect(readConfig(judges, { WEBSIDE_KEYS: ` ${KEYS}` }).keysText?.trim()).toBe(KEYS);
  });

  it('the public address is its origin', () => {
    expect(readConfig(judges, { PUBLIC_URL: 'https://Visits.example:443/' }).publicUrl).toBe(
      'https://visits.example',
    );
    expect(readConfig(judges, { PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });
});

describe('the sandbox alone', () => {
  it('starts beside settings that are the app’s business, faulty ones too', () => {
    const env = {
      WEBSIDE_TENANTS: '/nowhere.json',
      DATABASE_URL: 'nonsense',
      WEBSIDE_KEYS: 'short',
      SANDBOX_PORT: '9001',
    };
    const none = { keys: () => ['bad keys'], tenants: () => ['bad tenants'] };
    expect(readConfig(none, env, 'sandbox-alone').sandbox?.port).toBe(9001);
    expect(() => readConfig(none, env)).toThrow(/WEBSIDE_TENANTS/);
  });
});
