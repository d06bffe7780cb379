// Whether a request that failed can have reached anybody. Only a connection that was never made is certain; what
// broke afterwards may have been heard.
import { AppError } from '#server/errors';

/** Of the operating system's calls before a connection stands. */
const BEFORE = ['connect', 'getaddrinfo'];
/** undici's own, and what our egress refuses before it dials. */
const NEVER = [
  'UND_ERR_CONNECT_TIMEOUT',
  'egress.address-refused',
  'egress.host-not-pinned',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

export function neverLeft(thrown: unknown): boolean {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause) {
    const { code, syscall } = cause as { code?: unknown; syscall?: unknown };
    if (typeof syscall === 'string' && BEFORE.includes(syscall)) return true;
    if (typeof code === 'string' && NEVER.includes(code)) return true;
    // Several addresses of one name, none of which answered.
    if (cause instanceof AggregateError && cause.errors.length > 0 && cause.errors.every(neverLeft))
      return true;
  }
  return false;
}

export function isTimeout(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'egress.timeout';
}
