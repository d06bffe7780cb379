// What a test and the process that it means to kill say to each other.
import type { Step } from './kill-points.ts';

/** Gone, or frozen until somebody lets it go on. */
export type End = 'SIGKILL' | 'SIGSTOP';

export type ToChild = { kind: 'arm'; steps: Step[]; end: End } | { kind: 'ask'; sql: string };
export type FromChild = { kind: 'armed' } | { kind: 'rows'; rows: Record<string, unknown>[] };
