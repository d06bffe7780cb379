// Two instances over one database; the one that holds a delivery is frozen in the middle of it, as by a stalled
// machine, until its lease is over and the other has taken the delivery to its end. Then it is let go on.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from './house.ts';
import { judge, nothingWrong, settle, type Verdict } from './judge.ts';
import { type PointName, stepsOf } from './kill-points.ts';
import { beginWalk, type People } from './walk.ts';

export interface Thawed {
  verdict: Verdict;
  /** Steps of the frozen delivery, as they stand in the record: by the other instance, and after the thaw. */
  before: string[];
  after: string[];
}

const PATIENCE_MS = 180_000;
/** What one look of the worker takes, several times over: it would have written by then. */
const AFTER_THAW_MS = 2_500;

/** `waitSeconds`: as long as a lease; null: the lease is ended by hand. */
export async function freezeOnce(
  house: House,
  people: People,
  point: PointName,
  waitSeconds: number | null,
): Promise<Thawed> {
  const walk = await beginWalk(people);
  const verdict = nothingWrong();
  await (await walk.prepare('encounter'))();
  await settle(house, walk, verdict, 120);
  const press = await walk.prepare('note');
  await settle(house, walk, verdict, 120);
  const frozen = await house.app();
  await frozen.arm(stepsOf(point, people.personality, 'note') ?? [], 'SIGSTOP');
  const pressing = press();
  const pid = frozen.child.pid ?? 0;
  await until(async () => isFrozen(pid), 'it was never frozen');
  const other = await house.startBeside();
  try {
    if (waitSeconds === null) await house.endLeases();
    else await sleep(waitSeconds * 1000);
    const moves = () => movesOf(house, walk.visitId);
    await until(async () => ENDS.includes((await moves()).at(-1) ?? ''), 'the other did not end it');
    const before = await moves();
    frozen.child.kill('SIGCONT');
    await pressing;
    await sleep(AFTER_THAW_MS);
    const receipts = await settle(house, walk, verdict, 120);
    await judge(house, walk, receipts, verdict);
    return { verdict, before, after: await moves() };
  } finally {
    frozen.child.kill('SIGCONT');
    other.child.kill('SIGKILL');
    await other.ended;
  }
}

const ENDS = ['confirm', 'find', 'hand-over', 'doubt'];

async function until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
  const ends = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > ends) throw new Error(otherwise);
    await sleep(100);
  }
}

/** Stopped by a signal: `T` in /proc, after the name in brackets. */
const isFrozen = (pid: number): boolean =>
  / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').split(')')[1] ?? '');

async function movesOf(house: House, visitId: string): Promise<string[]> {
  const rows = await house.ask(
    `SELECT event FROM delivery_moves WHERE delivery_id =
       (SELECT id FROM deliveries WHERE visit_id = '${visitId}' AND kind = 'note') ORDER BY at, ctid`,
  );
  return rows.map(({ event }) => String(event));
}
