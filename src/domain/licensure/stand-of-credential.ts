// How a line of the register stands on a day, for whoever reads the register. What it allows for a patient is the
// rule's answer and nobody else's; this names only what a person should look at.
import { countDaysLeft, dayOf, REMINDER_DAYS } from './find-reminder.ts';
import type { CredentialView } from './register.ts';

export const CREDENTIAL_STANDINGS = [
  'barred',
  'not-active',
  'ended',
  'not-yet',
  'unverified',
  'ends-soon',
  'good',
] as const;
export type CredentialStanding = (typeof CREDENTIAL_STANDINGS)[number];

/** `at`: an instant; its day is that of the line's own state. Both days of a line are inclusive. The gravest is told. */
export function standOfCredential(
  line: Pick<CredentialView, 'status' | 'state' | 'from' | 'to' | 'verified'>,
  at: string,
): CredentialStanding {
  if (line.status === 'suspended' || line.status === 'revoked') return 'barred';
  if (line.status !== 'active') return 'not-active';
  const daysLeft = countDaysLeft(line, at);
  if (daysLeft < 0) return 'ended';
  if (line.from > dayOf(line.state, at)) return 'not-yet';
  if (line.verified === null) return 'unverified';
  return daysLeft <= REMINDER_DAYS[0] ? 'ends-soon' : 'good';
}
