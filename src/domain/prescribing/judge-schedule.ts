// Which federal schedule a drug is in, by what was said and by the table of drugs. A drug that is not in
// the table is not thereby uncontrolled.
import {
  buildFactReason,
  buildMissingFact,
  type Days,
  findRow,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import type { PrescribingFacts } from './prescribing-question.ts';

type Schedule = NonNullable<PrescribingFacts['schedule']>;
export interface Scheduled {
  readonly schedule: Schedule | null;
  /** Known not to be, or known to be; null: nobody said which drug, or it is not listed. */
  readonly isBuprenorphine: boolean | null;
  /** Why nobody can be sure; empty when the schedule is. */
  readonly doubts: readonly RuleReason[];
}

export function judgeSchedule(facts: PrescribingFacts, days: Days, packs: RulePacks): Scheduled {
  const { schedule: said, rxcui } = facts;
  if (rxcui === undefined)
    return {
      schedule: said ?? null,
      isBuprenorphine: null,
      doubts: said ? [] : [buildMissingFact('schedule')],
    };
  const found = findRow(packs, 'drug', rxcui, days, 'schedule-of-drug');
  const drug = found.row?.value;
  const isBuprenorphine = drug ? drug.isBuprenorphine === true : null;
  if (said === undefined)
    return {
      schedule: drug?.schedule ?? null,
      isBuprenorphine,
      doubts:
        found.is === 'sure' ? [] : [found.row ? found.reason : { ...found.reason, code: 'unknown-drug' }],
    };
  const doubts: RuleReason[] = [];
  if (drug && drug.schedule !== said) doubts.push({ ...found.reason, code: 'schedule-disagrees' });
  if (drug?.stateMaySchedule) doubts.push({ ...found.reason, code: 'state-may-schedule' });
  if (!drug && said === 'none' && found.reason.code !== 'no-row')
    doubts.push(buildFactReason('unknown-drug', 'rxcui'));
  return { schedule: said, isBuprenorphine, doubts };
}
