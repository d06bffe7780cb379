// The registrations of one personality: those given at start and those registered later through the admin
// door, which survive a restart. Says how oidc-provider wants them; decides nothing about scopes.
import type { AdapterPayload } from 'oidc-provider';
import type { PersonalityName, SandboxClient } from '#server/sandbox/contract';
import type { Entry, Journal } from './journal.ts';

const KIND = 'Registration';

export interface ClientRegistry {
  find(clientId: string): SandboxClient | undefined;
  list(): SandboxClient[];
  /** Registers or replaces; kept over restarts. */
  register(client: SandboxClient): void;
  /** The same in oidc-provider's words. */
  metadataOf(clientId: string): AdapterPayload | undefined;
}

function buildMetadata(client: SandboxClient): AdapterPayload {
  const { auth } = client;
  const keys =
    auth.method === 'private_key_jwt'
      ? 'jwksUri' in auth
        ? { jwks_uri: auth.jwksUri }
        : { jwks: auth.jwks }
      : {};
  return {
    client_id: client.clientId,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    response_types: client.backend ? [] : ['code'],
    grant_types: client.backend ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: auth.method,
    ...(auth.method === 'client_secret_basic' && { client_secret: auth.secret }),
    ...keys,
  } as AdapterPayload;
}

export function createClientRegistry(
  personality: PersonalityName,
  given: SandboxClient[],
  journal: Journal,
): ClientRegistry {
  const fixed = new Map(
    given
      .filter((client) => client.personalities?.includes(personality) ?? true)
      .map((client) => [client.clientId, client]),
  );
  const find = (clientId: string) =>
    fixed.get(clientId) ?? (journal.find(KIND, clientId) as unknown as SandboxClient | undefined);
  return {
    find,
    list: () => [
      ...fixed.values(),
      ...journal.list(KIND).map(([, value]) => value as unknown as SandboxClient),
    ],
    register: (client) => journal.put(KIND, client.clientId, client as unknown as Entry),
    metadataOf(clientId) {
      const client = find(clientId);
      return client && buildMetadata(client);
    },
  };
}
