// In the middle of a visit: from the patient's press – they have moved, they take their consent back – until the
// clinician's page has the new gate. Over HTTP and the socket as the pages use them: the press is posted, the
// clinician's line tells that something changed, the clinician's page asks for the visit and finds the gate closed or
// open. Both databases.
//
// The limit beside it does the same road with nothing on it (rig/bare-road.ts): one row, one notice, one socket, one
// question. What ours adds: two sessions, the visit's lock, a sealed statement, the licence and the consent rule over the
// packs, the evidence with its digest, the journal, the record of access before each answer.
import WebSocket from 'ws';
import { openLine } from '#lib/realtime';
import { heldVisit } from '../fixtures/note-people.ts';
import { startPostgresql } from '../fixtures/postgresql.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import { atPatientDoor, type Caller, inChart, said, tellOwn, visitOf } from '../fixtures/visit-people.ts';
import { type BareRoad, openBareRoad } from './rig/bare-road.ts';
import { type BenchRow, median, percentile, takeRounds } from './row.ts';

export const ids = ['moved', 'withdrawn'].flatMap((what) => [
  `gate.${what}.embedded`,
  `gate.${what}.postgresql`,
]);

const ROUNDS = 40;
const PATIENCE_MS = 30_000;

export async function bench(): Promise<BenchRow[]> {
  const embedded = await measure(await startStack(), 'embedded');
  const postgresql = await startPostgresql();
  try {
    const databaseUrl = await postgresql.createDatabase();
    return [...embedded, ...(await measure(await startStack({ databaseUrl }), 'postgresql'))];
  } finally {
    await postgresql.stop();
  }
}

async function measure(stack: Stack, database: string): Promise<BenchRow[]> {
  const bare = await openBareRoad(stack.context.database);
  try {
    const [clinician, patient] = [await inChart(stack), await atPatientDoor(stack)];
    const row = async (id: string, press: Press): Promise<BenchRow> => {
      const visitId = await heldVisit(clinician, patient, { end: false });
      const line = openClinicianLine(stack, clinician, visitId);
      const { times, ratio } = await takeRounds(
        ROUNDS,
        rounds(press, { patient, visitId, bare, clinician, line }),
      );
      line.close();
      return {
        id: `${id}.${database}`,
        value: median(times.ours),
        unit: 'ms',
        baseline: `the bare road on the same database, ${median(times.bare).toFixed(1)} ms; against itself ${ratio('again', 'bare').toFixed(2)}`,
        ratio: ratio('ours', 'bare'),
        n: ROUNDS,
        p50: percentile(times.ours, 0.5),
        p95: percentile(times.ours, 0.95),
      };
    };
    return [await row('gate.moved', MOVED), await row('gate.withdrawn', WITHDRAWN)];
  } finally {
    await bare.close();
    await stack.close();
  }
}

/** What is pressed so that the gate is closed, and what makes the gate ready for the next press. */
interface Press {
  press(patient: Caller, visitId: string): Promise<unknown>;
  back(patient: Caller, visitId: string): Promise<unknown>;
}

const moveTo = (state: string) => (patient: Caller, visitId: string) =>
  said(
    tellOwn(patient, visitId, 'answers', {
      answer: { question: 'where', answer: { place: 'vehicle', address: null, state, country: 'US' } },
    }),
  );
const MOVED: Press = { press: moveTo('WY'), back: moveTo('MA') };
const WITHDRAWN: Press = {
  press: (patient, visitId) => said(tellOwn(patient, visitId, 'withdraw', { kind: 'telehealth' })),

  back: (patient, visitId) =>
    said(
      tellOwn(patient, visitId, 'answers', {
        answer: { question: 'consent', agreed: true, version: '1', language: 'en', by: 'self' },
      }),
    ),
};

interface Scene {
  patient: Caller;
  clinician: Caller;
  visitId: string;
  line: ClinicianLine;
  bare: BareRoad;
}

function rounds({ press, back }: Press, { patient, clinician, visitId, line, bare }: Scene) {
  const timeBare = async () => {
    // Once unmeasured: whoever comes after the other pays for what it left behind.
    await bare.time();
    return bare.time();
  };
  return {
    async ours() {
      line.forget();
      const began = performance.now();
      const pressed = press(patient, visitId);
      for (;;) {
        await line.next();
        // As the page does: what comes in meanwhile is asked for once more.
        if ((await visitOf(clinician, visitId)).gate.verdict === 'block') break;
      }
      const took = performance.now() - began;
      await pressed;
      await back(patient, visitId);
      const { verdict } = (await visitOf(clinician, visitId)).gate;
      if (verdict !== 'allow') throw new Error(`the gate did not open again: ${verdict}`);
      return took;
    },
    bare: timeBare,
    again: timeBare,
  };
}

interface ClinicianLine {
  /** The next word of the line, or one that came since the last was taken. */
  next(): Promise<void>;
  forget(): void;
  close(): void;
}

function openClinicianLine(stack: Stack, { visitor, launchId }: Caller, visitId: string): ClinicianLine {
  const name = `__Host-ws-${launchId}`;
  const headers = { cookie: `${name}=${visitor.cookie(stack.appUrl, name)}`, origin: stack.appUrl };
  const url = `${stack.appUrl.replace(/^http/, 'ws')}/l/${launchId}/socket`;
  let waiting = 0;
  let wake: () => void = () => undefined;
  const line = openLine({
    ...{ url, visitId },
    onEntry() {
      waiting += 1;
      wake();
    },
    onState: () => undefined,
    open: () => new WebSocket(url, { headers, perMessageDeflate: false }) as unknown as globalThis.WebSocket,
  });
  return {
    async next() {
      if (waiting === 0)
        await new Promise<void>((resolve, reject) => {
          const late = setTimeout(() => reject(new Error('the line said nothing')), PATIENCE_MS);
          wake = () => {
            clearTimeout(late);
            resolve();
          };
        });
      waiting = 0;
    },
    forget() {
      waiting = 0;
    },
    close: () => line.close(),
  };
}
