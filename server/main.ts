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

async function run(): Promise<void> {
  const config = readConfig({ keys: keyFaults, tenants: tenantsFaults });
  const log = createLog(config.logLevel);
  const sandbox = config.sandbox ? await openSandbox(config, config.sandbox, log) : null;
  const stopApp = process.argv[2] === 'sandbox' ? async () => undefined : await openApp(config, sandbox, log);
  await signalled(log);
  await stopApp();
  await sandbox?.close();
}

async function openSandbox(
  config: Config,
  wanted: NonNullable<Config['sandbox']>,
  log: Log,
): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: wanted.port,
    adminPort: wanted.adminPort,
    dataFolder: join(config.dataFolder, 'sandbox'),
    appUrl: config.publicUrl,
    ...(wanted.seedFolder && { bundlesFolder: wanted.seedFolder }),
    log,
  });
  say(`Sandbox EHR   ${sandbox.url}   (faults on demand: ${sandbox.adminUrl})`);
  return sandbox;
}

async function openApp(config: Config, sandbox: Sandbox | null, log: Log): Promise<() => Promise<void>> {
  const context = await createContext({ config, tenants: await tenantsOf(config, sandbox, log), log });
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, createApp(context));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.listenHost, resolve);
  });
  say(`Webside       ${config.publicUrl}`);
  return async () => {
    context.drain();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), DRAIN - 1_000);
    await closed;
    clearTimeout(late);
    await context.close();
  };
}

/** The operator's tenants, the sandbox's own, or both. */
async function tenantsOf(config: Config, sandbox: Sandbox | null, log: Log): Promise<Tenant[]> {
  const embedded = sandbox ? sandboxTenants({ sandboxOrigin: sandbox.url }) : [];
  if (!config.tenants) return embedded;
  const { tenants, warnings } = readTenants(config.tenants.text, {
    ...config.tenants,
    secretOf: config.secretOf,
    publicUrl: config.publicUrl,
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

process.on('unhandledRejection', (reason) => {
  process.stderr.write(
    `A promise failed with nobody listening: ${reason instanceof Error ? reason.name : 'unknown'}\n`,
  );
});

try {
  await run();
} catch (error) {
  const lines =
    error instanceof ConfigError ? error.faults : [error instanceof Error ? error.message : String(error)];
  process.stderr.write(`Webside does not start:\n${lines.map((line) => `  - ${line}\n`).join('')}`);
  process.exitCode = 1;
}
