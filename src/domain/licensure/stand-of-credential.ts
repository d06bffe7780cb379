// How a line of the register stands on a day, for whoever reads the register. What it allows for a patient is the
// rule's answer and nobody else's; this names only what a person should look at.
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

/** Long enough to renew one. */
const SOON_DAYS = 60;

/** `today`: YYYY-MM-DD. Both days of a line are inclusive. The gravest is told. */
export function standOfCredential(
  line: Pick<CredentialView, 'status' | 'from' | 'to' | 'verified'>,
  today: string,
): CredentialStanding {
  if (line.status === 'suspended' || line.status === 'revoked') return 'barred';
  if (line.status !== 'active') return 'not-active';
  if (line.to < today) return 'ended';
  if (line.from > today) return 'not-yet';
  if (line.verified === null) return 'unverified';
  const daysLeft = (Date.parse(line.to) - Date.parse(today)) / 86_400_000;
  return daysLeft <= SOON_DAYS ? 'ends-soon' : 'good';
}
