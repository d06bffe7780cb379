// Whatever arrives at the callback, in whatever order: a session comes of a flow only by its first, timely
// callback, in the browser that began it, at its own address, with a code the EHR takes (T5, T6, L3, L7).

import { count } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launches } from '../../server/smart/sessions/session-tables.ts';
import { type SmallEhr, startSmallEhr } from '../fixtures/small-ehr.ts';
import { entryFor, launchUrl, type SmallHouse, startSmallHouse } from '../fixtures/small-house.ts';
import { Visitor } from '../fixtures/visitor.ts';

const RUNS = 500;
/** Attempts that neither use the flow up nor open a session. */
const HARMLESS = ['other-browser', 'no-cookie', 'state-garbage', 'state-missing', 'state-twice'] as const;
/** Attempts after which the flow is over. */
const SPENDING = [
  'other-tenant',
  'patient-address',
  'ehr-error',
  'no-code',
  'wrong-code',
  'foreign-iss',
] as const;
const ATTEMPTS = [...HARMLESS, ...SPENDING, 'genuine', 'too-late'] as const;
type Attempt = (typeof ATTEMPTS)[number];

let ehr: SmallEhr;
let other: SmallEhr;
let house: SmallHouse;

beforeAll(async () => {
  ehr = await startSmallEhr('one');
  other = await startSmallEhr('two');
  house = await startSmallHouse({ tenants: [entryFor(ehr, 'one'), entryFor(other, 'two')] });
});
afterAll(async () => {
  await house.close();
  await ehr.close();
  await other.close();
});

async function countLaunches(): Promise<number> {
  const [row] = await house.context.database.db.select({ n: count() }).from(launches);
  return row?.n ?? 0;
}

/** Up to the callback, which is not asked yet. */
async function beginFlow(visitor: Visitor): Promise<URL> {
  const stop = (url: string) => url.includes('/smart/callback/');
  const arrived = await visitor.follow(launchUrl(house, ehr), stop);
  return new URL(arrived.url);
}

async function attempt(kind: Attempt, visitor: Visitor, callback: URL): Promise<Response> {
  const url = new URL(callback);
  if (kind === 'other-browser') {
    const stranger = new Visitor();
    await beginFlow(stranger);
    return stranger.go(url.href);
  }
  if (kind === 'no-cookie') return new Visitor().go(url.href);
  if (kind === 'state-garbage') url.searchParams.set('state', `${url.searchParams.get('state')}x`);
  if (kind === 'state-missing') url.searchParams.delete('state');
  if (kind === 'state-twice') url.searchParams.append('state', url.searchParams.get('state') ?? '');
  if (kind === 'other-tenant') url.pathname = '/smart/callback/two';
  if (kind === 'patient-address') url.pathname += '/patient';
  if (kind === 'no-code') url.searchParams.delete('code');
  if (kind === 'wrong-code') url.searchParams.set('code', 'code-of-somebody');
  if (kind === 'foreign-iss') url.searchParams.set('iss', other.issuer);
  if (kind === 'too-late') house.skipTime(10 * 60_000 + 1_000);
  if (kind === 'ehr-error') {
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
  }
  return visitor.go(url.href);
}

type FlowState = 'open' | 'over' | 'session';
function stateAfter(state: FlowState, kind: Attempt): FlowState {
  if (state !== 'open') return state;
  if (kind === 'genuine') return 'session';
  return kind === 'too-late' || SPENDING.some((one) => one === kind) ? 'over' : 'open';
}

it('opens a session for exactly the callbacks that deserve one, in 500 runs', {
  timeout: 600_000,
}, async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...ATTEMPTS), { minLength: 1, maxLength: 5 }),
      async (attempts) => {
        // A minute on, so that the limit on failures of one address does not answer instead of us.
        house.skipTime(61_000);
        const visitor = new Visitor();
        const callback = await beginFlow(visitor);
        let state: FlowState = 'open';
        for (const kind of attempts) {
          const before = await countLaunches();
          const answer = await attempt(kind, visitor, callback);
          const deserved = state === 'open' && kind === 'genuine' ? 1 : 0;
          expect((await countLaunches()) - before).toBe(deserved);
          accepted += deserved;
          state = stateAfter(state, kind);
          const goesOn = /^\/l\/[\w-]+\/$/.test(answer.headers.get('location') ?? '');
          // Reload and back: whoever holds the session goes on to it, with whatever parameters but at its address.
          const isOwnAddress = !['other-tenant', 'patient-address', 'other-browser', 'no-cookie'].includes(
            kind,
          );
          const isOwnState = !kind.startsWith('state-');
          expect(goesOn).toBe(state === 'session' && isOwnAddress && isOwnState);
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(accepted).toBeGreaterThan(RUNS / 20);
  // No code was ever shown to the other hospital.
  expect(other.requestsTo('/oauth2/token')).toEqual([]);
});
