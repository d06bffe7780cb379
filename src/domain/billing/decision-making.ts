// How much decision-making a visit took: structured questions in our own words, and the level they give. Each answer
// is a person's; nothing here is read out of a note or a talk.
import { z } from 'zod';
import { MDM_LEVELS, type MdmLevel } from '#domain/rules';

/** What was dealt with: the most serious that is true. */
export const PROBLEMS = {
  'one-minor': 'straightforward',
  'two-minor': 'low',
  'one-stable-chronic': 'low',
  'one-acute-uncomplicated': 'low',
  'one-acute-stable': 'low',
  'chronic-not-at-goal': 'moderate',
  'two-stable-chronic': 'moderate',
  'new-of-unsure-outlook': 'moderate',
  'acute-with-systemic-signs': 'moderate',
  'complicated-injury': 'moderate',
  'severe-flare-of-chronic': 'high',
  'threat-to-life-or-function': 'high',
} as const satisfies Record<string, MdmLevel>;

/** What was decided about treatment: the riskiest that is true. */
export const RISKS = {
  minimal: 'straightforward',
  low: 'low',
  'prescription-drug': 'moderate',
  'limited-by-circumstances': 'moderate',
  'minor-surgery-with-risk-factors': 'moderate',
  'drug-watched-for-toxicity': 'high',
  'hospital-or-higher-care': 'high',
  'emergency-or-major-surgery': 'high',
  'less-care-for-poor-outlook': 'high',
  'controlled-drug-by-injection': 'high',
} as const satisfies Record<string, MdmLevel>;

const named = <Name extends string>(table: Record<Name, MdmLevel>) => Object.keys(table) as [Name, ...Name[]];
const Count = z.int().min(0).max(50);

/** What was looked at. Counts are of different notes and tests; one that was ordered is not counted again as read. */
export const DataSeen = z.strictObject({
  outsideNotes: Count,
  testsRead: Count,
  testsOrdered: Count,
  /** Somebody other than the patient told the history because the patient could not, or not surely. */
  otherHistorian: z.boolean(),
  /** A tracing, picture or specimen was read by the clinician themselves, without billing for it. */
  ownReading: z.boolean(),
  /** Treatment or tests were talked over with a professional outside the group. */
  outsideTalk: z.boolean(),
});
export type DataSeen = z.infer<typeof DataSeen>;

/** Null: not answered yet. */
export const DecisionMaking = z.strictObject({
  problem: z.enum(named(PROBLEMS)).nullable(),
  seen: DataSeen.nullable(),
  risk: z.enum(named(RISKS)).nullable(),
});
export type DecisionMaking = z.infer<typeof DecisionMaking>;

export interface DecisionMakingLevel {
  /** Null: what is not answered yet could still change it. */
  readonly level: MdmLevel | null;
  /** Level of each column; null: not answered. */
  readonly columns: Readonly<Record<'problem' | 'seen' | 'risk', MdmLevel | null>>;
}

/**
 * Two of three columns must reach a level: the middle one of the three. With two answers that agree the third does
 * not matter (AMA guideline for levels of office visits, from 2021; own words, recalled: see the pack's rows).
 */
export function decideLevel({ problem, seen, risk }: DecisionMaking): DecisionMakingLevel {
  const columns = {
    problem: problem && PROBLEMS[problem],
    seen: seen && levelOfData(seen),
    risk: risk && RISKS[risk],
  };
  const ranks = Object.values(columns)
    .flatMap((level) => (level === null ? [] : MDM_LEVELS.indexOf(level)))
    .sort((a, b) => a - b);
  const isSettled = ranks.length === 3 || (ranks.length === 2 && ranks[0] === ranks[1]);
  return { level: isSettled ? (MDM_LEVELS[ranks[1] ?? 0] ?? null) : null, columns };
}

function levelOfData({ otherHistorian, ownReading, outsideTalk, ...counts }: DataSeen): MdmLevel {
  const items = counts.outsideNotes + counts.testsRead + counts.testsOrdered;
  const kinds = [items + Number(otherHistorian) >= 3, ownReading, outsideTalk].filter(Boolean).length;
  if (kinds >= 2) return 'high';
  if (kinds === 1) return 'moderate';
  return items >= 2 || otherHistorian ? 'low' : 'straightforward';
}
