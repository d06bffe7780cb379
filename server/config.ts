// The only reader of the environment. Every fault is listed at once and in words; a setting that would be
// unsafe stops the start and says why. It does not know what a tenant or a key looks like inside: those
// who do judge the texts, and all verdicts are told together.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isLoopbackHost } from '#server/http';

/** Where the project lies: relative paths in settings start here, not where the shell happens to be. */
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'is no port number')
    .transform(Number)
    .refine((number) => number >= 1 && number <= 65_535, 'is no port number (1 to 65535)')
    .default(fallback);

/** `loopback`, an address or a network; a network so wide that callers stand in it themselves is none. */
function isProxyName(text: string): boolean {
  if (text === 'loopback' || ipaddr.isValid(text)) return true;
  return ipaddr.isValidCIDR(text) && ipaddr.parseCIDR(text)[1] >= 8;
}

/** RFC 7065; a stun: address would be somebody's default and gives no relay. */
const TURN_URL = /^turns?:[A-Za-z0-9.-]+(:\d{1,5})?(\?transport=(udp|tcp))?$/;

/** All variables there are; `.env.example` explains each. An empty value counts as not set. */
export const Variables = z.object({
  PORT: port(8080),
  SANDBOX_PORT: port(8081),
  SANDBOX_ADMIN_PORT: port(8082),
  PUBLIC_URL: z.string().optional(),
  WEBSIDE_TENANTS: z.string().optional(),
  WEBSIDE_DATA: z.string().default('.webside'),
  WEBSIDE_KEYS: z.string().optional(),
  WEBSIDE_RULES: z.string().optional(),
  WEBSIDE_CONSENT_TEXTS: z.string().optional(),
  WEBSIDE_SANDBOX: z.enum(['on', 'off'], 'is neither on nor off').optional(),
  SANDBOX_DATA: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  REDIS_URL: z.string().optional(),
  TURN_URLS: z
    .string()
    .optional()
    .transform((text) => text?.split(',').map((one) => one.trim()) ?? [])
    .refine(
      (list) => list.every((one) => TURN_URL.test(one)),
      'is no list of turn: or turns: addresses (turn:relay.example:3478?transport=udp)',
    ),
  TURN_SECRET: z.string().min(32, 'is shorter than 32 characters').optional(),
  WEBSIDE_SMTP: z.string().optional(),
  WEBSIDE_MAIL_FROM: z.email('is no e-mail address').optional(),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'], 'is none of error, warn, info, debug')
    .default('info'),
  TRUST_PROXY: z
    .string()
    .default('none')
    .transform((text) => (text === 'none' ? [] : text.split(',').map((one) => one.trim())))
    .refine(
      (list) => list.every(isProxyName),
      'is none, loopback, or a list of addresses (10.0.0.7, 10.1.0.0/16)',
    ),
});
type Settings = z.infer<typeof Variables>;

export interface Config {
  port: number;
  /** Loopback while the public address is on this machine, every interface otherwise. */
  listenHost: '127.0.0.1' | '::';
  /** Origin of the app as browsers see it, without a slash at the end. */
  publicUrl: string;
  /** Absolute. */
  dataFolder: string;
  databaseUrl: string | null;
  redisUrl: string | null;
  /** The site's own relay for calls; null: none. */
  turn: { urls: readonly string[]; secret: string } | null;
  /** The site's mail server; null: none. `demandsTls`: it is on another machine and speaks STARTTLS. */
  mail: { url: string; from: string; demandsTls: boolean } | null;
  /** Content of WEBSIDE_KEYS; null: the embedded default, which makes its own. */
  keysText: string | null;
  tenants: TenantsFile | null;
  /** The embedded EHR; null: not started. */
  sandbox: { port: number; adminPort: number; seedFolder: string | null } | null;
  rulesFolder: string | null;
  /** The site's own consent texts, and what its counsel approved. */
  consentTextsFolder: string | null;
  logLevel: Settings['LOG_LEVEL'];
  /** Reverse proxies that are believed when they tell the caller's address; empty: nobody is. */
  trustProxy: Settings['TRUST_PROXY'];
  /** A secret that the tenants file names by variable (`auth.secretEnv`). */
  secretOf(name: string): string | null;
}

export interface TenantsFile {
  path: string;
  /** Relative paths in the file start here. */
  folder: string;
  text: string;
}

/** Who knows the inside of the files we only read: each answers with faults in words. */
export interface Judges {
  keys(text: string): readonly string[];
  tenants(
    text: string,
    around: { folder: string; secretOf: Config['secretOf']; sandboxOrigin: string | null },
  ): readonly string[];
}

/** The start is refused; `faults` are all of them. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`Webside does not start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the sandbox alone has no use for: it is an EHR and knows no tenants, no database, no keys of ours. */
const APP_ONLY = [
  'WEBSIDE_TENANTS',
  'WEBSIDE_SANDBOX',
  'WEBSIDE_KEYS',
  'WEBSIDE_RULES',
  'WEBSIDE_CONSENT_TEXTS',
  'DATABASE_URL',
  'REDIS_URL',
  'TURN_URLS',
  'TURN_SECRET',
  'WEBSIDE_SMTP',
  'WEBSIDE_MAIL_FROM',
];

/** Throws ConfigError with every fault, those of the judges included. */
export function readConfig(
  judges: Judges,
  env: Environment = process.env,
  purpose: 'app' | 'sandbox-alone' = 'app',
): Config {
  const isWanted = ([name, value]: [string, string | undefined]) =>
    value !== '' && (purpose === 'app' || !APP_ONLY.includes(name));
  const given = Object.fromEntries(Object.entries(env).filter(isWanted));
  const read = Variables.safeParse(given);
  if (!read.success)
    // The other rules need well-formed values: judge those that are, so that one start tells all.
    throw new ConfigError([
      ...read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`),
      ...faultsBesides(new Set(read.error.issues.map((issue) => String(issue.path[0]))), given, judges),
    ]);
  const faults: string[] = [];
  const config = configOf(read.data, given, judges, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function faultsBesides(bad: ReadonlySet<string>, given: Environment, judges: Judges): string[] {
  const faults: string[] = [];
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !bad.has(name)));
  configOf(Variables.parse(rest), rest, judges, faults);
  return faults;
}

function configOf(set: Settings, env: Environment, judges: Judges, faults: string[]): Config {
  const secretOf = (name: string) => env[name] ?? null;
  const tenants = set.WEBSIDE_TENANTS ? readTenantsFile(set.WEBSIDE_TENANTS, faults) : null;
  const sandboxOn = set.WEBSIDE_SANDBOX ? set.WEBSIDE_SANDBOX === 'on' : !set.WEBSIDE_TENANTS;
  const sandboxOrigin = sandboxOn ? `http://127.0.0.1:${set.SANDBOX_PORT}` : null;
  if (tenants)
    faults.push(
      ...judges
        .tenants(tenants.text, { folder: tenants.folder, secretOf, sandboxOrigin })
        .map((fault) => `WEBSIDE_TENANTS: ${fault}`),
    );
  const keysText = keysTextOf(set.WEBSIDE_KEYS, faults);
  if (keysText !== null) faults.push(...judges.keys(keysText));
  if (set.WEBSIDE_KEYS === undefined) faults.push(...faultsWithoutKeys(set, tenants));
  if (set.WEBSIDE_SANDBOX === 'off' && !set.WEBSIDE_TENANTS)
    faults.push('WEBSIDE_SANDBOX is off and WEBSIDE_TENANTS is not set: there would be no EHR at all.');
  faults.push(...portFaults(set, sandboxOn), ...connectionFaults(set));
  const publicUrl = set.PUBLIC_URL ?? `http://localhost:${set.PORT}`;
  faults.push(...publicUrlFaults(publicUrl));
  return {
    port: set.PORT,
    listenHost: isLoopbackHost(URL.parse(publicUrl)?.hostname ?? '') ? '127.0.0.1' : '::',
    publicUrl: URL.parse(publicUrl)?.origin ?? publicUrl,
    dataFolder: resolve(PROJECT, set.WEBSIDE_DATA),
    databaseUrl: set.DATABASE_URL ?? null,
    redisUrl: set.REDIS_URL ?? null,
    turn:
      set.TURN_SECRET && set.TURN_URLS.length > 0 ? { urls: set.TURN_URLS, secret: set.TURN_SECRET } : null,
    mail: mailOf(set),
    keysText,
    tenants,
    sandbox: sandboxOn
      ? {
          port: set.SANDBOX_PORT,
          adminPort: set.SANDBOX_ADMIN_PORT,
          seedFolder: folderOf('SANDBOX_DATA', set, faults),
        }
      : null,
    rulesFolder: folderOf('WEBSIDE_RULES', set, faults),
    consentTextsFolder: folderOf('WEBSIDE_CONSENT_TEXTS', set, faults),
    logLevel: set.LOG_LEVEL,
    trustProxy: set.TRUST_PROXY,
    secretOf,
  };
}

function readTenantsFile(given: string, faults: string[]): TenantsFile | null {
  const path = resolve(PROJECT, given);
  try {
    return { path, folder: dirname(path), text: readFileSync(path, 'utf8') };
  } catch {
    faults.push(`WEBSIDE_TENANTS: the file ${given} cannot be read.`);
    return null;
  }
}

/** WEBSIDE_KEYS is either the JSON itself or the path of a file with it. */
function keysTextOf(given: string | undefined, faults: string[]): string | null {
  if (given === undefined) return null;
  if (given.trimStart().startsWith('{')) return given;
  try {
    return readFileSync(resolve(PROJECT, given), 'utf8');
  } catch {
    // The value may be a key pasted by mistake: it is not repeated.
    faults.push('WEBSIDE_KEYS is neither the keys as JSON nor the path of a file that can be read.');
    return null;
  }
}

function faultsWithoutKeys(set: Settings, tenants: TenantsFile | null): string[] {
  const why = [
    ...(set.DATABASE_URL ? ['DATABASE_URL is set'] : []),
    ...(tenants && hasRealTenant(tenants.text) ? ['WEBSIDE_TENANTS holds a tenant that is no sandbox'] : []),
  ];
  if (why.length === 0) return [];
  return [
    `WEBSIDE_KEYS is missing while ${why.join(' and ')}: keys beside the data they protect are only for trying out. Make some with: npm run keys -- new`,
  ];
}

/** What cannot be read as all-sandbox counts as real. */
function hasRealTenant(text: string): boolean {
  const AllSandbox = z.array(z.looseObject({ sandbox: z.literal(true) }));
  try {
    return !AllSandbox.safeParse(JSON.parse(text)).success;
  } catch {
    return true;
  }
}

function portFaults(set: Settings, sandboxOn: boolean): string[] {
  if (!sandboxOn) return [];
  const names = ['PORT', 'SANDBOX_PORT', 'SANDBOX_ADMIN_PORT'] as const;
  return names.flatMap((name, at) =>
    names
      .slice(at + 1)
      .flatMap((other) =>
        set[name] === set[other] ? [`${name} and ${other} are both ${set[name]}; each needs its own.`] : [],
      ),
  );
}

function publicUrlFaults(given: string): string[] {
  const url = URL.parse(given);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return ['PUBLIC_URL is not an http or https address.'];
  const faults: string[] = [];
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password)
    faults.push(
      'PUBLIC_URL must be a bare address such as https://visits.example, without path, query or user.',
    );
  // Browsers treat loopback as secure without TLS; `*.localhost` is loopback by RFC 6761 §6.3.
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    faults.push(
      'PUBLIC_URL is plain http: session cookies and health data would travel in clear. Use https.',
    );
  return faults;
}

const TLS_MODES = ['require', 'verify-ca', 'verify-full'];

function connectionFaults(set: Settings): string[] {
  const faults: string[] = [];
  if (set.DATABASE_URL) faults.push(...databaseFaults(set.DATABASE_URL));
  if (set.REDIS_URL) faults.push(...redisFaults(set.REDIS_URL));
  if (set.REDIS_URL && !set.DATABASE_URL)
    faults.push(
      'REDIS_URL is set without DATABASE_URL: several instances cannot share the embedded database.',
    );
  if (Boolean(set.WEBSIDE_SMTP) !== Boolean(set.WEBSIDE_MAIL_FROM))
    faults.push(
      'WEBSIDE_SMTP and WEBSIDE_MAIL_FROM go together: a server and the address that it sends from.',
    );
  if (set.WEBSIDE_SMTP && !isSmtp(URL.parse(set.WEBSIDE_SMTP)))
    // It may hold a password: it is not repeated.
    faults.push(
      'WEBSIDE_SMTP is not an smtp:// or smtps:// address (smtps://user:password@mail.example:465).',
    );
  if (set.TURN_URLS.length > 0 !== Boolean(set.TURN_SECRET))
    faults.push(
      'TURN_URLS and TURN_SECRET go together: addresses without the secret, or the reverse, reach no relay.',
    );
  return faults;
}

function isSmtp(url: URL | null): url is URL {
  return url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '';
}

function mailOf({ WEBSIDE_SMTP: url, WEBSIDE_MAIL_FROM: from }: Settings): Config['mail'] {
  const at = url ? URL.parse(url) : null;
  if (!url || !from || !isSmtp(at)) return null;
  return { url, from, demandsTls: at.protocol === 'smtp:' && !isLocal(at.hostname) };
}

function databaseFaults(given: string): string[] {
  const url = URL.parse(given);
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    return ['DATABASE_URL is not a postgresql:// address.'];
  // The driver lets ?host= win over the host before it, and the last one over the others.
  if ([url.hostname, ...url.searchParams.getAll('host')].every(isLocal)) return [];
  return [
    ...(TLS_MODES.includes(url.searchParams.get('sslmode') ?? '')
      ? []
      : ['DATABASE_URL is on another machine without TLS: add ?sslmode=verify-full.']),
    ...(url.password ? [] : ['DATABASE_URL is on another machine without a password.']),
  ];
}

function redisFaults(given: string): string[] {
  const url = URL.parse(given);
  if (!url || !['redis:', 'rediss:'].includes(url.protocol))
    return ['REDIS_URL is not a redis:// or rediss:// address.'];
  if (isLocal(url.hostname)) return [];
  return [
    ...(url.protocol === 'rediss:' ? [] : ['REDIS_URL is on another machine without TLS: use rediss://.']),
    ...(url.password ? [] : ['REDIS_URL is on another machine without a password.']),
  ];
}

/** This machine: loopback, or the folder of a Unix socket (or none given, which means the same). */
function isLocal(host: string): boolean {
  const name = decodeURIComponent(host);
  return name === '' || name.startsWith('/') || isLoopbackHost(name);
}

type Folder = 'SANDBOX_DATA' | 'WEBSIDE_RULES' | 'WEBSIDE_CONSENT_TEXTS';

function folderOf(name: Folder, set: Settings, faults: string[]): string | null {
  const given = set[name];
  if (given === undefined) return null;
  const path = resolve(PROJECT, given);
  if (!existsSync(path) || !statSync(path).isDirectory())
    faults.push(`${name}: there is no folder ${given}.`);
  return path;
}
