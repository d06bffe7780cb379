// One visit, killed once at a named point of each of its steps: pressed, killed, started again, waited for, judged.
import type { Receipt } from '#domain/write-back';
import { layFault, type Personality, takeFaults } from '../fixtures/deliveries.ts';
import type { House } from './house.ts';
import { judge, nothingWrong, settle, type Verdict } from './judge.ts';
import {
  KINDS,
  type Kind,
  POINTS,
  type PointName,
  type Points,
  requestOf,
  standsBehind,
  stepsOf,
} from './kill-points.ts';
import { beginWalk, PATIENTS, type People, type Walk, WITHOUT_ENCOUNTER } from './walk.ts';

export interface Cell {
  point: PointName;
  personality: Personality;
  kind: Kind;
  database: House['kind'];
  /** False: the process never came to that point. */
  isReached: boolean;
  verdict: Verdict;
  /** The whole visit's, when it had come to rest. */
  receipts: Receipt[];
}

export interface ChainBounds {
  /** Until the point is reached. */
  reachSeconds: number;
  /** Until everything acknowledged has ended. */
  settleSeconds: number;
}
export const BOUNDS: ChainBounds = { reachSeconds: 60, settleSeconds: 120 };

/** `points`: of each step in turn; null: this one is not killed. */
export async function killChain(
  house: House,
  people: People,
  points: Points,
  bounds = BOUNDS,
): Promise<Cell[]> {
  const walk = await beginWalk(people);
  const cells: Cell[] = [];
  const last = KINDS.findLastIndex((kind) => points[kind]);
  for (const kind of KINDS.slice(0, last + 1)) {
    const point = points[kind];
    if (point && stepsOf(point, people.personality, kind))
      cells.push(
        point === 'K12'
          ? await killBetween(house, walk, kind, bounds)
          : await killOnce(house, walk, { point, kind }, bounds),
      );
    else if (isNeeded(kind) && !isHeldUp(kind)) await passBy(house, walk, kind, bounds);
  }
  return cells;

  /** Pressed together with what stands behind it. */
  function isHeldUp(kind: Kind): boolean {
    return KINDS.some((one) => points[one] === 'K12' && standsBehind(people.personality, one) === kind);
  }
}

/** The others build on it. */
const isNeeded = (kind: Kind): boolean => kind === 'encounter' || kind === 'note';

async function passBy(house: House, walk: Walk, kind: Kind, bounds: ChainBounds): Promise<void> {
  await (await walk.prepare(kind))();
  const verdict = nothingWrong();
  await settle(house, walk, verdict, bounds.settleSeconds);
  if (verdict.words.length > 0) throw new Error(`before any kill: ${verdict.words.join(' · ')}`);
}

async function killOnce(
  house: House,
  walk: Walk,
  { point, kind }: { point: PointName; kind: Kind },
  bounds: ChainBounds,
): Promise<Cell> {
  const { personality } = walk.people;
  const press = await walk.prepare(kind);
  await layTrouble(house, personality, point, kind);
  const pressed = await killed(house, stepsOf(point, personality, kind) ?? [], press, bounds);
  return conclude(house, walk, { point, kind, isReached: pressed }, bounds);
}

/** The one it stands behind is held up on its way until both are signed; then, at its commit, the end. */
async function killBetween(house: House, walk: Walk, kind: Kind, bounds: ChainBounds): Promise<Cell> {
  const { personality } = walk.people;
  const before = standsBehind(personality, kind);
  const request = before && requestOf(personality, before);
  if (!before || !request) throw new Error(`${kind} stands behind nothing`);
  const pressBefore = await walk.prepare(before);
  await layFault(house, {
    personality,
    method: request.method,
    route: request.path,
    delayMs: HELD_MS,
    times: 1,
  });
  const pressed = await killed(
    house,
    stepsOf('K12', personality, kind) ?? [],
    async () => {
      await pressBefore();
      await (await walk.prepare(kind))();
    },
    bounds,
  );
  return conclude(house, walk, { point: 'K12', kind, isReached: pressed }, bounds);
}

/** Long enough to write and sign what stands behind it. */
const HELD_MS = 4_000;

/** True when the process came to its end there. */
async function killed(
  house: House,
  steps: NonNullable<ReturnType<typeof stepsOf>>,
  press: () => Promise<void>,
  bounds: ChainBounds,
): Promise<boolean> {
  const before = house.kills();
  await (await house.app()).arm(steps);
  const pressing = press();
  pressing.catch(() => undefined);
  const ends = Date.now() + bounds.reachSeconds * 1000;
  while (house.kills() === before && Date.now() < ends)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const isReached = house.kills() > before;
  const app = await house.app();
  if (!isReached) await app.arm([]);
  await pressing;
  return isReached;
}

async function conclude(
  house: House,
  walk: Walk,
  cell: Pick<Cell, 'point' | 'kind' | 'isReached'>,
  bounds: ChainBounds,
): Promise<Cell> {
  await takeFaults(house);
  const verdict = nothingWrong();
  const receipts = await settle(house, walk, verdict, bounds.settleSeconds);
  await judge(house, walk, receipts, verdict);
  return { ...cell, personality: walk.people.personality, database: house.kind, verdict, receipts };
}

async function layTrouble(
  house: House,
  personality: Personality,
  point: PointName,
  kind: Kind,
): Promise<void> {
  if (point === 'K10')
    await fetch(`${house.adminUrl}/expire`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ personality, what: 'access' }),
    });
  const request = requestOf(personality, kind);
  if (point === 'K11' && request)
    await layFault(house, {
      personality,
      method: request.method,
      route: request.path,
      drop: 'after',
      times: 1,
    });
}

export interface Chain {
  /** No patient is charged twice for one day: the rules refuse it. */
  patient: string | undefined;
  points: Points;
}

/** Every point once, in a few visits: K12 of a note is K9 of the encounter that it stands behind. */
export const FEW: readonly Chain[] = [
  { patient: PATIENTS[0], points: { encounter: 'K1', note: 'K2', addendum: 'K3', charge: 'K4' } },
  { patient: PATIENTS[1], points: { encounter: 'K5', note: 'K6', addendum: 'K7', charge: 'K8' } },
  { patient: PATIENTS[2], points: { note: 'K12', addendum: 'K11', charge: 'K10' } },
];

/**
 * Every point of every kind, by house: nobody is charged twice a day. An encounter of Oracle Health's bears no mark of
 * ours: one that a person has to tell keeps the next one of the same patient and day away, so each visit there is another
 * patient's.
 */
export function chainsOf(personality: Personality): Chain[][] {
  const inTurn = POINTS.filter((point) => point !== 'K12');
  const at = (place: number) => inTurn[place % inTurn.length];
  const patientOf = (place: number) =>
    personality === 'epic' ? undefined : WITHOUT_ENCOUNTER[place % WITHOUT_ENCOUNTER.length];
  const visits = inTurn.map(
    (_point, place): Chain => ({
      patient: patientOf(place),
      points: { encounter: at(place), note: at(place + 1), addendum: at(place + 2) },
    }),
  );
  const between = (['note', 'addendum'] as const)
    .filter((kind) => standsBehind(personality, kind))
    .map((kind): Chain => ({ patient: patientOf(0), points: { [kind]: 'K12' } }));
  const charged = personality === 'oracle' ? WITHOUT_ENCOUNTER : PATIENTS;
  // At Epic a note goes nowhere without the encounter that one patient has, and a charge to a person.
  const charges = POINTS.filter(
    (point) => stepsOf(point, personality, 'charge') && !(personality === 'epic' && point === 'K12'),
  ).map((point, place): Chain => ({ patient: charged[place % charged.length], points: { charge: point } }));
  const perHouse = personality === 'oracle' ? WITHOUT_ENCOUNTER.length : visits.length;
  return [...inHouses(visits, perHouse), between, ...inHouses(charges, charged.length)];
}

function inHouses(chains: readonly Chain[], most: number): Chain[][] {
  const count = Math.ceil(chains.length / most);
  return Array.from({ length: count }, (_, house) => chains.slice(house * most, (house + 1) * most));
}

export const inShort = ({ point, personality, kind, database, isReached, verdict }: Cell): string =>
  `${database} ${personality} ${kind} ${point}: ${isReached ? 'killed' : 'NOT REACHED'}${verdict.words.map((one) => ` · ${one}`).join('')}`;
