// A signed note, an encounter and a charge on their way into the EHR, over HTTP with the whole app and the sandbox, on
// both databases: the right receipts, each thing once, whatever happens on the way.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  clinicianAt,
  inWords,
  layFault,
  patientAt,
  receiptsOf,
  settled,
  takeFaults,
  until,
  writesOf,
} from '../fixtures/deliveries.ts';
import { heldVisit, signedNote } from '../fixtures/note-people.ts';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import type { Caller } from '../fixtures/visit-people.ts';

describe.each(['embedded', 'postgresql'] as const)('on %s', (database) => {
  let stack: Stack;
  let server: TestPostgresql | null = null;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    if (database === 'postgresql') server = await startPostgresql();
    stack = await startStack(server ? { databaseUrl: await server.createDatabase() } : {});
    helen = await clinicianAt(stack, 'generic');
    ada = await patientAt(stack, 'generic');
  });
  afterEach(async () => {
    await takeFaults(stack);
  });
  afterAll(async () => {
    await stack?.close();
    await server?.stop();
  });

  it('a signed note arrives in the chart, with its receipt', async () => {
    const visitId = await heldVisit(helen, ada);
    await signedNote(helen, visitId);
    const receipts = await until(stack, () => receiptsOf(helen, visitId), (all) => settled(all) && all.length >= 2);
    console.log(JSON.stringify(receipts, null, 1), JSON.stringify(await writesOf(stack, 'generic'), null, 1).slice(0, 3000));
    console.log(inWords(receipts), stack.lines.filter((l) => !l.includes('"request"')).slice(-20).join(''));
    expect(inWords(receipts)).toEqual([]);
  }, 60_000);
});
