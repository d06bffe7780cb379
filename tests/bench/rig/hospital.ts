// The sandbox EHR and the app, each in its own process as in production, and the EHR's admin door.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../fixtures/stack.ts';
import { type Running, startScript } from './processes.ts';

export interface Hospital {
  appUrl: string;
  ehrUrl: string;
  app: Running;
  /** Asks the EHR's admin door; answers what it says. */
  admin<Answer>(path: string, body?: object, method?: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Logged {
  number: number;
  /** ISO instants. */
  startedAt: string;
  at: string;
  method: string;
  path: string;
  status: number;
}

/** `bundlesFolder`: other people than the sandbox's own. */
export async function openHospital({ bundlesFolder }: { bundlesFolder?: string } = {}): Promise<Hospital> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webside-bench-'));
  const [port, ehrPort, adminPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const ports = { PORT: `${port}`, SANDBOX_PORT: `${ehrPort}`, SANDBOX_ADMIN_PORT: `${adminPort}` };
  const [appUrl, ehrUrl] = [`http://localhost:${port}`, `http://127.0.0.1:${ehrPort}`];
  const tenants = path.join(folder, 'tenants.json');
  writeFileSync(tenants, JSON.stringify([tenantOf(ehrUrl)]));
  const common = { ...ports, LOG_LEVEL: 'error', WEBSIDE_DATA: path.join(folder, 'ehr') };
  const ehr = await startScript(
    'server/main.ts',
    { env: { ...common, ...(bundlesFolder && { SANDBOX_DATA: bundlesFolder }) }, ready: /Sandbox EHR/ },
    ['sandbox'],
  );
  const app = await startScript('server/main.ts', {
    env: {
      ...common,
      WEBSIDE_DATA: path.join(folder, 'app'),
      WEBSIDE_TENANTS: tenants,
      WEBSIDE_SANDBOX: 'off',
    },
    ready: /Webside /,
  });
  return {
    appUrl,
    ehrUrl,
    app,
    admin: (place, body, method) => askAdmin(`http://127.0.0.1:${adminPort}${place}`, body, method),
    async close() {
      await app.stop();
      await ehr.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function tenantOf(ehrUrl: string): object {
  const auth = { method: 'private_key_jwt' };
  return {
    id: 'sandbox',
    name: 'Sandbox General',
    vendor: 'generic',
    iss: `${ehrUrl}/fhir`,
    clientId: 'webside',
    auth,
    patientApp: { clientId: 'webside-patient', auth },
    frameOrigins: [ehrUrl],
    roles: [{ when: { practitionerRoleCode: 'clinician' }, role: 'clinician' }],
    sandbox: true,
  };
}

async function askAdmin<Answer>(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<Answer> {
  const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const answer = await fetch(url, { method, ...init });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

/** Address of a click on an app in the EHR, for the app that is registered under `clientId`. */
export async function mintLaunch(hospital: Hospital, launch: object = {}): Promise<URL> {
  const { url } = await hospital.admin<{ url: string }>('/launches', {
    person: 'helen-brooks',
    patient: 'ada-martin',
    ...launch,
  });
  return new URL(url);
}

/** Every answer of the EHR is held back by this many milliseconds; 0: by none. */
export async function delayEhr(hospital: Hospital, delayMs: number): Promise<void> {
  await hospital.admin('/faults', undefined, 'DELETE');
  if (delayMs > 0) await hospital.admin('/faults', { route: '/**', delayMs });
}
