// May a controlled substance be prescribed after this telehealth visit, and under which conditions? Never
// signs and never sends: electronic prescribing of controlled substances belongs to a certified module.
import {
  buildFactReason,
  buildMissingFact,
  type Days,
  findRow,
  isTerritory,
  listDays,
  onDay,
  type PackRead,
  type RulePacks,
  type RuleReason,
  type StateCode,
} from '#domain/rules';
import { findPath } from './find-path.ts';
import { judgeSchedule, type Scheduled } from './judge-schedule.ts';
import type { PrescribingFacts } from './prescribing-question.ts';

export interface PrescribingAnswer {
  readonly outcome: 'allow' | 'allow-with-conditions' | 'block' | 'needs-review';
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
  /** What has to happen before or with it: literal codes. Of a block, what would lift it. */
  readonly conditions: readonly string[];
}

export function decidePrescribing(facts: PrescribingFacts, packs: RulePacks): PrescribingAnswer {
  const answer = (
    outcome: PrescribingAnswer['outcome'],
    reasons: readonly RuleReason[],
    conditions: readonly string[] = [],
  ): PrescribingAnswer => ({ outcome, reasons, packs: packs.read.prescribing, conditions });

  const { patientState: state, at } = facts;
  // Where the patient is does not matter for a drug that is controlled nowhere.
  const days = state ? listDays(at, state) : onDay(at.slice(0, 10));
  const unplaced = state ? [] : [buildMissingFact('patientState')];
  const scheduled = judgeSchedule(facts, days, packs);
  const policy = (key: string, code: string): RuleReason =>
    findRow(packs, 'prescribing-policy', key, days, code).reason;
  if (scheduled.schedule === null) return answer('needs-review', [...scheduled.doubts, ...unplaced]);
  if (scheduled.schedule === 'none')
    return scheduled.doubts.length > 0
      ? answer('needs-review', [...scheduled.doubts, ...unplaced])
      : answer('allow', [policy('not-controlled', 'not-controlled')]);
  if (!state) return answer('needs-review', unplaced);

  const path = findPath(facts, scheduled, days, packs);
  if (path.is === 'shut') return answer('block', path.reasons, ['in-person-evaluation']);
  const registered = judgeRegistration(facts, state);
  if (registered?.code === 'no-dea-registration')
    return answer('block', [{ ...policy('registration', registered.code) }]);
  const doubts = [
    ...scheduled.doubts,
    ...(path.is === 'unclear' ? path.reasons : []),
    ...(registered ? [registered] : []),
    ...listLimits(scheduled, state, days, packs),
  ];
  if (doubts.length > 0 || path.is !== 'open') return answer('needs-review', doubts);
  const isChecked = facts.pdmpCheckedAt != null && Date.parse(facts.pdmpCheckedAt) <= Date.parse(at);
  const conditions = [
    ...(isChecked ? [] : ['pdmp-check']),
    'epcs-module',
    'state-limits',
    ...path.row.value.conditions,
    // 42 CFR 410.78(a)(3): audio alone only where the patient is at home and cannot or will not use video.
    ...(facts.modality === 'audio' && path.row.key === 'flexibility' ? ['audio-only-facts'] : []),
  ];
  const reasons = [path.reason, policy('epcs-module', 'epcs-module'), policy('state-limits', 'state-limits')];
  return answer(
    'allow-with-conditions',
    isChecked ? reasons : [...reasons, policy('pdmp-check', 'pdmp-check')],
    conditions,
  );
}

/** DEA registration in the patient's state; elsewhere alone, whether the waiver holds is recalled. */
function judgeRegistration(facts: PrescribingFacts, state: StateCode): RuleReason | null {
  const { deaRegisteredIn } = facts;
  if (deaRegisteredIn === undefined) return buildMissingFact('deaRegisteredIn');
  if (deaRegisteredIn.length === 0) return buildFactReason('no-dea-registration', 'deaRegisteredIn');
  const isFederal = facts.setting === 'va' || facts.setting === 'ihs';
  if (deaRegisteredIn.includes(state) || isFederal) return null;
  return buildFactReason('registered-in-another-state', 'deaRegisteredIn');
}

/** A state's limit is recalled: it never allows, and it is enough to ask. A territory nobody wrote of asks too. */
function listLimits({ schedule }: Scheduled, state: StateCode, days: Days, packs: RulePacks): RuleReason[] {
  const limit = findRow(packs, 'state-limit', state, days, 'state-limit');
  if (limit.row)
    return limit.row.value.schedules.some((one) => one === schedule)
      ? [{ ...limit.reason, code: 'state-limit' }]
      : [];
  return isTerritory(state) ? [limit.reason] : [];
}
