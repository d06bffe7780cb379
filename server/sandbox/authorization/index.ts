// The authorization side of one personality: SMART App Launch 2.2 on oidc-provider, with log-in, patient and
// consent pages. Answers for tokens; knows nothing of what the FHIR server does with the answer.
import path from 'node:path';
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import {
  type AccessContext,
  FHIR_PATH,
  type LaunchRequest,
  PATIENT_FHIR_PATH,
  type PartitionReader,
  type PersonalityName,
  type SandboxClient,
  type SandboxLog,
  type SandboxPerson,
} from '#server/sandbox/contract';
import { drawPage, pageHeaders, sendPage } from '#server/sandbox/pages';
import { FORGETFUL_KINDS } from './adapter.ts';
import { createClientRegistry } from './clients.ts';
import { createEhrSessions } from './ehr-session.ts';
import { endOnlineAccess, expireTokens, type TokenKind } from './end-access.ts';
import { sayError } from './error-words.ts';
import { createInteractionRouter } from './interaction.ts';
import { mayChoose } from './interaction-steps.ts';
import { openJournal } from './journal.ts';
import { openKeys } from './keys.ts';
import { createLaunchTokens } from './launch-tokens.ts';
import { addErrorUri, countAsSecure, forgetLibrarySession } from './library-edges.ts';
import { buildProvider } from './provider.ts';
import { type Addresses, buildAddresses, type Persona, type Realm, STYLE_VERSION } from './realm.ts';
import { buildOpenidConfiguration, buildSmartConfiguration } from './smart-configuration.ts';
import { addMembers } from './token-request.ts';
import { TRAITS, traitOf } from './traits.ts';
import { verifyToken } from './verify-token.ts';

export { listDefaultClients } from './default-clients.ts';
export type { TokenKind } from './end-access.ts';
export type { Addresses } from './realm.ts';
export { TRAITS };

export interface AuthorizationOptions {
  personality: PersonalityName;
  /** e.g. `http://127.0.0.1:8081` */
  origin: string;
  dataFolder: string;
  clients: SandboxClient[];
  people: SandboxPerson[];
  reader: PartitionReader;
  /** Milliseconds since the epoch. */
  now: () => number;
  log: SandboxLog;
}

export interface Authorization {
  /** Mount at the root, before the FHIR server. */
  router: RequestHandler;
  addresses: Addresses;
  verifyToken(bearer: string): Promise<AccessContext | undefined>;
  /** A launch token and the `iss` that goes with it. Throws for a record that the person may not open. */
  mintLaunch(request: LaunchRequest): { iss: string; launch: string; expiresIn: number };
  clients: { list(): SandboxClient[]; register(client: SandboxClient): void };
  expireTokens(what: TokenKind): number;
  /** Ends the person's EHR sessions and, with them, online access. */
  logOut(username: string): void;
  close(): void;
}

/** Nobody can click on a record they cannot open: the request is wrong, not the sandbox. */
class LaunchRefused extends Error {
  readonly statusCode = 400;
}

const openToAll: RequestHandler = (_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=300' });
  next();
};

function discoveryRouter(realm: Realm): Router {
  const router = Router();
  const { personality } = realm;
  const documents: [string, object][] = [
    [`${FHIR_PATH[personality]}/.well-known/smart-configuration`, buildSmartConfiguration(realm, 'provider')],
    [
      `${traitOf(personality, 'oauthPath')}/.well-known/openid-configuration`,
      buildOpenidConfiguration(realm),
    ],
    [
      `${traitOf(personality, 'issuerPath')}/.well-known/openid-configuration`,
      buildOpenidConfiguration(realm),
    ],
    [
      `/style/${personality}-${STYLE_VERSION}.json`,
      { color_background: '#fdfbf4', color_highlight: '#3d3a8c' },
    ],
  ];
  const patientPath = PATIENT_FHIR_PATH[personality];
  const persona: Persona = 'patient';
  if (patientPath)
    documents.push([
      `${patientPath}/.well-known/smart-configuration`,
      buildSmartConfiguration(realm, persona),
    ]);
  for (const [address, document] of documents) {
    router.get(address, openToAll, (_request, response) => {
      response.json(document);
    });
  }
  return router;
}

/** A request whose authorize address is too long, or that comes to an address this personality has not. */
function guardAuthorize(realm: Realm): RequestHandler {
  const limit = traitOf(realm.personality, 'authorizeUrlLimit');
  const ownAddresses = traitOf(realm.personality, 'personas') === 'own-addresses';
  return (request, response, next) => {
    if (request.originalUrl.length > limit) {
      response.status(431).type('text/plain').send('Request header too large');
      return;
    }
    if (ownAddresses && request.path.startsWith('/authorize')) {
      response.status(404).type('text/plain').send('Choose a persona');
      return;
    }
    next();
  };
}

/** Opens the stores, makes the keys if there are none, and answers the face. */
export async function createAuthorization(options: AuthorizationOptions): Promise<Authorization> {
  const { personality, now, log, reader } = options;
  const folder = path.join(options.dataFolder, 'authorization', personality);
  const keys = await openKeys(path.join(folder, 'keys.json'));
  const journal = openJournal(path.join(folder, 'authorization.jsonl'), now, FORGETFUL_KINDS);
  const realm: Realm = {
    personality,
    addresses: buildAddresses(personality, options.origin),
    registry: createClientRegistry(personality, options.clients, journal),
    launches: createLaunchTokens(now),
    journal,
    people: new Map(options.people.map((person) => [person.username, person])),
    reader,
    now,
    log,
  };
  const bare = traitOf(personality, 'refusalPage') === 'bare';
  const refusal = (error: unknown, description: unknown) => ({
    personality,
    reason: bare
      ? 'OAuth2 Error: Something went wrong trying to authorize the client. Please try logging in again.'
      : `${sayError(String(error))} ${String(description ?? '')}`,
  });
  const provider = buildProvider(realm, {
    keys,
    renderError(ctx, out) {
      ctx.set(pageHeaders());
      ctx.body = drawPage('refused', refusal(out.error, out.error_description));
    },
  });
  provider.silent = true;
  provider.use(countAsSecure as never);
  provider.use(addErrorUri(realm));
  provider.use(forgetLibrarySession(realm));
  provider.use(addMembers(realm) as never);

  const sessions = createEhrSessions(personality);
  const home = traitOf(personality, 'oauthPath');
  const router = express.Router();
  router.use(discoveryRouter(realm));
  router.get(`${home}/errors/:error`, (request, response) => {
    sendPage(response, 'refused', { personality, reason: sayError(request.params.error) });
  });
  router.use(`${home}/interaction`, createInteractionRouter(realm, provider, sessions));
  router.use(home, guardAuthorize(realm));
  router.use(`${home}/personas/:persona`, provider.callback());
  router.use(home, provider.callback());
  const lost: ErrorRequestHandler = (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    log.warn(
      { personality, reason: String(error?.error_description ?? error?.message) },
      'sandbox page refused',
    );
    sendPage(
      response,
      'refused',
      refusal('invalid_request', error?.error_description),
      {},
      error?.statusCode ?? 500,
    );
  };
  router.use(home, lost);

  return {
    router,
    addresses: realm.addresses,
    verifyToken: (bearer) => verifyToken(realm, provider, bearer),
    mintLaunch(request) {
      const person = realm.people.get(request.person);
      if (person && request.patient !== undefined && !mayChoose(person, request.patient))
        throw new LaunchRefused(`${request.person} may not open the record of ${request.patient}`);
      return { iss: realm.addresses.fhirBase.provider, ...realm.launches.mint(request) };
    },
    clients: realm.registry,
    expireTokens: (what) => expireTokens(realm, what),
    logOut(username) {
      sessions.endAll(username);
      endOnlineAccess(realm, username);
    },
    close: () => journal.close(),
  };
}
