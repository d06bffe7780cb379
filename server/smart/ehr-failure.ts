// What went wrong at the EHR, as one of our door codes. Only `error_description` and `error_uri` of the EHR
// are passed on, for the page alone; an error's own message may quote a token answer.
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { DoorFailure } from '#domain/launch';
import { AppError } from '#server/errors';
import type { EhrSays } from '#server/smart/doors';

export interface EhrFailure {
  code: DoorFailure;
  says?: EhrSays;
}

/** Anything not known here is thrown on: it is ours, not the EHR's. */
export function failureOfEhr(thrown: unknown): EhrFailure {
  const appError = findAppError(thrown);
  if (appError?.kind === 'ehr-silent') return { code: 'ehr-slow' };
  if (appError?.kind === 'unavailable' && appError.code !== 'audit.unavailable') return { code: 'ehr-down' };
  if (appError?.kind === 'ehr-refused') return { code: 'ehr-answer-wrong' };
  if (appError) throw appError;
  if (thrown instanceof ResponseBodyError)
    return thrown.status >= 500
      ? { code: 'ehr-down' }
      : { code: 'ehr-refused', says: readSays(thrown.error_description, thrown.cause.error_uri) };
  if (thrown instanceof AuthorizationResponseError)
    return { code: 'ehr-refused', says: readSays(thrown.error_description, null) };
  if (thrown instanceof WWWAuthenticateChallengeError) {
    const said = thrown.cause[0]?.parameters;
    return { code: 'ehr-refused', says: readSays(said?.error_description, said?.error_uri) };
  }
  if (thrown instanceof ClientError)
    return { code: isAboutIdToken(thrown) ? 'id-token-invalid' : answerCode(thrown) };
  throw thrown;
}

/** `error_description` is for people, `error_uri` for engineers (RFC 6749 4.1.2.1; Oracle sends both). */
export function readSays(description: unknown, moreUrl: unknown): EhrSays {
  return {
    description: typeof description === 'string' && description ? description.slice(0, 1000) : null,
    moreUrl: readMoreUrl(moreUrl),
  };
}

/** A link to where this EHR is not is nobody's help: only its registered origins. */
export function pinMoreUrl(says: EhrSays, origins: readonly string[]): EhrSays {
  const isKnown = says.moreUrl !== null && origins.includes(new URL(says.moreUrl).origin);
  return isKnown ? says : { ...says, moreUrl: null };
}

function readMoreUrl(value: unknown): string | null {
  const url = typeof value === 'string' && value.length <= 2000 ? URL.parse(value) : null;
  if (!url || url.username || url.password) return null;
  const isLocal = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || isLocal ? url.href : null;
}

function findAppError(thrown: unknown): AppError | undefined {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause)
    if (cause instanceof AppError) return cause;
  return undefined;
}

/** openid-client's codes for a token that is not what it claims: signature, key, claims, times. */
const ID_TOKEN_CODES = [
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
];

function isAboutIdToken(error: ClientError): boolean {
  if (error.code !== undefined && ID_TOKEN_CODES.includes(error.code)) return true;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (/\b(jwt|jws|jwe|jwks?|id[ _]?token|signature|alg)\b/i.test(cause.message)) return true;
  return false;
}

function answerCode(error: ClientError): DoorFailure {
  return error.cause instanceof Response && error.cause.status >= 500 ? 'ehr-down' : 'ehr-answer-wrong';
}
