// The answers of the decision-making helper in words. Must not know how anything is drawn.
import type { DataSeen, DecisionMaking, MdmQuestion } from '#domain/billing';
import type { Say } from '#ui/text';

export const SEEN_COUNTS = ['outsideNotes', 'testsRead', 'testsOrdered'] as const;
export const SEEN_FLAGS = ['otherHistorian', 'ownReading', 'outsideTalk'] as const;
export const NOTHING_SEEN: DataSeen = {
  ...{ outsideNotes: 0, testsRead: 0, testsOrdered: 0 },
  ...{ otherHistorian: false, ownReading: false, outsideTalk: false },
};

/** What is not nothing, one after the other. */
export function sayDataSeen(say: Say, seen: DataSeen): string {
  const counts = SEEN_COUNTS.filter((name) => seen[name] > 0).map(
    (name) => `${say(`staff.charge.mdm.${name}`)}: ${seen[name]}`,
  );
  const flags = SEEN_FLAGS.filter((name) => seen[name]).map((name) => say(`staff.charge.mdm.${name}`));
  return [...counts, ...flags].join(' · ') || say('staff.charge.mdm.nothing-seen');
}

/** Empty: not answered. */
export function sayAnswer(say: Say, said: DecisionMaking, question: MdmQuestion): string {
  if (question === 'seen') return said.seen ? sayDataSeen(say, said.seen) : '';
  return said[question] === null ? '' : say(`staff.charge.mdm.${question}.${said[question]}`);
}

export const isSameSeen = (one: DataSeen, other: DataSeen): boolean =>
  [...SEEN_COUNTS, ...SEEN_FLAGS].every((name) => one[name] === other[name]);
