// Levels of a visit that the facts support, by time and by decision-making, and prolonged time on top.
// Time is the clinician's own total of the day, never the length of the call. Knows no payer.
import { findRow, listRows, onDay, type RulePacks, type RuleReason, type RuleRow } from '#domain/rules';
import type { ChargeFacts } from './charge-question.ts';

export type LevelRow = RuleRow<'em-level'>;
export type Basis = 'time' | 'decision-making';
export interface Level {
  readonly row: LevelRow;
  readonly by: readonly Basis[];
  readonly reason: RuleReason;
  /** Why a person must look at this level. */
  readonly reviews: readonly RuleReason[];
}

export interface Ladder {
  /** From the lowest to the highest. */
  readonly rungs: readonly {
    readonly row: LevelRow;
    readonly reason: RuleReason;
    readonly isSure: boolean;
  }[];
  /** Why there is no ladder on that day; empty when there is. */
  readonly missing: readonly RuleReason[];
}

type Family = LevelRow['value']['family'];

/** The four levels of a family on a day. One that does not stand spoils the whole: nothing can be chosen. */
export function listRungs(family: Family, isNew: boolean, day: string, packs: RulePacks): Ladder {
  const keys = listRows(packs, 'em-level').flatMap(([row]) =>
    row.value.family === family && row.value.isNew === isNew ? row.key : [],
  );
  // Without a single row the family itself is looked for, so that its absence is told.
  const found = (keys.length > 0 ? keys : [family]).map((key) =>
    findRow(packs, 'em-level', key, onDay(day), 'level'),
  );
  const rungs = found.flatMap((one) =>
    one.row ? [{ row: one.row, reason: one.reason, isSure: one.is === 'sure' }] : [],
  );
  return {
    rungs: rungs.sort((a, b) => a.row.value.minutes - b.row.value.minutes),
    missing: found.filter(({ row }) => row === null).map(({ reason }) => reason),
  };
}

/** Supported levels, the highest first. With psychotherapy on the same day time does not count (AMA, CPT). */
export function listLevels(facts: ChargeFacts, { rungs }: Ladder, timeCounts: boolean): Level[] {
  const { totalMinutes, mdm } = facts;
  const byTime =
    timeCounts && totalMinutes !== undefined
      ? rungs.findLast(({ row }) => totalMinutes >= row.value.minutes)
      : undefined;
  const byMdm = mdm === undefined ? undefined : rungs.find(({ row }) => row.value.mdm === mdm);
  if (byTime && byTime === byMdm) return [buildLevel(byTime, ['time', 'decision-making'])];
  return [
    ...(byTime ? [buildLevel(byTime, ['time'])] : []),
    ...(byMdm ? [buildLevel(byMdm, ['decision-making'])] : []),
  ].sort((a, b) => b.row.value.minutes - a.row.value.minutes);
}

function buildLevel(rung: Ladder['rungs'][number], by: readonly Basis[]): Level {
  const code = by.includes('time') ? 'level-by-time' : 'level-by-decision-making';
  // Which level of decision-making belongs to the telemedicine codes of 2025 is recalled.
  const isRecalled = rung.row.value.family !== 'office' && !by.includes('time');
  const reason = rung.isSure ? { ...rung.reason, code } : rung.reason;
  return {
    row: rung.row,
    by,
    reason,
    reviews: [
      ...(rung.isSure ? [] : [reason]),
      ...(isRecalled ? [{ ...rung.reason, code: 'recalled-row', certainty: 'recalled' as const }] : []),
    ],
  };
}

export interface Prolonged {
  readonly code: string;
  /** None where the time does not reach the first. */
  readonly units: number;
  /** Total minutes of the next unit. */
  readonly nextAt: number;
  readonly reason: RuleReason;
  readonly isSure: boolean;
}

/** Full units past the threshold; only where the base was chosen by time. Null: it was not, or no row speaks. */
export function findProlonged(
  level: Level,
  facts: ChargeFacts,
  payerClass: 'medicare' | 'other',
  packs: RulePacks,
): Prolonged | RuleReason | null {
  const { totalMinutes } = facts;
  if (!level.by.includes('time') || totalMinutes === undefined) return null;
  const key = `${payerClass}/${level.row.key}`;
  const found = findRow(packs, 'prolonged', key, onDay(facts.serviceDate), 'prolonged-time');
  if (found.row === null) {
    // Only the highest levels have prolonged time; a row that merely does not stand is worth telling.
    return found.reason.code === 'no-row' ? null : found.reason;
  }
  const { addOn, firstUnitAt, unitMinutes } = found.row.value;
  const units = totalMinutes < firstUnitAt ? 0 : 1 + Math.floor((totalMinutes - firstUnitAt) / unitMinutes);
  const nextAt = firstUnitAt + units * unitMinutes;
  return { code: addOn, units, nextAt, reason: found.reason, isSure: found.is === 'sure' };
}
