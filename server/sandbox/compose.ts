// Puts the sandbox together: listens first (the real port is part of every address), then builds the three
// personalities on that origin, then opens the doors. Its parts come from the face or from a test.
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import express from 'express';
import {
  type Authorization,
  createAuthorization,
  listDefaultClients,
  TRAITS,
} from '#server/sandbox/authorization';
import {
  FHIR_PATH,
  PATIENT_FHIR_PATH,
  type PartitionReader,
  PERSONALITIES,
  type PersonalityName,
  type SandboxClient,
  type SandboxLog,
  type SandboxSeed,
} from '#server/sandbox/contract';
import { createAdminDoor, createFaults, type Handler } from '#server/sandbox/faults';
import { createFhirServer, type FhirServer } from '#server/sandbox/fhir';
import { buildLaunchUrl, createLaunchPad, type PadRealm } from '#server/sandbox/launch-pad';
import { underSecondAddress } from './second-address.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  port: number;
  host?: string;
  /** Of the admin door, on loopback; default: the next port, or a free one when `port` is 0. */
  adminPort?: number;
  /** Everything the sandbox keeps: partitions, grants, keys. One process at a time. */
  dataFolder: string;
  /** Where Webside is, e.g. `http://localhost:8080`. */
  appUrl: string;
  /** Folder of FHIR bundles to load instead of the sandbox's own people. */
  bundlesFolder?: string;
  /** Further registered apps. */
  clients?: SandboxClient[];
  log: SandboxLog;
  now?: () => Date;
}

export interface Sandbox {
  /** Origin, e.g. `http://127.0.0.1:8081`. */
  url: string;
  adminUrl: string;
  close(): Promise<void>;
}

interface Personality {
  authorization: Authorization;
  fhir: FhirServer;
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      const real = typeof address === 'object' && address ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${real}`);
    });
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function openPersonality(
  personality: PersonalityName,
  origin: string,
  seed: SandboxSeed,
  options: SandboxOptions,
): Promise<Personality> {
  const { dataFolder, log } = options;
  const clock = options.now ?? (() => new Date());
  const opened: Partial<Personality> = {};
  const fhir = await createFhirServer({
    personality,
    baseUrl: origin + FHIR_PATH[personality],
    seed,
    dataFolder,
    verifyToken: async (asked, bearer) =>
      asked === personality ? opened.authorization?.verifyToken(bearer) : undefined,
    log,
    now: clock,
  });
  const reader: PartitionReader = fhir.reader;
  opened.authorization = await createAuthorization({
    personality,
    origin,
    dataFolder,
    clients: [...listDefaultClients(options.appUrl), ...(options.clients ?? [])],
    people: seed.people,
    reader,
    now: () => clock().getTime(),
    log,
  });
  return { authorization: opened.authorization, fhir };
}

function padRealmOf(personality: PersonalityName, { authorization, fhir }: Personality): PadRealm {
  const { addresses } = authorization;
  const patientBase = addresses.fhirBase.patient;
  return {
    reader: fhir.reader,
    addresses: {
      'FHIR base (iss, aud)': addresses.fhirBase.provider,
      ...(patientBase !== addresses.fhirBase.provider && { 'FHIR base for patients’ apps': patientBase }),
      Discovery: `${addresses.fhirBase.provider}/.well-known/smart-configuration`,
      'Issuer of id_tokens': addresses.issuer,
      Authorize: addresses.authorize.provider,
      Token: addresses.token,
    },
    traits: Object.entries(TRAITS).map(([key, rows]) => ({
      key,
      says: rows[personality].says,
      source: rows[personality].source,
    })),
    listClients: authorization.clients.list,
    mintLaunch: authorization.mintLaunch,
    logOut: authorization.logOut,
  };
}

function mount(
  app: express.Express,
  personality: PersonalityName,
  { authorization, fhir }: Personality,
  origin: string,
) {
  app.use(authorization.router);
  app.use(FHIR_PATH[personality], fhir.handle);
  const second = PATIENT_FHIR_PATH[personality];
  if (second)
    app.use(second, underSecondAddress(fhir.handle, origin + FHIR_PATH[personality], origin + second));
}

/** Opens everything; answers when the sandbox can be used. */
export async function composeSandbox(
  options: SandboxOptions,
  buildSeed: (today: string) => Promise<SandboxSeed>,
): Promise<Sandbox> {
  const { log, appUrl, port } = options;
  const clock = options.now ?? (() => new Date());
  const today = () => clock().toISOString().slice(0, 10);
  const faults = createFaults(() => clock().getTime(), log);
  let answer: Handler = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1' }).end('The sandbox EHR is starting');
  };
  const server = createServer(faults.around((request, response) => answer(request, response)));
  const url = await listen(server, port, options.host ?? '127.0.0.1');
  const doors: Server[] = [server];
  const opened = new Map<PersonalityName, Personality>();
  const close = async () => {
    await Promise.all(doors.map(shut));
    for (const { authorization, fhir } of opened.values()) {
      authorization.close();
      await fhir.close();
    }
  };
  try {
    const seed = await buildSeed(today());
    const folder = path.resolve(options.dataFolder);
    for (const personality of PERSONALITIES) {
      opened.set(
        personality,
        await openPersonality(personality, url, seed, { ...options, dataFolder: folder }),
      );
    }
    const at = (personality: PersonalityName) => opened.get(personality) as Personality;
    const mintLaunch = (request: Parameters<Authorization['mintLaunch']>[0]) => {
      const minted = at(request.personality).authorization.mintLaunch(request);
      return { ...minted, url: buildLaunchUrl(appUrl, minted) };
    };
    const admin = createServer(
      createAdminDoor({
        faults,
        people: seed.people,
        mintLaunch: (input) => mintLaunch(input as Parameters<typeof mintLaunch>[0]),
        expireTokens: (personality, what) => at(personality).authorization.expireTokens(what),
        logOut: (personality, person) => at(personality).authorization.logOut(person),
        listClients: (personality) => at(personality).authorization.clients.list(),
        registerClient(client) {
          for (const name of client.personalities ?? PERSONALITIES)
            at(name).authorization.clients.register(client);
        },
      }),
    );
    const adminUrl = await listen(admin, options.adminPort ?? (port === 0 ? 0 : port + 1), '127.0.0.1');
    doors.push(admin);

    const app = express();
    app.disable('x-powered-by');
    const realms = Object.fromEntries(PERSONALITIES.map((name) => [name, padRealmOf(name, at(name))]));
    app.use(
      createLaunchPad({
        realms: realms as Record<PersonalityName, PadRealm>,
        people: seed.people,
        appUrl,
        adminUrl,
        today,
      }),
    );
    for (const personality of PERSONALITIES) mount(app, personality, at(personality), url);
    answer = app;
    log.info({ url, adminUrl }, 'sandbox EHR ready');
    return { url, adminUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}
