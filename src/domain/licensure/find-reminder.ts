// Which lines of the register end soon or have ended, in the calendar of the state whose line it is. It reminds; what
// a line allows is the licence rule's.
import { listDays, State } from '#domain/rules';
import type { CredentialView } from './register.ts';

/** Days before the last day at which somebody is reminded; 0 stands for "it has ended". */
export const REMINDER_DAYS = [90, 30, 7, 0] as const;
export type ReminderDays = (typeof REMINDER_DAYS)[number];

/** An ended line is worth a reminder as long as one may think that it only was forgotten. */
const FORGOTTEN_DAYS = 90;

export type LineToRemind = Pick<
  CredentialView,
  'credentialId' | 'practitioner' | 'kind' | 'state' | 'status' | 'from' | 'to'
> & { verified: unknown };

export interface Reminder {
  credentialId: string;
  /** The nearest threshold that is reached. */
  daysBefore: ReminderDays;
  /** 0: today is the last day, on which it still holds. Below 0: it has ended. */
  daysLeft: number;
}

/**
 * `at`: an instant. The day is the one of the state the line is for, where a state has two zones the later one: the
 * gate lets nobody in any more as soon as the day is over in one of them. A line of no single state is counted by UTC.
 */
export function countDaysLeft({ state, to }: Pick<LineToRemind, 'state' | 'to'>, at: string): number {
  return (Date.parse(to) - Date.parse(dayOf(state, at))) / 86_400_000;
}

export function dayOf(state: string | null, at: string): string {
  const known = State.safeParse(state);
  return known.success ? listDays(at, known.data).last : new Date(at).toISOString().slice(0, 10);
}

/** Of lines that are in force or should be; a line that a later one carries on reminds nobody. Most urgent first. */
export function listReminders(lines: readonly LineToRemind[], at: string): Reminder[] {
  return lines
    .filter(({ status }) => status === 'active' || status === 'probation')
    .filter((line) => !lines.some((other) => carriesOn(other, line)))
    .flatMap((line) => {
      const daysLeft = countDaysLeft(line, at);
      if (daysLeft < -FORGOTTEN_DAYS) return [];
      const daysBefore = REMINDER_DAYS.findLast((days) => (days === 0 ? daysLeft < 0 : daysLeft <= days));
      return daysBefore === undefined ? [] : [{ credentialId: line.credentialId, daysBefore, daysLeft }];
    })
    .sort((one, other) => one.daysLeft - other.daysLeft);
}

/** A verified line of the same person, kind and state that ends later, with no day between them. */
function carriesOn(other: LineToRemind, line: LineToRemind): boolean {
  const isSameRight =
    other.practitioner === line.practitioner && other.kind === line.kind && other.state === line.state;
  const gap = (Date.parse(other.from) - Date.parse(line.to)) / 86_400_000;
  return (
    isSameRight && other.status === 'active' && other.verified !== null && other.to > line.to && gap <= 1
  );
}
