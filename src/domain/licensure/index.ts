// Whether this clinician may treat a patient who is where they are now.
import type { PackRead, RuleReason } from '#domain/rules';

export { decideLicensure } from './decide-licensure.ts';
export { type ExceptionRule, listExceptions } from './judge-exception.ts';
export {
  CREDENTIAL_KINDS,
  CREDENTIAL_STATUSES,
  Credential,
  EXCEPTION_KINDS,
  type ExceptionKind,
  type LicensureFacts,
  LicensureQuestion,
  PROFESSIONS,
} from './licensure-question.ts';

/** The answer of the licence rule: what it rests on, and until which instant it holds. */
export interface LicensureAnswer {
  readonly outcome: 'allow' | 'allow-by-exception' | 'block' | 'needs-review';
  readonly reasons: readonly RuleReason[];
  readonly packs: readonly PackRead[];
  /** The credential the answer rests on; null for `block` and `needs-review`, and for an exception. */
  readonly basis: { readonly kind: string; readonly state: string | null; readonly to: string } | null;
  /** ISO instant with offset; null for `block` and `needs-review`, and for an exception whose row has no end. */
  readonly expiresAt: string | null;
}
export { listReminders, REMINDER_DAYS, type Reminder, type ReminderDays } from './find-reminder.ts';
export {
  type DecidingParts,
  identityOf,
  isBarred,
  isSameLine,
  type JudgedSheet,
  judgeSheet,
  type KnownLine,
} from './judge-sheet.ts';
export * from './register.ts';
export * from './sheet.ts';
export * from './stand-of-credential.ts';
