// How fast a backlog goes out after an outage, as a share of what the EHR allows: with C calls at once and R seconds an
// answer no more than C/R deliveries a second can be taken. From the first request after the outage to the last
// answer, with the slow beginning and the looking for what was on its way when the EHR went away.
//
// The EHR answers in R by a timer and does no work of its own: it shares two cores with the app and the database here,
// which a hospital's does not. One delivery is one signed note, a document of its own; its visit's encounter stands.
import { layFault, takeFaults } from '../fixtures/deliveries.ts';
import { askAdmin } from '../fixtures/visitor.ts';
import { admitPair, type Clinic, openClinic, type Pair, untilDelivered, writeNote } from './rig/clinic.ts';
import type { Logged } from './rig/hospital.ts';
import type { BenchRow } from './row.ts';

export const ids = ['writeback.drain'];

const NOTES = 200;
/** C: `maxParallel` of a tenant that says nothing else (contract "run"). */
const AT_ONCE = 16;
/** R. */
const ANSWER_MS = 80;
/** Deliveries a second. */
const LIMIT = (AT_ONCE * 1000) / ANSWER_MS;
const PATH = '/fhir/DocumentReference';
/** Longer than anything waits that an outage of some seconds has put off. */
const PAUSE_MS = 10 * 60_000;
const PATIENTS = ['ada-martin', 'john-ellis'];

export async function bench(): Promise<BenchRow[]> {
  const clinic = await openClinic();
  try {
    const pairs = await Promise.all(PATIENTS.map((username) => admitPair(clinic, username)));
    const toSign = await Promise.all(pairs.map(writeNotes));
    await untilDelivered(clinic);
    await layFault(clinic.stack, { route: PATH, status: 503 });
    for (const sign of toSign.flat()) await sign();
    const { taken, ms } = await drain(clinic);
    const aSecond = (taken * 1000) / ms;
    return [
      {
        id: 'writeback.drain',
        value: aSecond / LIMIT,
        unit: 'of C/R',
        baseline: `${aSecond.toFixed(0)} of ${LIMIT} a second: ${AT_ONCE} at once, ${ANSWER_MS} ms an answer`,
        n: taken,
      },
    ];
  } finally {
    await clinic.close();
  }
}

async function writeNotes(pair: Pair): Promise<(() => Promise<void>)[]> {
  const signs: (() => Promise<void>)[] = [];
  while (signs.length < NOTES / PATIENTS.length) signs.push(await writeNote(pair));
  return signs;
}

/** Notes taken, and ms from the first request that the EHR answers again to its last answer, by its own log. */
async function drain(clinic: Clinic): Promise<{ taken: number; ms: number }> {
  const { stack } = clinic;
  // Those that went out at the last moment of the outage are over.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await takeFaults(stack);
  // As where `Prefer: return=OperationOutcome` is the rule (FHIR R4, 3.1.0.1.6).
  const issue = [{ severity: 'information', code: 'informational' }];
  const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
  await layFault(stack, { method: 'POST', route: PATH, delayMs: ANSWER_MS, status: 201, body });
  const since = Math.max(0, ...(await askAdmin<Logged[]>(stack, '/log')).map(({ number }) => number));
  stack.skipTime(PAUSE_MS);
  await untilDelivered(clinic);
  await takeFaults(stack);
  const seen = (await askAdmin<Logged[]>(stack, `/log?since=${since}`)).filter(({ path }) => path === PATH);
  const taken = seen.filter(({ method, status }) => method === 'POST' && status === 201).length;
  if (taken < 0.95 * NOTES) throw new Error(`${taken} of ${NOTES} notes arrived`);
  const began = Math.min(...seen.map(({ startedAt }) => Date.parse(startedAt)));
  return { taken, ms: Math.max(...seen.map(({ at }) => Date.parse(at))) - began };
}
