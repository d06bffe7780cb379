// What the packs say of one procedure code on a day: known, valid, how many units one visit may have, and whether the
// payer takes it. Knows no facts of the visit.
import { findRow, listRows, onDay, type RulePacks, type RuleReason } from '#domain/rules';
import type { EntryReason } from './charge-entry.ts';
import type { ChargeFacts } from './charge-question.ts';

const CODED = ['em-level', 'psychotherapy', 'care-code', 'rate'] as const;

export interface CodeJudgement {
  /** Null: it may stand on a claim of that day. */
  readonly fault: {
    readonly code: Extract<EntryReason['code'], 'unknown-code' | 'code-not-valid' | 'not-valid-for-medicare'>;
    readonly reason: RuleReason;
  } | null;
  /** The only rows that speak of it are recalled or disputed. */
  readonly isDoubtful: boolean;
  readonly mostUnits: number;
}

const MOST_UNITS = 24;

export function judgeCode(
  code: string,
  serviceDate: string,
  payerKind: ChargeFacts['payer']['kind'] | null,
  packs: RulePacks,
): CodeJudgement {
  const day = onDay(serviceDate);
  const found = CODED.map((kind) => findRow(packs, kind, code, day, 'code-valid'));
  const standing = found.filter(({ row }) => row !== null);
  const named = findNamed(code, serviceDate, packs);
  const isOneOnly = ['em-level', 'psychotherapy'].some((kind) => packs.rows.has(`${kind}/${code}`));
  const mostUnits = isOneOnly && !isAddOn(code, packs) ? 1 : MOST_UNITS;
  const fail = (fault: NonNullable<CodeJudgement['fault']>['code'], reason: RuleReason): CodeJudgement => ({
    fault: { code: fault, reason },
    isDoubtful: false,
    mostUnits,
  });

  const deleted = findRow(packs, 'deleted-code', code, day, 'code-deleted');
  if (deleted.row) return fail('code-not-valid', deleted.reason);
  // CMS value file: status I is not valid for Medicare; its plans follow the same file.
  const rate = findRow(packs, 'rate', code, day, 'not-valid-for-medicare');
  if (payerKind?.includes('medicare') && rate.row?.value.status === 'I')
    return fail('not-valid-for-medicare', rate.reason);
  if (standing.length > 0 || named !== null) {
    const isSure = standing.some(({ is }) => is === 'sure') || named === 'sure';
    return { fault: null, isDoubtful: !isSure, mostUnits };
  }
  // A row that was, or is to come, is not the same as none: the code is known and does not stand that day.
  const off = found.find(({ reason }) => reason.code !== 'no-row');
  if (off) return fail('code-not-valid', off.reason);
  return fail('unknown-code', { ...deleted.reason, rule: `code/${code}` });
}

/** Codes that only payers' rows and prolonged time name; `sure` where one of these rows is. */
function findNamed(code: string, serviceDate: string, packs: RulePacks): 'sure' | 'doubtful' | null {
  const day = onDay(serviceDate);
  const rules = listRows(packs, 'payer-rule').map(([row]) =>
    findRow(packs, 'payer-rule', row.key, day, 'named'),
  );
  const prolonged = listRows(packs, 'prolonged').map(([row]) =>
    findRow(packs, 'prolonged', row.key, day, 'named'),
  );
  const naming = [
    ...rules.filter(({ row }) => Object.values(row?.value.codes ?? {}).includes(code)),
    ...prolonged.filter(({ row }) => row?.value.addOn === code),
  ];
  if (naming.length === 0) return null;
  return naming.some(({ is }) => is === 'sure') ? 'sure' : 'doubtful';
}

/** Time beyond the first hour of a crisis is counted in units, as is prolonged time. */
function isAddOn(code: string, packs: RulePacks): boolean {
  const isMore = listRows(packs, 'psychotherapy').some(
    ([row]) => row.key === code && row.value.use === 'crisis-more',
  );
  return isMore || listRows(packs, 'prolonged').some(([row]) => row.value.addOn === code);
}
