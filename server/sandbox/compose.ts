// Puts the sandbox together: listens first (the real port is part of every address), then opens the three
// personalities on that origin, then answers. Until then it says that it is starting.
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import express from 'express';
import {
  type LaunchRequest,
  PERSONALITIES,
  type PersonalityName,
  type SandboxClient,
  type SandboxLog,
  type SandboxSeed,
} from '#server/sandbox/contract';
import { createAdminDoor, createFaults, type Faults, type Handler } from '#server/sandbox/faults';
import { buildLaunchUrl, createLaunchPad } from '#server/sandbox/launch-pad';
import { clinicDay } from '#server/sandbox/patients';
import {
  closePersonality,
  describePersonality,
  mountPersonality,
  openPersonality,
  type Personality,
} from './open-personality.ts';

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

type Personalities = Record<PersonalityName, Personality>;

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

function buildAdminDoor(
  opened: Personalities,
  faults: Faults,
  people: SandboxSeed['people'],
  appUrl: string,
) {
  return createAdminDoor({
    faults,
    people,
    mintLaunch(input) {
      const minted = opened[input.personality].authorization.mintLaunch(input as LaunchRequest);
      return { ...minted, url: buildLaunchUrl(appUrl, minted) };
    },
    accepted: (personality) => opened[personality].fhir.accepted(),
    expireTokens: (personality, what) => opened[personality].authorization.expireTokens(what),
    logOut: (personality, person) => opened[personality].authorization.logOut(person),
    listClients: (personality) => opened[personality].authorization.clients.list(),
    registerClient(client) {
      for (const name of client.personalities ?? PERSONALITIES)
        opened[name].authorization.clients.register(client);
    },
  });
}

function buildApp(
  opened: Personalities,
  needs: Omit<Parameters<typeof createLaunchPad>[0], 'realms'>,
): express.Express {
  const app = express();
  app.disable('x-powered-by');
  const realms = Object.fromEntries(PERSONALITIES.map((name) => [name, describePersonality(opened[name])]));
  app.use(createLaunchPad({ ...needs, realms: realms as Parameters<typeof createLaunchPad>[0]['realms'] }));
  for (const name of PERSONALITIES) mountPersonality(app, opened[name]);
  return app;
}

/** Opens everything; answers when the sandbox can be used. `buildSeed` gets today, YYYY-MM-DD. */
export async function composeSandbox(
  options: SandboxOptions,
  buildSeed: (today: string) => Promise<SandboxSeed>,
): Promise<Sandbox> {
  const { log, appUrl, port } = options;
  const now = options.now ?? (() => new Date());
  const today = () => clinicDay(now());
  const faults = createFaults(() => now().getTime(), log);
  let answer: Handler = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1' }).end('The sandbox EHR is starting');
  };
  const server = createServer(faults.around((request, response) => answer(request, response)));
  const url = await listen(server, port, options.host ?? '127.0.0.1');
  const doors: Server[] = [server];
  const opened: Partial<Personalities> = {};
  const close = async () => {
    await Promise.all(doors.map(shut));
    for (const personality of Object.values(opened)) await closePersonality(personality);
  };
  try {
    const seed = await buildSeed(today());
    const common = { origin: url, seed, appUrl, log, now, clients: options.clients ?? [] };
    const dataFolder = path.resolve(options.dataFolder);
    for (const name of PERSONALITIES) opened[name] = await openPersonality(name, { ...common, dataFolder });
    const all = opened as Personalities;
    const admin = createServer(buildAdminDoor(all, faults, seed.people, appUrl));
    doors.push(admin);
    const adminUrl = await listen(admin, options.adminPort ?? (port === 0 ? 0 : port + 1), '127.0.0.1');
    answer = buildApp(all, { people: seed.people, appUrl, adminUrl, today });
    log.info({ url, adminUrl }, 'sandbox EHR ready');
    return { url, adminUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}
