// Whether what was billed for the same period shuts out one more code: the same again, or one that excludes it.
import type { RulePacks, RuleReason, RuleRow } from '#domain/rules';

const MONITORING = ['device-days', 'management-minutes'];

/** 18: the same code again. 151: a second of its kind in the period. 97: it is part of what was billed. */
export function barOf(
  code: string,
  billed: ReadonlySet<string>,
  { row, reason }: { row: RuleRow<'care-code'>; reason: RuleReason },
  packs: RulePacks,
): RuleReason | null {
  if (billed.has(code)) return { ...reason, code: 'billed-already', carc: '18' };
  if (![...billed].some((other) => excludes(code, other, packs) || excludes(other, code, packs))) return null;
  const isMonitoring = MONITORING.includes(String(row.value.counts?.of));
  return { ...reason, code: 'excluded-by-billed', carc: isMonitoring ? '151' : '97' };
}

function excludes(code: string, other: string, packs: RulePacks): boolean {
  const rows = (packs.rows.get(`care-code/${code}`) ?? []) as readonly RuleRow<'care-code'>[];
  return rows.some(({ value }) => value.excludes?.includes(other));
}
