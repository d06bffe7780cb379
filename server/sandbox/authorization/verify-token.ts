// What the FHIR server is told of a bearer token. Opaque tokens, looked up; scopes in a spelling every reader
// understands, whatever odd case the app was given.
import type Provider from 'oidc-provider';
import type { AccessContext } from '#server/sandbox/contract';
import { isTokenExpired, lostScopes, noteClient } from '#server/sandbox/faults';
import { contextOf } from './grant-access.ts';
import type { Realm } from './realm.ts';
import { readScope, spellAsCame, withhold } from './scopes.ts';

function plainScopes(scopes: Iterable<string>, lost: string[]): string[] {
  return [...scopes].flatMap((text) => {
    const scope = readScope(text);
    if (!scope) return lost.includes(text) ? [] : [text];
    return withhold([scope], lost).flatMap(spellAsCame);
  });
}

export async function verifyToken(
  realm: Realm,
  provider: Provider,
  bearer: string,
): Promise<AccessContext | undefined> {
  const token = (await provider.AccessToken.find(bearer)) ?? (await provider.ClientCredentials.find(bearer));
  if (!token?.clientId || token.exp === undefined) return undefined;
  noteClient(token.clientId);
  if (isTokenExpired()) return undefined;
  const common = {
    personality: realm.personality,
    clientId: token.clientId,
    scopes: plainScopes(token.scopes, lostScopes()),
    expiresAt: token.exp,
  };
  if (!('grantId' in token)) return { ...common, subject: token.clientId };
  const context = contextOf(realm, token.grantId);
  const person = realm.people.get(token.accountId ?? '');
  if (!context || !person) return undefined;
  return {
    ...common,
    subject: person.username,
    fhirUser: context.actor,
    ...(context.patient && { patient: context.patient }),
    ...(context.encounter && { encounter: context.encounter }),
  };
}
