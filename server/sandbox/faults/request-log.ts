// Ground truth: what reached the sandbox and what it answered, in order, for tests to compare an app's claims
// with. Append-only, in memory. Never a token: queries are kept for FHIR paths alone, bodies and headers not.
import type { PersonalityName } from '#server/sandbox/contract';

export interface LoggedRequest {
  /** Counts from 1. */
  number: number;
  /** When it came, before any fault laid on it. */
  startedAt: string;
  /** When it was over. */
  at: string;
  method: string;
  path: string;
  /** FHIR search, when it is one. */
  query?: string;
  /** What was sent; 0 when the connection was reset. */
  status: number;
  personality?: PersonalityName;
  client?: string;
  grantType?: string;
  /** Of something created. */
  location?: string;
  /** Faults laid on it. */
  faults?: string[];
}

export interface Counters {
  requests: number;
  /** Per grant type, and per answer `ok` or `refused`. */
  token: Record<string, { ok: number; refused: number }>;
  discovery: { smart: number; openid: number; jwks: number; metadata: number };
  authorize: number;
  fhir: { read: number; write: number };
}

const KEPT = 200_000;

export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  #count = 0;

  append(entry: Omit<LoggedRequest, 'number'>): void {
    this.#count += 1;
    this.#entries.push({ number: this.#count, ...entry });
    if (this.#entries.length > KEPT) this.#entries.splice(0, KEPT / 10);
  }

  /** Entries after that number. */
  since(number: number): LoggedRequest[] {
    return this.#entries.filter((entry) => entry.number > number);
  }

  count(since: number, personality?: PersonalityName): Counters {
    const counters: Counters = {
      requests: 0,
      token: {},
      discovery: { smart: 0, openid: 0, jwks: 0, metadata: 0 },
      authorize: 0,
      fhir: { read: 0, write: 0 },
    };
    for (const entry of this.since(since)) {
      if (!personality || entry.personality === personality) tally(counters, entry);
    }
    return counters;
  }
}

function tally(counters: Counters, entry: LoggedRequest): void {
  counters.requests += 1;
  if (entry.path.endsWith('/.well-known/smart-configuration')) counters.discovery.smart += 1;
  else if (entry.path.endsWith('/.well-known/openid-configuration')) counters.discovery.openid += 1;
  else if (entry.path.endsWith('/oauth2/jwks')) counters.discovery.jwks += 1;
  else if (entry.path.endsWith('/metadata')) counters.discovery.metadata += 1;
  else if (entry.path.endsWith('/authorize')) counters.authorize += 1;
  else if (entry.path.endsWith('/oauth2/token')) {
    const kind = entry.grantType ?? 'unknown';
    const before = counters.token[kind] ?? { ok: 0, refused: 0 };
    const result = entry.status === 200 ? 'ok' : 'refused';
    counters.token[kind] = { ...before, [result]: before[result] + 1 };
  } else if (isFhirPath(entry.path)) counters.fhir[entry.method === 'GET' ? 'read' : 'write'] += 1;
}

export function isFhirPath(path: string): boolean {
  return /^(\/epic|\/oracle|\/oracle\/patient)?\/fhir(\/|$)/.test(path);
}
