// Finds the authorization server of a registration: one fetch an hour, once however many launches ask,
// and only for an iss that is registered. The openid-client configuration is kept with it, since it
// holds the server's signing keys. A server that fails is left alone for a while.
import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
} from 'openid-client';
import { AppError } from '#server/errors';
import type { EgressInit, Log, PeerEgress } from '#server/http';
import { originsOf, type Registration } from '#server/smart/tenants';
import { withoutExtras } from './refresh-answer.ts';
import { readSmartConfiguration, type ServerFacts } from './smart-configuration.ts';

export interface FoundServer extends ServerFacts {
  /** For openid-client's grants; id_token signatures are checked. */
  configuration: Configuration;
}

export interface DiscoveryNeeds {
  peerOf(tenantId: string): PeerEgress;
  clientAuth(registration: Registration, server: ServerFacts): Promise<ClientAuth>;
  log: Log;
  now: () => Date;
}

/** Skew between our clock and the EHR's that an id_token may show (ehr-integration.md design point 10). */
const CLOCK_TOLERANCE_SECONDS = 90;
const FRESH_MS = 60 * 60_000;
/** An EHR whose discovery fails today still has yesterday's endpoints. */
const USABLE_MS = 24 * 60 * 60_000;

/** After a failure nobody asks again for a second, then two, at most half a minute. */
const BACK_OFF_MS = { first: 1_000, most: 30_000 };

export type FindServer = (registration: Registration) => Promise<FoundServer>;

export interface Discovery {
  /** For a way in: as fresh as an hour, and nothing that the server has since taken back. */
  findServer: FindServer;
  /** For a session that is open: what was good last, however old; a newer one is fetched meanwhile. */
  findLastGood: FindServer;
}

interface Failed {
  cause: unknown;
  times: number;
  until: number;
}

/** Throws `ehr-silent`/`unavailable` (not reached) or `ehr-refused` (reached, and not to be trusted). */
export function createDiscovery(needs: DiscoveryNeeds): Discovery {
  const kept = new Map<string, { server: FoundServer; fetchedAt: number; document: string }>();
  const underWay = new Map<string, Promise<FoundServer>>();
  const failed = new Map<string, Failed>();

  async function fetchServer(registration: Registration, name: string): Promise<FoundServer> {
    const before = kept.get(name);
    try {
      const { server, document } = await fetchFacts(needs, registration);
      const same = before?.document === document ? before.server : undefined;
      const found = same ?? { ...server, configuration: await configure(needs, registration, server) };
      kept.set(name, { server: found, fetchedAt: needs.now().getTime(), document });
      failed.delete(name);
      return found;
    } catch (cause) {
      const code = cause instanceof AppError ? cause.code : 'discovery.failed';
      needs.log.warn({ tenantId: registration.tenant.id, code }, 'smart-configuration could not be used');
      const times = (failed.get(name)?.times ?? 0) + 1;
      const pause = Math.min(BACK_OFF_MS.first * 2 ** (times - 1), BACK_OFF_MS.most);
      failed.set(name, { cause, times, until: needs.now().getTime() + pause });
      return insteadOf(name, cause);
    }
  }

  /** Of yesterday where the server is only away; nothing where it said something wrong. */
  function insteadOf(name: string, cause: unknown): FoundServer {
    const before = kept.get(name);
    const isWrong = cause instanceof AppError && cause.kind === 'ehr-refused';
    if (before && !isWrong && needs.now().getTime() - before.fetchedAt < USABLE_MS) return before.server;
    throw cause;
  }

  const nameOf = ({ tenant, app }: Registration) => `${tenant.id}/${app}`;

  const findServer: FindServer = async (registration) => {
    const name = nameOf(registration);
    const known = kept.get(name);
    if (known && needs.now().getTime() - known.fetchedAt < FRESH_MS) return known.server;
    const waiting = underWay.get(name);
    if (waiting) return waiting;
    const failure = failed.get(name);
    if (failure && needs.now().getTime() < failure.until) return insteadOf(name, failure.cause);
    const fetching = fetchServer(registration, name).finally(() => underWay.delete(name));
    underWay.set(name, fetching);
    return fetching;
  };

  return {
    findServer,
    async findLastGood(registration) {
      const finding = findServer(registration);
      const known = kept.get(nameOf(registration));
      if (!known) return finding;
      // Its failure is in the log, and the next way in will meet it.
      finding.catch(() => undefined);
      return known.server;
    },
  };
}

async function fetchFacts(
  needs: DiscoveryNeeds,
  registration: Registration,
): Promise<{ server: ServerFacts; document: string }> {
  const base = registration.iss.replace(/\/+$/, '');
  const answer = await needs.peerOf(registration.tenant.id).fetch(`${base}/.well-known/smart-configuration`, {
    headers: {
      accept: 'application/json',
      // Epic can answer per client (ehr-integration.md 2.1).
      ...(registration.tenant.vendor === 'epic' && { 'epic-client-id': registration.clientId }),
    },
  });
  if (answer.status >= 500)
    throw new AppError('unavailable', 'discovery.down', 'The hospital’s system is not available.');
  if (answer.status !== 200)
    throw new AppError(
      'ehr-refused',
      'discovery.status',
      `smart-configuration was answered with ${answer.status}.`,
    );
  const document = await answer.text();
  const read = readSmartConfiguration(parseJson(document), registration.iss, originsOf(registration.tenant));
  if (!read.ok) throw new AppError('ehr-refused', 'discovery.wrong', read.fault);
  return { server: read.server, document };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('ehr-refused', 'discovery.not-json', 'smart-configuration is not JSON.', { cause });
  }
}

async function configure(
  needs: DiscoveryNeeds,
  registration: Registration,
  server: ServerFacts,
): Promise<Configuration> {
  const configuration = new Configuration(
    {
      issuer: server.issuer,
      authorization_endpoint: server.authorizationEndpoint,
      token_endpoint: server.tokenEndpoint,
      ...(server.jwksUri && { jwks_uri: server.jwksUri }),
      ...(server.revocationEndpoint && { revocation_endpoint: server.revocationEndpoint }),
      id_token_signing_alg_values_supported: server.idTokenAlgs,
    },
    registration.clientId,
    { [clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    await needs.clientAuth(registration, server),
  );
  const peer = needs.peerOf(registration.tenant.id);
  configuration[customFetch] = async (url, init) =>
    withoutExtras(init, await peer.fetch(url, init as EgressInit));
  configuration.timeout = 30;
  enableNonRepudiationChecks(configuration);
  if (registration.iss.startsWith('http://')) allowInsecureRequests(configuration);
  return configuration;
}
