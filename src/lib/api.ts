// The one call to our own server. Sends the header that a foreign form cannot send, turns problem+json
// into a typed error, keeps nothing: no storage, no cache. Must not know any route's meaning.

/** A call may take this long before the screen says that no answer came. */
const TIME_LIMIT_MS = 30_000;

/**
 * What went wrong, for the screen to put into words. `status` 0: no answer (`network`, `timeout`);
 * otherwise the HTTP status with the server's stable `code` (RFC 9457 problem details).
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  constructor(status: number, code: string, requestId: string | null, detail: string) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

export interface Ask {
  signal?: AbortSignal;
  /** Goes out although the page is closed meanwhile; for at most 64 kB. */
  keepalive?: boolean;
}

/** GET of a JSON answer. Rejects with `ApiError`, or with the abort reason when `signal` was aborted. */
export function getJson<Answer>(path: string, ask: Ask = {}): Promise<Answer> {
  return callApi(path, { method: 'GET' }, ask.signal);
}

/** POST of a JSON body; every change of state goes this way. */
export function postJson<Answer>(path: string, body: object, ask: Ask = {}): Promise<Answer> {
  const sent = {
    ...{ method: 'POST', body: JSON.stringify(body) },
    ...(ask.keepalive && { keepalive: true }),
  };
  return callApi(path, { ...sent, headers: { 'Content-Type': 'application/json' } }, ask.signal);
}

/**
 * GET of an answer of one JSON value a line, given as the lines come. Rejects like `getJson`; a line that
 * breaks off or does not come for long is `network` or `timeout` as well.
 */
export async function* streamJson<Line>(path: string, ask: Ask = {}): AsyncGenerator<Line> {
  const accept = { headers: { Accept: 'application/x-ndjson' } };
  const { response, aborted } = await openAnswer(path, { method: 'GET', ...accept }, ask.signal);
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw aborted?.aborted ? cause : unanswered(cause);
      });
      const lines = (rest + (done ? '\n' : value)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield parseLine(response.status, line) as Line;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseLine(status: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new ApiError(status, 'answer-not-understood', null, '');
  }
}

/** GET of bytes, with the type the server gives them. */
export async function getBlob(path: string, ask: Ask = {}): Promise<Blob> {
  const { response } = await openAnswer(path, { method: 'GET', headers: { Accept: '*/*' } }, ask.signal);
  return response.blob().catch((cause: unknown) => {
    throw ask.signal?.aborted ? cause : unanswered(cause);
  });
}

async function callApi<Answer>(path: string, request: RequestInit, aborted?: AbortSignal): Promise<Answer> {
  const { response } = await openAnswer(path, request, aborted);
  const body: unknown = await response.json().catch(() => undefined);
  if (aborted?.aborted) throw aborted.reason;
  if (body === undefined) throw new ApiError(response.status, 'answer-not-understood', null, '');
  return body as Answer;
}

/** The answer, when it is no refusal; its body is still to be read, within the same time limit. */
async function openAnswer(path: string, request: RequestInit, aborted?: AbortSignal) {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  const response = await fetch(path, {
    ...request,
    headers: { Accept: 'application/json', 'X-Webside': '1', ...request.headers },
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: aborted ? AbortSignal.any([aborted, limit]) : limit,
  }).catch((cause: unknown) => {
    throw aborted?.aborted ? cause : unanswered(cause);
  });
  if (response.ok) return { response, aborted };
  const body: unknown = await response.json().catch(() => undefined);
  if (aborted?.aborted) throw aborted.reason;
  throw refusalOf(response.status, body);
}

function unanswered(cause: unknown): ApiError {
  const late = cause instanceof DOMException && cause.name === 'TimeoutError';
  return new ApiError(0, late ? 'timeout' : 'network', null, '');
}

function refusalOf(status: number, body: unknown): ApiError {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string): string | null => {
    const value = told[name];
    return typeof value === 'string' ? value : null;
  };
  return new ApiError(status, text('code') ?? `http-${status}`, text('requestId'), text('detail') ?? '');
}
