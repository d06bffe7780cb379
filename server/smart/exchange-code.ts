// The code for tokens, on the server and once. openid-client authenticates, sends the verifier and checks
// the id_token's signature, issuer, audience and times; nonce is checked here, because an EHR may grant
// less than was asked for and a launch without `openid` has no id_token at all (SMART 2.2, scopes).
import { genericGrantRequest, tokenRevocation } from 'openid-client';
import type { FoundServer } from '#server/smart/discovery';
import { readExpiry, type Tokens } from '#server/smart/grants';
import { isSameSecret } from '#server/smart/secrets';

export interface Exchanged {
  tokens: Tokens;
  /** Absent: the EHR says what was asked for (RFC 6749 5.1). */
  scope: string | undefined;
  /** Claims of the checked id_token; null without one. */
  claims: Readonly<Record<string, unknown>> | null;
  /** The token answer's members beside tokens: launch context, from outside and unchecked. */
  context: Readonly<Record<string, unknown>>;
}

/** An id_token that is signed well and still not for this flow. */
export class IdTokenMismatch extends Error {
  constructor(what: string) {
    super(`The id_token does not belong to this flow: ${what}.`);
    this.name = 'IdTokenMismatch';
  }
}

const LEEWAY_SECONDS = 120;

export async function exchangeCode(
  server: FoundServer,
  input: {
    code: string;
    redirectUri: string;
    verifier: string;
    nonce: string;
    startedAt: Date;
    mustBeFresh: boolean;
  },
  now: () => Date,
): Promise<Exchanged> {
  const answer = await genericGrantRequest(server.configuration, 'authorization_code', {
    code: input.code,
    redirect_uri: input.redirectUri,
    code_verifier: input.verifier,
  });
  const claims = answer.id_token === undefined ? null : { ...answer.claims() };
  if (claims) checkClaims(claims, input, now());
  const { access_token, refresh_token, id_token: _, expires_in, scope, ...context } = answer;
  const issuedAt = now();
  return {
    tokens: {
      accessToken: access_token,
      refreshToken: refresh_token ?? null,
      issuedAt,
      expiresAt: readExpiry(expires_in, issuedAt),
    },
    scope: scope === undefined ? undefined : printable(scope),
    claims,
    context,
  };
}

/** Scope tokens are printable ASCII (RFC 6749 3.3); what is not, a NUL above all, no database takes. */
function printable(scope: string): string {
  return scope.replace(/[^\x20-\x7e]+/g, ' ').trim();
}

function checkClaims(
  claims: Record<string, unknown>,
  flow: { nonce: string; startedAt: Date; mustBeFresh: boolean },
  now: Date,
): void {
  if (typeof claims.nonce !== 'string' || !isSameSecret(claims.nonce, flow.nonce))
    throw new IdTokenMismatch('nonce');
  if (typeof claims.sub !== 'string' || claims.sub === '') throw new IdTokenMismatch('sub');
  const latest = now.getTime() / 1000 + LEEWAY_SECONDS;
  if (typeof claims.iat !== 'number' || claims.iat > latest) throw new IdTokenMismatch('iat');
  // An EHR that says when it last asked for a password must have asked since the lock.
  const earliest = flow.startedAt.getTime() / 1000 - LEEWAY_SECONDS;
  if (flow.mustBeFresh && typeof claims.auth_time === 'number' && claims.auth_time < earliest)
    throw new IdTokenMismatch('auth_time');
}

/** Hands back what is not going to be used. Best effort: the tokens are stored nowhere. */
export async function discardTokens(server: FoundServer, tokens: Tokens): Promise<void> {
  if (server.revocationEndpoint === null) return;
  await tokenRevocation(server.configuration, tokens.refreshToken ?? tokens.accessToken);
}
