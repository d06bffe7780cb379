// By which way a controlled substance may be prescribed to somebody who is not in the room: having met,
// an exception, or a rule that stands on that day. Knows nothing of registrations and of states' limits.
import {
  buildFactReason,
  buildMissingFact,
  type Days,
  type Found,
  findRow,
  type RulePacks,
  type RuleReason,
  type RuleRow,
} from '#domain/rules';
import type { Scheduled } from './judge-schedule.ts';
import type { PrescribingFacts } from './prescribing-question.ts';

export type Path =
  | { readonly is: 'open'; readonly row: RuleRow<'prescribing-path'>; readonly reason: RuleReason }
  | { readonly is: 'shut' | 'unclear'; readonly reasons: readonly RuleReason[] };

/** Exceptions of 21 USC 802(54) that a setting brings with it. */
const EXCEPTIONS: readonly PrescribingFacts['setting'][] = [
  'dea-registered-facility',
  'with-dea-practitioner',
  'va',
  'ihs',
];

export function findPath(
  facts: PrescribingFacts,
  { isBuprenorphine, schedule }: Scheduled,
  days: Days,
  packs: RulePacks,
): Path {
  const find = (key: string, code: string): Found<'prescribing-path'> => {
    const found = findRow(packs, 'prescribing-path', key, days, code);
    if (found.row === null || found.row.value.modalities.includes(facts.modality)) return found;
    return { is: 'missing', row: null, reason: { ...found.reason, code: 'modality-does-not-fit' } };
  };
  const met = facts.inPersonEvaluationOn;
  const base = find('evaluation-or-exception', 'evaluation-or-exception');
  if (base.is === 'sure' && typeof met === 'string' && met <= days.first)
    return { is: 'open', row: base.row, reason: { ...base.reason, code: 'in-person-evaluation-on-record' } };
  const va = facts.setting === 'va' ? find('va-continuity', 'va-continuity') : null;
  if (va?.is === 'sure') return { is: 'open', row: va.row, reason: va.reason };
  if (base.is === 'sure' && EXCEPTIONS.includes(facts.setting))
    return { is: 'open', row: base.row, reason: { ...base.reason, code: `exception-${facts.setting}` } };
  const tried: RuleReason[] = va ? [va.reason] : [];
  // Only one drug of schedule III treats opioid use disorder: another was never meant by the rule, and of one that is
  // named and not listed nobody knows.
  const isForOpioidUse = facts.purpose === 'opioid-use-disorder' && schedule === 'III';
  if (isForOpioidUse && isBuprenorphine === null && facts.rxcui !== undefined)
    tried.push(buildFactReason('unknown-drug', 'rxcui'));
  else if (isForOpioidUse && isBuprenorphine !== false) {
    const rule = find('buprenorphine', 'buprenorphine-by-telemedicine');
    if (rule.is === 'sure') return { is: 'open', row: rule.row, reason: rule.reason };
    tried.push(rule.reason);
  }
  const flexibility = find('flexibility', 'telemedicine-flexibility');
  if (flexibility.is === 'sure') return { is: 'open', row: flexibility.row, reason: flexibility.reason };
  if (base.is !== 'sure') return { is: 'unclear', reasons: [...tried, base.reason] };
  if (flexibility.is === 'doubtful' || tried.length > 0)
    return { is: 'unclear', reasons: [...tried, flexibility.reason] };
  if (met === undefined)
    return { is: 'unclear', reasons: [buildMissingFact('inPersonEvaluationOn'), flexibility.reason] };
  // What it is for decides alone where the drug is known to be the one with a rule of its own.
  if (facts.purpose === undefined && isBuprenorphine && find('buprenorphine', '').is === 'sure')
    return { is: 'unclear', reasons: [buildMissingFact('purpose'), flexibility.reason] };
  return {
    is: 'shut',
    reasons: [{ ...base.reason, code: 'no-evaluation-and-no-exception' }, flexibility.reason],
  };
}
