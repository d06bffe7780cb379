// Who of a visit's people can be heard in it, and under which key their consents are kept. The patient and the visit's
// clinician always count: a line that is down at the moment is no reason to forget them.
import { PARTICIPANT_ROWS } from '#domain/visit';
import type { Person, Visit } from './visit-store.ts';

/** The patient is the record's, whoever speaks for them; everybody else is the person of their sessions. */
export function keyOfPerson(person: Pick<Person, 'id' | 'role' | 'personKey'>): string {
  if (person.role === 'patient') return 'patient';
  // Who came by no session yet is nobody else's key; when they come, they are asked again.
  return person.personKey ?? `participant:${person.id}`;
}

export function listHeard({ people }: Pick<Visit, 'people'>): Person[] {
  return people.filter(
    ({ role, state, wasAdmitted }) =>
      role === 'host' || role === 'patient' || (wasAdmitted && PARTICIPANT_ROWS[state].isIn),
  );
}
