// What a test and the process that it means to kill say to each other.
import type { Step } from './kill-points.ts';

export type ToChild = { kind: 'arm'; steps: Step[] } | { kind: 'ask'; sql: string };
export type FromChild = { kind: 'armed' } | { kind: 'rows'; rows: Record<string, unknown>[] };
