// Whether the place where the patient is asks for this consent in writing. A press on their own screen is writing; what
// they said aloud, and a clinician wrote down, is not. The row adds to the product's default and takes nothing from it.
import {
  findRow,
  listDays,
  type RulePacks,
  type RuleReason,
  type RuleRow,
  type StateCode,
} from '#domain/rules';

export interface WritingDuty {
  /** False: the row is recalled, disputed or has run out. It is shown, and the product's default decides. */
  readonly isSure: boolean;
  /** The row that asks for it, or why it is in doubt. */
  readonly reason: RuleReason;
}

/** Null: no row of this place speaks of writing, or nobody knows the place. `at`: ISO instant. */
export function findWriting(packs: RulePacks, state: StateCode | null, at: string): WritingDuty | null {
  if (state === null) return null;
  const found = findRow(packs, 'telehealth-consent', state, listDays(at, state), 'consent-not-in-writing');
  // What ran out is still known to have asked for it.
  const rows = found.row ? [found.row] : (packs.rows.get(`telehealth-consent/${state}`) ?? []);
  const asks = (rows as readonly RuleRow<'telehealth-consent'>[]).some(({ value }) =>
    value.duties.includes('in-writing'),
  );
  return asks ? { isSure: found.is === 'sure', reason: found.reason } : null;
}
