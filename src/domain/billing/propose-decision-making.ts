// What the records of a visit directly say of its decision-making: an answer to each of the three questions, or none,
// and from what. Never more than the record bears out, never out of anybody's sentences, and nothing of it counts
// until a person has said that it is right (decision 0065).
import type { NoteEntry } from '#domain/documentation';
import type { RecordedPerson } from '#domain/visit';
import { countTests } from './count-tests.ts';
import type { MdmEvidence, MdmProposal } from './decision-making-wire.ts';

export interface MdmFacts {
  /** What stands in the clinician's own note. */
  readonly entries: readonly NoteEntry[];
  readonly people: readonly Pick<RecordedPerson, 'role' | 'guestRole' | 'name' | 'stays'>[];
  /** Of the patient, by law, on that day; null: not known. */
  readonly isMinor: boolean | null;
  /** A sign that cannot wait was told or heard, or the visit was opened as an emergency. */
  readonly hasSign: boolean;
  /** Day of service, YYYY-MM-DD; null: not settled. */
  readonly day: string | null;
}

export function proposeDecisionMaking(facts: MdmFacts): MdmProposal {
  return {
    problem: proposeProblem(facts),
    seen: proposeSeen(facts),
    risk: proposeRisk(facts),
    also: listAlso(facts),
  };
}

/**
 * The least that long-term illnesses can be which were taken up in the assessment or the plan. Whether one is at its
 * goal stands in no record. Beside a sign that cannot wait even the least may mislead: nothing is proposed.
 */
function proposeProblem({ entries, hasSign, day }: MdmFacts): MdmProposal['problem'] {
  if (hasSign || day === null) return null;
  const lasting = listApart(
    entries.filter((entry) => TAKEN_UP.includes(entry.section) && isLastingProblem(entry, day)),
  );
  if (lasting.length === 0) return null;
  return {
    value: lasting.length > 1 ? 'two-stable-chronic' : 'one-stable-chronic',
    evidence: lasting.map((entry) => evidenceOf('problem', entry)),
  };
}

const TAKEN_UP: readonly NoteEntry['section'][] = ['assessment', 'plan'];

/** Long-term: for a year and more (AMA guideline, recalled). What has come back or is not certain is none. */
function isLastingProblem({ list, mark }: NoteEntry, day: string): boolean {
  if (list !== 'problems' || mark === null || mark.dateIs !== 'began' || mark.date === null) return false;
  const isSure = mark.verification === null || mark.verification === 'confirmed';
  return isSure && mark.status === 'active' && mark.isCurrent && latestOf(mark.date) <= aYearBefore(day);
}

const aYearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;

/** The latest day a partial date can mean. */
function latestOf(date: string): string {
  if (date.length === 4) return `${date}-12-31`;
  return date.length === 7 ? `${date}-31` : date.slice(0, 10);
}

/** Entries that share a code, or are one, say the same thing twice. */
function listApart(entries: readonly NoteEntry[]): NoteEntry[] {
  return entries.filter((entry, at) => !entries.slice(0, at).some((one) => saysTheSame(one, entry)));
}

function saysTheSame({ mark: one }: NoteEntry, { mark: other }: NoteEntry): boolean {
  if (one === null || other === null) return false;
  return one.reference === other.reference || one.codes.some((code) => other.codes.includes(code));
}

/** Counts are the least they can be. Notes from outside, own readings and orders are on no record that says so. */
function proposeSeen({ entries, people, isMinor }: MdmFacts): MdmProposal['seen'] {
  const tests = entries.filter(isUncountedTest);
  const speaker = isMinor === true ? findSpeaker(people) : null;
  if (tests.length === 0 && speaker === null) return null;
  return {
    value: {
      ...{ outsideNotes: 0, testsRead: countTests(tests.flatMap(({ mark }) => mark ?? [])), testsOrdered: 0 },
      ...{ otherHistorian: speaker !== null, ownReading: false, outsideTalk: false },
    },
    evidence: [
      ...listOnce(tests).map((entry) => evidenceOf('test', entry)),
      ...(speaker ? [personOf('representative', speaker)] : []),
    ],
  };
}

/** A result that hangs on an encounter was ordered there and counts there (AMA guideline, recalled). */
const isUncountedTest = ({ list, mark }: NoteEntry): boolean =>
  list === 'labs' && mark !== null && mark.isCurrent && mark.encounterId === null;

type Person = MdmFacts['people'][number];

/** Who was in the room for a patient who was not there by themself. An interpreter tells no history of their own. */
function findSpeaker(people: MdmFacts['people']): Person | null {
  const wasIn = ({ stays }: Person) => stays.length > 0;
  if (people.some((one) => one.role === 'patient' && wasIn(one))) return null;
  return people.find((one) => one.role === 'proxy' && wasIn(one)) ?? null;
}

/** An order that stands in the plan. What was only told, stopped, or is quoted elsewhere is no decision of this visit. */
function proposeRisk({ entries }: MdmFacts): MdmProposal['risk'] {
  const orders = entries.filter(
    ({ list, section, mark }) =>
      list === 'medications' &&
      section === 'plan' &&
      mark?.status === 'active' &&
      mark.intent === 'order' &&
      !mark.isReported,
  );
  if (orders.length === 0) return null;
  return {
    value: 'prescription-drug',
    evidence: listOnce(orders).map((entry) => evidenceOf('order', entry)),
  };
}

/** On record, and no answer by itself: a person weighs it. */
function listAlso({ entries, people, isMinor, hasSign }: MdmFacts): MdmEvidence[] {
  const came = people.filter(({ stays }) => stays.length > 0);
  const speaker = isMinor === true ? null : findSpeaker(people);
  return [
    ...(hasSign ? [{ kind: 'sign', reference: null, section: null, text: null } as const] : []),
    ...listOnce(entries.filter(({ list }) => list === 'documents')).map((one) => evidenceOf('document', one)),
    ...listOnce(entries.filter(isCircumstance)).map((one) => evidenceOf('circumstances', one)),
    ...(speaker ? [personOf('representative', speaker)] : []),
    ...came.filter(({ guestRole }) => guestRole === 'caregiver').map((one) => personOf('caregiver', one)),
    ...came.filter(({ guestRole }) => guestRole === 'clinician').map((one) => personOf('clinician', one)),
  ];
}

/** ICD-10-CM Z55–Z65: schooling, work, housing, money, family and the like. */
const CIRCUMSTANCES = /\/icd-10-cm\|Z(5[5-9]|6[0-5])/;
const isCircumstance = ({ list, mark }: NoteEntry): boolean =>
  list === 'problems' && mark?.codes.some((code) => CIRCUMSTANCES.test(code)) === true;

const listOnce = (entries: readonly NoteEntry[]): NoteEntry[] => [
  ...new Map(entries.map((entry) => [entry.mark?.reference ?? entry.text, entry])).values(),
];

const evidenceOf = (kind: MdmEvidence['kind'], { mark, section, text }: NoteEntry): MdmEvidence => ({
  ...{ kind, section, text },
  reference: mark?.reference ?? null,
});
const personOf = (kind: MdmEvidence['kind'], { name }: Person): MdmEvidence => ({
  ...{ kind, reference: null, section: null, text: name },
});
