// Whom the question about signs is about: where the patient says they are, and how old they are for certain.
import { ageAt } from '#domain/consent';
import { STATE_CODES } from '#domain/rules';
import type { CheckInAnswers } from '#domain/visit';
import type { AtVisit } from './at-visit.ts';

export function aboutPatient(
  { visit, now }: Pick<AtVisit, 'visit' | 'now'>,
  { where }: Pick<CheckInAnswers, 'where'>,
) {
  const place = where && { state: where.answer.state, country: where.answer.country };
  const state = STATE_CODES.find((code) => code === place?.state) ?? null;
  return { place, ageYears: ageAt(visit.known.birthDate, now.toISOString(), state), at: now };
}
