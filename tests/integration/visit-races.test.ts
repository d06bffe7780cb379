// Two commands at once never double a state: on both databases, and from two instances over one PostgreSQL.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresql, type TestPostgresql } from '../fixtures/postgresql.ts';
import { type Stack, startStack } from '../fixtures/stack.ts';
import {
  ADMIT,
  atPatientDoor,
  type Caller,
  checkIn,
  codeOf,
  inChart,
  newDevice,
  ownVisit,
  said,
  tell,
  visitOf,
} from '../fixtures/visit-people.ts';

describe.each(['embedded', 'postgresql'] as const)('%s', (kind) => {
  let postgresql: TestPostgresql | undefined;
  let stack: Stack;
  let helen: Caller;
  let ada: Caller;
  beforeAll(async () => {
    if (kind === 'postgresql') postgresql = await startPostgresql();
    const databaseUrl = await postgresql?.createDatabase();
    stack = await startStack({ ...(databaseUrl && { databaseUrl }) });
    helen = await inChart(stack);
    ada = await atPatientDoor(stack);
  });
  afterAll(async () => {
    await stack.close();
    await postgresql?.stop();
  });

  const rowsOf = async <Row extends Record<string, unknown>>(text: string): Promise<Row[]> =>
    (await stack.context.database.db.execute<Row>(text)).rows;

  async function checkJournal(visitId: string): Promise<string[]> {
    const rows = await rowsOf<{ sequence: number }>(
      `SELECT sequence FROM journal_entries WHERE visit_id = '${visitId}' ORDER BY sequence`,
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, at) => at + 1));
    const facts = await rowsOf<{ kind: string }>(
      `SELECT kind FROM outbox WHERE about = '${visitId}' ORDER BY made_at, kind`,
    );
    return facts.map(({ kind: fact }) => fact);
  }

  it('a visit asked for five times at once out of one record is one', async () => {
    const { candidates } = await said<{ candidates: { kind: string; id: string }[] }>(
      helen.api.get('visits'),
    );
    const [one] = candidates;
    if (!one) throw new Error('no visit of today');
    const source = { kind: one.kind, id: one.id };
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(() => said<{ visitId: string }>(helen.api.post('visits', { source }))),
    );
    expect(new Set(made.map(({ visitId }) => visitId)).size).toBe(1);
  });

  it('admitted four times at once is admitted once', async () => {
    const { visitId } = await ownVisit(helen);
    await checkIn(ada, visitId);
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(tell(helen, visitId, 'admit', ADMIT))));
    expect(codes).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(await checkJournal(visitId)).toEqual(['visit.admitted']);
  });

  it('cancelled by the patient while admitted by the clinician: one of the two, never both', async () => {
    const { visitId } = await ownVisit(helen);
    await checkIn(ada, visitId);
    const [admitted, cancelled] = await Promise.all([
      codeOf(tell(helen, visitId, 'admit', ADMIT)),
      codeOf(ada.api.post(`my-visits/${visitId}/cancel`)),
    ]);
    const { state } = await visitOf(helen, visitId);
    const expected = state === 'in-visit' ? ['ok', 'visit.state'] : ['visit.state', 'ok'];
    expect([admitted, cancelled]).toEqual(expected);
    expect(await checkJournal(visitId)).toEqual(state === 'in-visit' ? ['visit.admitted'] : []);
  });

  it('everybody joins, leaves and writes at once: no number is lost or doubled', async () => {
    const { visitId } = await ownVisit(helen);
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    const device = newDevice();
    await Promise.all([
      ...[ada, helen].flatMap((one) => [
        codeOf(tell(one, visitId, 'join', { device: newDevice() })),
        codeOf(tell(one, visitId, 'present', { device })),
        codeOf(tell(one, visitId, 'leave')),
      ]),
      ...[1, 2, 3, 4].map((n) =>
        said(tell(helen, visitId, 'chat', { messageId: `message-of-a-race-${n}`, text: String(n) })),
      ),
    ]);
    await said(tell(helen, visitId, 'end'));
    expect(await checkJournal(visitId)).toEqual(['visit.admitted', 'visit.ended']);
  });

  it('two clocks at once end a visit once', async () => {
    const { visitId } = await ownVisit(helen);
    await checkIn(ada, visitId);
    await said(tell(helen, visitId, 'admit', ADMIT));
    stack.skipTime(4 * 60_000);
    const second = kind === 'postgresql' ? await startSecond() : null;
    await Promise.all([stack.context.visits.runClock(), second?.context.visits.runClock()]);
    stack.skipTime(31 * 60_000);
    second?.skipTime(31 * 60_000);
    await Promise.all([stack.context.visits.runClock(), second?.context.visits.runClock()]);
    const [row] = await rowsOf<{ state: string }>(`SELECT state FROM visits WHERE id = '${visitId}'`);
    expect(row?.state).toBe('ended');
    expect(await checkJournal(visitId)).toEqual(['visit.admitted', 'visit.ended']);
    await second?.close();
  });

  async function startSecond(): Promise<Stack> {
    const [{ url } = { url: '' }] = await rowsOf<{ url: string }>(`SELECT current_database() AS url`);
    if (!postgresql) throw new Error('one instance only');
    const base = new URL(await postgresql.createDatabase());
    base.pathname = `/${url}`;
    const second = await startStack({ databaseUrl: base.href, besides: stack });
    second.skipTime(4 * 60_000);
    return second;
  }
});
