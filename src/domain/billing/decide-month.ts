// Care by the month: home monitoring and chronic care. Counts what was recorded, once per period, and
// never two codes that exclude each other. What was not recorded is not claimed.
import {
  buildFactReason,
  buildMissingFact,
  findRow,
  onDay,
  type RulePacks,
  type RuleReason,
} from '#domain/rules';
import { type ChargeLine, needsReview, refuse, refuseFor, type Verdict } from './charge-answer.ts';
import type { ChargeFacts } from './charge-question.ts';
import { buildLine } from './claim-lines.ts';
import type { PayerRule } from './find-payer-rule.ts';
import { barOf } from './judge-period.ts';
import { listCcmChanges, listOneCondition, listRpmChanges, sayWay } from './list-month-changes.ts';

/** A code with its units, or the reason it cannot be billed although the counts would do. */
interface Pick {
  readonly code: string;
  readonly units: number;
}

export function decideRpmMonth(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  if (facts.patientIsNew === true)
    return refuse({ ...buildFactReason('established-patients-only', 'patientIsNew'), carc: '96' });
  const { deviceDays, managementMinutes: minutes, interactiveContact } = facts;
  const missing: RuleReason[] = [];
  if (deviceDays === undefined && (minutes === undefined || facts.rpmSetup === true))
    missing.push(buildMissingFact('deviceDays'));
  if (minutes === undefined && deviceDays === undefined) missing.push(buildMissingFact('managementMinutes'));
  if ((minutes ?? 0) >= 10 && interactiveContact === undefined)
    missing.push(buildMissingFact('interactiveContact'));
  if (missing.length > 0) return needsReview(...missing);
  const days = deviceDays ?? 0;
  const picks: Pick[] = [];
  if (facts.rpmSetup && days >= 2) picks.push({ code: '99453', units: 1 });
  if (days >= 16) picks.push({ code: '99454', units: 1 });
  else if (days >= 2) picks.push({ code: '99445', units: 1 });
  if (interactiveContact && minutes !== undefined) picks.push(...listManagement(minutes));
  if (picks.length === 0) {
    const isSilent = interactiveContact === false && (minutes ?? 0) >= 10;
    return refuseFor(
      listRpmChanges(facts),
      buildFactReason(isSilent ? 'no-live-contact' : 'too-few-days-and-minutes', 'rpm-month'),
    );
  }
  const claimed = claim(picks, facts, rule, packs);
  return claimed.is === 'proposal' ? { ...claimed, wouldChange: listRpmChanges(facts) } : claimed;
}

function listManagement(minutes: number): Pick[] {
  if (minutes < 10) return [];
  if (minutes < 20) return [{ code: '99470', units: 1 }];
  const more = Math.floor((minutes - 20) / 20);
  return [{ code: '99457', units: 1 }, ...(more > 0 ? [{ code: '99458', units: more }] : [])];
}

export function decideCcmMonth(facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  const { chronicConditions, staffMinutes, clinicianMinutes } = facts;
  if ((chronicConditions ?? 2) < 2)
    return refuseFor(listOneCondition(facts), {
      ...buildFactReason('fewer-than-two-conditions', 'chronicConditions'),
      carc: '96',
    });
  const missing: RuleReason[] = [];
  if (chronicConditions === undefined) missing.push(buildMissingFact('chronicConditions'));
  if (staffMinutes === undefined && clinicianMinutes === undefined)
    missing.push(buildMissingFact('staffMinutes'), buildMissingFact('clinicianMinutes'));
  if (missing.length > 0) return needsReview(...missing);

  const ways = listCcm(facts);
  const [first, ...others] = ways.map((picks) => claim(picks, facts, rule, packs));
  if (!first) return refuseFor(listCcmChanges(facts, null), buildFactReason('too-few-minutes', 'ccm-month'));
  // The first that nothing billed already excludes.
  const open = first.is === 'proposal' ? first : (others.find(({ is }) => is === 'proposal') ?? first);
  if (open.is !== 'proposal') return open;
  const rest = [first, ...others].filter((way) => way !== open);
  return {
    ...open,
    alternatives: rest.flatMap((way) =>
      way.is === 'proposal' ? [{ lines: way.lines, separatedBy: sayWay(way.lines[0]?.code) }] : [],
    ),
    wouldChange: listCcmChanges(facts, open.lines[0]?.code ?? null),
  };
}

/** Ways to count the month, the most specific first: complex, the clinician's own time, the staff's. */
function listCcm({ staffMinutes: staff = 0, clinicianMinutes: own = 0, mdm }: ChargeFacts): Pick[][] {
  const add = (base: string, code: string, more: number): Pick[] =>
    more > 0
      ? [
          { code: base, units: 1 },
          { code, units: more },
        ]
      : [{ code: base, units: 1 }];
  const ways: Pick[][] = [];
  if (staff >= 60 && (mdm === 'moderate' || mdm === 'high'))
    ways.push(add('99487', '99489', Math.floor((staff - 60) / 30)));
  if (own >= 30) ways.push(add('99491', '99437', Math.floor((own - 30) / 30)));
  if (staff >= 20) ways.push(add('99490', '99439', Math.min(2, Math.floor((staff - 20) / 20))));
  return ways;
}

/** Lines for the picks that nothing billed already excludes. */
function claim(picks: readonly Pick[], facts: ChargeFacts, rule: PayerRule, packs: RulePacks): Verdict {
  const billed = new Set(facts.alreadyBilled);
  const lines: ChargeLine[] = [];
  const reasons: RuleReason[] = [];
  const reviews: RuleReason[] = [];
  const dropped: RuleReason[] = [];
  for (const { code, units } of picks) {
    const found = findRow(packs, 'care-code', code, onDay(facts.serviceDate), 'counted');
    if (found.row === null) return needsReview(found.reason);
    const bar = barOf(code, billed, found, packs);
    const { needs } = found.row.value;
    const hasBase = needs === undefined || billed.has(needs) || lines.some((line) => line.code === needs);
    if (bar) dropped.push(bar);
    else if (hasBase) {
      lines.push(buildLine(code, units, facts, rule));
      reasons.push(found.reason);
      if (found.is !== 'sure') reviews.push(found.reason);
    }
  }
  if (lines.length === 0) return refuse(...dropped);
  return {
    is: 'proposal',
    lines,
    reasons: [...reasons, ...dropped],
    reviews,
    alternatives: [],
    wouldChange: [],
  };
}
