// Whether this person reads the note of this visit, once it is certain that the visit is their own patient's. Reading
// alone: who writes stands in the route table, who signs in decide-signable.
import type { RecordedPerson } from '#domain/visit';

/**
 * `me`: the caller as one of the visit's people; undefined: they are none of them. A clinician reads on in the chart
 * that the EHR opened. A nurse reads where they are assigned, and that is: they came into this visit as staff – having
 * looked at it is none. Everybody else never.
 */
export function isNoteReader(
  role: string | null,
  me: Pick<RecordedPerson, 'role' | 'wasAdmitted'> | undefined,
): boolean {
  if (role === 'clinician') return true;
  return role === 'nurse' && me?.role === 'staff' && me.wasAdmitted;
}
