// The program as operators run it, a process of its own: slow clients do not keep it from others, a promise
// nobody listened to does not end it, and a signal under load cuts nobody off.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { plantEmbedded } from '../fixtures/planted-database.ts';
import { freePort } from '../fixtures/stack.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');

let folder: string;
let port: number;
let program: ChildProcess;
let output = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webside-process-'));
  await plantEmbedded(join(folder, 'app-data'));
  await writeFile(
    join(folder, 'fails.mjs'),
    "process.on('SIGUSR2', () => void Promise.reject(new Error('canary-of-a-patient')));\n",
  );
  port = await freePort();
  const tenant = {
    id: 'one',
    name: 'Hospital',
    vendor: 'generic',
    sandbox: true,
    iss: 'http://127.0.0.1:9/fhir',
    clientId: 'client',
    auth: { method: 'private_key_jwt' },
    frameOrigins: ['http://127.0.0.1:9'],
    roles: [{ when: { fhirUser: 'Practitioner' }, role: 'clinician' }],
  };
  await writeFile(join(folder, 'tenants.json'), JSON.stringify([tenant]));
  await start();
});

/** Starts the program and waits until it listens. */
async function start(): Promise<void> {
  const before = output.length;
  program = spawn(process.execPath, ['--import', join(folder, 'fails.mjs'), MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      WEBSIDE_TENANTS: join(folder, 'tenants.json'),
      WEBSIDE_DATA: join(folder, 'app-data'),
    },
  });
  program.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  program.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  await vi.waitFor(() => expect(output.slice(before)).toContain(`http://localhost:${port}`), 60_000);
}

afterAll(async () => {
  if (program.exitCode === null) program.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const ask = (path = '/healthz') => fetch(`http://localhost:${port}${path}`);

/** A client that says this much and then waits. */
async function slowClient(says: string): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const socket = connect(port, 'localhost');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => socket.destroy());
  socket.resume();
  await once(socket, 'connect');
  socket.write(says);
  return { socket, closed };
}

it('answers others while 400 clients never end their headers, and lets those go', async () => {
  const slow = await Promise.all(
    Array.from({ length: 400 }, (_, at) =>
      slowClient(at % 2 === 0 ? 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A' : 'POST /healthz HT'),
    ),
  );
  const good = await Promise.all(Array.from({ length: 40 }, () => ask()));
  expect(good.every(({ status }) => status === 200)).toBe(true);
  await Promise.all(slow.map(({ closed }) => closed));
  expect((await ask('/readyz')).status).toBe(200);
});

it('outlives a promise that failed with nobody listening, and does not quote it', async () => {
  program.kill('SIGUSR2');
  await expect.poll(() => output, { timeout: 20_000 }).toContain('A promise failed with nobody listening');
  expect(output).not.toContain('canary-of-a-patient');
  expect((await ask()).status).toBe(200);
});

it('ends at SIGTERM under load: every request that was taken gets its whole answer', async () => {
  let stopped = false;
  let whole = 0;
  const worker = async () => {
    while (!stopped)
      await ask('/metrics')
        .then((answer) => answer.text())
        .then(
          () => {
            whole += 1;
          },
          // Whether it was taken at all, the program's own log says.
          () => new Promise((resolve) => setTimeout(resolve, 20)),
        );
  };
  const workers = Array.from({ length: 8 }, worker);
  await expect.poll(() => whole, { timeout: 60_000 }).toBeGreaterThan(50);
  const halves = await Promise.all(
    Array.from({ length: 20 }, () => slowClient('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n')),
  );
  const answers = halves.map(async ({ socket, closed }) => {
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk;
    });
    await closed;
    return said.endsWith('{"status":"alive"}');
  });
  const exit = once(program, 'exit');
  program.kill('SIGTERM');
  await vi.waitFor(() => expect(output).toContain('"closing"'), 20_000);
  for (const { socket } of halves) socket.write('\r\n');
  const [code] = (await exit) as [number | null];
  stopped = true;
  await Promise.all(workers);
  expect(code).toBe(0);
  expect(await Promise.all(answers)).toEqual(Array(20).fill(true));
  const taken = output.split('\n').filter((line) => line.includes('"route":"/metrics"')).length;
  expect(taken).toBeGreaterThan(50);
  expect(taken).toBeLessThanOrEqual(whole);
});

it('leaves its folder so that the next start takes it', async () => {
  const before = output.length;
  await start();
  expect((await ask()).status).toBe(200);
  expect(output.slice(before)).not.toContain('does not start');
});
