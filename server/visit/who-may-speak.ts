// Who may answer for the patient: a representative, where the patient is not in the visit as themself, or is a child.
import { ageAt } from '#domain/consent';
import { findRow, onDay } from '#domain/rules';
import type { VisitNeeds } from './visit-needs.ts';
import type { Person, Visit } from './visit-store.ts';

/** A grown patient who is here by their own sign-in answers for themself. */
export function maySpeakForPatient(
  { packs, now }: Pick<VisitNeeds, 'packs' | 'now'>,
  { people, known }: Pick<Visit, 'people' | 'known'>,
  person: Person,
): boolean {
  if (person.role !== 'proxy') return false;
  const patient = people.find(({ role }) => role === 'patient');
  if (!patient) return false;
  if (patient.personKey === null) return true;
  const at = now().toISOString();
  const minor = findRow(packs, 'consent-policy', 'minor', onDay(at.slice(0, 10)), 'minor-alone');
  const age = ageAt(known.birthDate, at, null);
  return age !== null && age < (minor.row?.value.years ?? 0);
}
