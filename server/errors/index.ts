// The one error class and its public shape. Foreseen answers are values; this is for failures, thrown
// once and turned into problem+json once (RFC 9457). It must not carry health data: `detail` is shown.

/** kind → HTTP status. Few on purpose; add one only when a caller must tell it apart. */
const STATUS = {
  'bad-request': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  locked: 423,
  'too-many': 429,
  internal: 500,
  'ehr-refused': 502,
  unavailable: 503,
  'ehr-silent': 504,
} as const;

export type ErrorKind = keyof typeof STATUS;

/** A failure with words for people (`detail`) and a stable `code` for support, e.g. `launch.state-unknown`. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  constructor(kind: ErrorKind, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
  }
}

/** RFC 9457 problem details, with our `code` and the request id a person can quote. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
}

/** Anything thrown becomes a problem; what is not an AppError tells the caller nothing of its inside. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  const error =
    thrown instanceof AppError
      ? thrown
      : new AppError(
          'internal',
          'internal',
          'Something went wrong on our side. Nothing you entered was lost.',
        );
  return {
    type: 'about:blank',
    title: error.kind,
    status: STATUS[error.kind],
    detail: error.message,
    code: error.code,
    requestId,
  };
}
