// The story of a run: config → sandbox (where wanted) → context → app → listen → wait for a signal → close.
// `sandbox` as first argument runs the sandbox EHR alone.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { keyFaults } from '#server/db';
import { createLog, type Log } from '#server/http';
import { type Sandbox, startSandbox } from '#server/sandbox';
import { readTenants, sandboxTenants, type Tenant, tenantsFaults } from '#server/smart/tenants';
import { createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';

/** How long running requests may take to end after a signal, in milliseconds. */
const DRAIN = 10_000;
/** How long of that new requests are still taken, in milliseconds: a balancer needs to see `/readyz` say no. */
const LAST_CALL = 1_000;

async function run(): Promise<void> {
  const isAlone = process.argv[2] === 'sandbox';
  const judges = { keys: keyFaults, tenants: tenantsFaults };
  const config = readConfig(judges, undefined, isAlone ? 'sandbox-alone' : 'app');
  const log = createLog(config.logLevel);
  const open: (() => Promise<void>)[] = [];
  try {
    const sandbox = config.sandbox ? await openSandbox(config, config.sandbox, log) : null;
    if (sandbox) open.push(() => sandbox.close());
    if (!isAlone) open.push(await openApp(config, sandbox, log));
    const stopped = signalled(log);
    // Together and last, so that nobody has to look for them.
    if (sandbox) say(`Sandbox EHR   ${sandbox.url}   (faults on demand: ${sandbox.adminUrl})`);
    if (!isAlone) say(`Webside       ${config.publicUrl}`);
    await stopped;
  } catch (error) {
    throw portTaken(error, config) ?? error;
  } finally {
    // All are closed, whatever befalls one; what failed is said at the end.
    const closed = await Promise.allSettled(open.map((close) => close()));
    for (const one of closed)
      if (one.status === 'rejected') log.error({ code: 'close' }, wordsOf(one.reason));
  }
}

/** Somebody else listens where we were to: in words, with the variable that helps. */
function portTaken(error: unknown, config: Config): Error | null {
  const { code, port } = error instanceof Error ? (error as Error & { code?: string; port?: number }) : {};
  if (code !== 'EADDRINUSE') return null;
  const ports = { SANDBOX_PORT: config.sandbox?.port, SANDBOX_ADMIN_PORT: config.sandbox?.adminPort };
  const variable = Object.entries(ports).find(([, taken]) => taken === port)?.[0] ?? 'PORT';
  return new Error(`Port ${port} is in use; set ${variable} to a free one.`);
}

function openSandbox(config: Config, wanted: NonNullable<Config['sandbox']>, log: Log): Promise<Sandbox> {
  return startSandbox({
    port: wanted.port,
    adminPort: wanted.adminPort,
    dataFolder: join(config.dataFolder, 'sandbox'),
    appUrl: config.publicUrl,
    ...(wanted.seedFolder && { bundlesFolder: wanted.seedFolder }),
    log,
  });
}

async function openApp(config: Config, sandbox: Sandbox | null, log: Log): Promise<() => Promise<void>> {
  const context = await createContext({ config, tenants: tenantsOf(config, sandbox, log), log });
  // Node looks for late clients every 30 s unless told; with that, ten seconds would be forty.
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };
  const server = createServer(limits, createApp(context));
  server.on('upgrade', context.realtime.upgrade);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(config.port, config.listenHost, resolve);
    });
  } catch (error) {
    await context.close();
    throw error;
  }
  return async () => {
    context.drain();
    // Whoever asks on an open connection hears that it was the last time; nobody's next request is cut off.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
    await new Promise((resolve) => setTimeout(resolve, LAST_CALL));
    const closed = new Promise((resolve) => server.close(resolve));
    // Pages in a visit are told to come back, to another instance where there is one.
    await context.realtime.close();
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), DRAIN - LAST_CALL - 1_000);
    await closed;
    clearTimeout(late);
    await context.close();
  };
}

/** The operator's tenants, the sandbox's own, or both. */
function tenantsOf(config: Config, sandbox: Sandbox | null, log: Log): Tenant[] {
  const embedded = sandbox ? sandboxTenants({ sandboxOrigin: sandbox.url }) : [];
  if (!config.tenants) return embedded;
  const { tenants, warnings } = readTenants(config.tenants.text, {
    ...config.tenants,
    secretOf: config.secretOf,
    publicUrl: config.publicUrl,
    sandboxOrigin: sandbox?.url ?? null,
  });
  for (const warning of warnings) log.warn({ event: 'tenants' }, warning);
  return [...tenants, ...embedded];
}

function signalled(log: Log): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        log.info({ signal }, 'closing');
        resolve();
      });
  });
}

/** For the person at the terminal; everything else goes to the log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A failed query quotes its parameters; only its name may be shown. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown failure';
  return error.name === 'DrizzleQueryError' ? 'the database refused a statement' : error.message;
}

process.on('unhandledRejection', (reason) => {
  process.stderr.write(
    `A promise failed with nobody listening: ${reason instanceof Error ? reason.name : 'unknown'}\n`,
  );
});

try {
  await run();
} catch (error) {
  const lines = error instanceof ConfigError ? error.faults : [wordsOf(error)];
  process.stderr.write(`Webside does not start:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exitCode = 1;
}
