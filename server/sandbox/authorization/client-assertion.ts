// What SMART asks of a private_key_jwt beyond RFC 7523 (client-confidential-asymmetric): the audience is the
// token address and nothing else, it lives five minutes at most, it says which key signed it. That its `jti`
// comes only once oidc-provider sees to.
import { errors, type KoaContextWithOIDC } from 'oidc-provider';

const LONGEST_LIFE_SECONDS = 300;
/** Clocks differ; also oidc-provider's `clockTolerance`. */
export const CLOCK_TOLERANCE_SECONDS = 30;

export function checkClientAssertion(
  ctx: KoaContextWithOIDC,
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  nowSeconds: number,
): void {
  const token = ctx.oidc.urlFor('token');
  const endpoints = [token, ctx.oidc.urlFor(ctx.oidc.route)];
  if (typeof claims.aud !== 'string' || !endpoints.includes(claims.aud)) {
    throw new errors.InvalidClientAuth('aud must be the token address');
  }
  if (claims.sub !== claims.iss) throw new errors.InvalidClientAuth('iss and sub must both be the client id');
  if (
    typeof claims.exp !== 'number' ||
    claims.exp > nowSeconds + LONGEST_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS
  ) {
    throw new errors.InvalidClientAuth('exp may be five minutes ahead at most');
  }
  if (typeof header.kid !== 'string')
    throw new errors.InvalidClientAuth('the header must name its key (kid)');
}
