// Since last visit: what the record has got since the patient was last seen. Only by dates that the record
// itself gives; knows no words and no screen.
import type { Reason } from '#domain/launch';
import type { AnyRow, EncounterRow, ObservationRow } from './chart-rows.ts';
import { readMoment } from './read-moment.ts';

const DIGESTED = ['encounters', 'problems', 'allergies', 'medications', 'labs', 'vitals'] as const;
const ALSO = ['documents', 'procedures', 'immunizations', 'appointments'] as const;
export type DigestList = (typeof DIGESTED | typeof ALSO)[number];

export interface DigestLine {
  list: DigestList;
  /** The entry this line leads to; of several readings of one measure, the newest. */
  id: string;
  resourceType: string;
  text: string | null;
  /** As recorded. */
  date: string;
  change: 'new' | 'ended';
  /** How many entries this line stands for. */
  count: number;
}

export type SinceLastVisit =
  | { ok: true; visit: { id: string; text: string | null; date: string }; lines: DigestLine[] }
  | { ok: false; reasons: Reason[] };

export interface SinceFacts {
  /** Undefined: not (yet) there. */
  lists: Partial<Record<DigestList, readonly AnyRow[]>>;
  /** The visit that the launch is for, where the EHR says so (Epic often does not). */
  currentEncounterId: string | null;
}

/** R4 encounter-status (and R5's `completed`): visits that took place, and those that are not over. */
const OVER = ['finished', 'completed'];
const OPEN = ['in-progress', 'arrived', 'triaged', 'onleave'];
/** Statuses of what has not been yet: it is not new, it is ahead (R4 encounter-status, appointmentstatus). */
const AHEAD: Partial<Record<DigestList, readonly string[]>> = {
  encounters: ['planned'],
  appointments: ['proposed', 'pending', 'booked', 'waitlist', 'arrived', 'checked-in'],
};
const DAY_MS = 24 * 3600_000;

/**
 * Reasons: `encounters-missing`, `no-earlier-visit`. A day counts when it is later than the day of the visit; a
 * month or a year only when it begins after the visit: what may have been before is not called new. A visit that
 * is open and began within a day is the one being held now: neither the last one nor news.
 */
export function decideSinceLastVisit({ lists, currentEncounterId }: SinceFacts, now: Date): SinceLastVisit {
  const encounters = lists.encounters as readonly EncounterRow[] | undefined;
  if (!encounters) return { ok: false, reasons: [{ code: 'encounters-missing', data: {} }] };
  const heldNow = new Set(
    encounters.filter((row) => isHeldNow(row, currentEncounterId, now)).map(({ id }) => id),
  );
  const visit = findLastVisit(
    encounters.filter(({ id }) => !heldNow.has(id)),
    now,
  );
  if (!visit) return { ok: false, reasons: [{ code: 'no-earlier-visit', data: {} }] };
  const isSince = (date: string | null): date is string => isBetween(date, visit.over, now.getTime());
  const lines = [...DIGESTED, ...ALSO].flatMap((list) =>
    listChanges(list, listPast(list, lists[list] ?? []), isSince).filter(
      ({ id }) => id !== visit.row.id && !heldNow.has(id),
    ),
  );
  const byTime = lines.toSorted((a, b) => (readMoment(b.date)?.from ?? 0) - (readMoment(a.date)?.from ?? 0));
  const { id, text, date } = visit.row;
  return { ok: true, visit: { id, text, date: date ?? '' }, lines: byTime };
}

function isHeldNow({ id, status, date }: EncounterRow, currentId: string | null, now: Date): boolean {
  if (id === currentId) return true;
  const begin = readMoment(date);
  return OPEN.includes(status ?? '') && begin !== null && begin.to >= now.getTime() - DAY_MS;
}

function listPast(list: DigestList, rows: readonly AnyRow[]): readonly AnyRow[] {
  return rows.filter(({ status }) => !AHEAD[list]?.includes(status ?? ''));
}

/** The newest visit that took place; `over` is its last known moment. */
function findLastVisit(rows: readonly EncounterRow[], now: Date) {
  const held = rows.flatMap((row) => {
    const begin = readMoment(row.date);
    if (!begin || begin.from > now.getTime()) return [];
    if (![...OVER, ...OPEN].includes(row.status ?? '')) return [];
    const end = readMoment(row.end);
    return [{ row, from: begin.from, over: Math.min(end?.to ?? begin.to, now.getTime()) }];
  });
  return held.toSorted((a, b) => b.from - a.from)[0];
}

function isBetween(date: string | null, over: number, now: number): boolean {
  const moment = readMoment(date);
  return moment !== null && moment.from > over && moment.from <= now;
}

function listChanges(
  list: DigestList,
  rows: readonly AnyRow[],
  isSince: (date: string | null) => date is string,
): DigestLine[] {
  const lineOf = (row: AnyRow, date: string, change: 'new' | 'ended', count = 1): DigestLine => ({
    list,
    id: row.id,
    resourceType: row.resourceType,
    text: row.text,
    date,
    change,
    count,
  });
  const fresh = rows.flatMap((row) => (isSince(row.date) ? [{ row, date: row.date }] : []));
  if (list === 'vitals' || list === 'labs') {
    const measures = Map.groupBy(fresh, ({ row }) => {
      const { measure, isHome } = row as ObservationRow;
      return `${measure === '|' ? row.id : measure} ${isHome}`;
    });
    return [...measures.values()].flatMap((group) => {
      const newest = group.toSorted(
        (a, b) => (readMoment(b.date)?.from ?? 0) - (readMoment(a.date)?.from ?? 0),
      )[0];
      return newest ? [lineOf(newest.row, newest.date, 'new', group.length)] : [];
    });
  }
  const ended = rows.flatMap((row) => {
    const end = list === 'problems' && 'ended' in row ? row.ended : null;
    return !row.isCurrent && isSince(end) ? [lineOf(row, end, 'ended')] : [];
  });
  const endedIds = new Set(ended.map(({ id }) => id));
  return [
    ...ended,
    ...fresh.filter(({ row }) => !endedIds.has(row.id)).map(({ row, date }) => lineOf(row, date, 'new')),
  ];
}
