// Where a visit stands with the patient's word on care over video or phone, by what was said of place and way.
import type { CareStanding } from '#server/consent';
import type { AtVisit } from './at-visit.ts';
import { readAnswers, readWay, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';

/** Wants answers and modalities. */
export function standOnCare(
  needs: Pick<VisitNeeds, 'consents'>,
  { tx, visit, now }: Pick<AtVisit, 'tx' | 'visit' | 'now'>,
  said: readonly Said[],
): Promise<CareStanding> {
  const where = { state: placeIn(said), modality: readWay(said) };
  return needs.consents.stand(tx, { visitId: visit.id, ...where }, now);
}

/** There is a word, and it speaks of the text and the way they meet now; a no is one. */
export function isSaid({ word, asksAgain }: Pick<CareStanding, 'word' | 'asksAgain'>): boolean {
  return word !== null && asksAgain === null;
}

/** USPS code of where the patient says they are; null: not said, or outside the United States. */
export function placeIn(said: readonly Said[]): string | null {
  return readAnswers(said).where?.answer.state ?? null;
}
