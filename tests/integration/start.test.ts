// Starting, as the person at the terminal sees it: the real program in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { freePort } from '../fixtures/stack.ts';

const MAIN = resolve(import.meta.dirname, '../../server/main.ts');
const NAMES = ['PORT', 'SANDBOX_PORT', 'SANDBOX_ADMIN_PORT'] as const;
let folder: string;
let ports: Record<(typeof NAMES)[number], string>;
const taken: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webside-start-'));
  const [app, sandbox, admin] = await Promise.all([freePort(), freePort(), freePort()]);
  await plantEmbedded(folder, { bare: true });
  ports = { PORT: String(app), SANDBOX_PORT: String(sandbox), SANDBOX_ADMIN_PORT: String(admin) };
});
afterEach(async () => {
  for (const server of taken.splice(0)) await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

/** What it says on the way; `until`: a word after which it is told to stop. */
async function start(env: Record<string, string> = {}, until?: string) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, WEBSIDE_DATA: folder, LOG_LEVEL: 'warn', ...ports, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (until !== undefined && out.includes(until)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

async function take(port: string): Promise<void> {
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  taken.push(server);
}

it('prints the two addresses together at the end, and stops when it is told to', async () => {
  const { code, out, err } = await start({}, `http://localhost:${ports.PORT}`);
  expect(err).toBe('');
  expect(out.trimEnd().split('\n').slice(-2)).toEqual([
    `Sandbox EHR   http://127.0.0.1:${ports.SANDBOX_PORT}   (faults on demand: http://127.0.0.1:${ports.SANDBOX_ADMIN_PORT})`,
    `Webside       http://localhost:${ports.PORT}`,
  ]);
  expect(code).toBe(0);
});

it.each(NAMES)('says which variable helps where the port of %s is in use, and ends', async (name) => {
  await take(ports[name]);
  const { code, out, err } = await start();
  expect(err).toBe(
    `Webside does not start:\n  - Port ${ports[name]} is in use; set ${name} to a free one.\n`,
  );
  expect(out).not.toContain('Sandbox EHR');
  expect(code).toBe(1);
});

describe('with a tenants file beside the sandbox', () => {
  const honest = {
    id: 'hospital',
    name: 'Hospital',
    vendor: 'generic',
    iss: 'https://ehr.example/fhir',
    clientId: 'webside',
    auth: { method: 'private_key_jwt' },
    frameOrigins: [],
    sandbox: true,
  };
  const startWith = async (entries: object[], until?: string) => {
    const file = join(folder, 'tenants.json');
    await writeFile(file, JSON.stringify(entries));
    return start({ WEBSIDE_TENANTS: file, WEBSIDE_SANDBOX: 'on' }, until);
  };

  it('refuses to take the place of the sandbox’s own tenants, whatever else is wrong', async () => {
    const { code, err } = await startWith([
      { ...honest, id: 'sandbox' },
      { ...honest, id: 'other', iss: `http://127.0.0.1:${ports.SANDBOX_PORT}/epic/fhir`, clientId: 7 },
    ]);
    expect(code).toBe(1);
    expect(err).toContain('WEBSIDE_TENANTS: sandbox: this id is that of the embedded sandbox EHR');
    expect(err).toContain(`/epic/fhir is the embedded sandbox EHR's`);
    expect(err).toContain('WEBSIDE_TENANTS: other: clientId must be text');
  });

  it('starts with both, and warns of what wants a look', async () => {
    const scopes = { ehr: ['launch', 'openid', 'user/*.rs'] };
    const { code, out } = await startWith([{ ...honest, scopes }], 'Webside   ');
    expect(out).toContain(`hospital: scopes.ehr: \\"user/*.rs\\" asks for every resource type`);
    expect(code).toBe(0);
  });
});
