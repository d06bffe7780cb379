// Five sights that must not be mixed up: allergies recorded, none known, nothing recorded, not permitted,
// could not be read (look.md, "clinical writing that cannot be misread").

export type AllergyState =
  | { state: 'recorded'; names: string[] }
  | { state: 'none-known' }
  | { state: 'not-recorded' }
  | { state: 'not-permitted' }
  | { state: 'could-not-be-read' };

export interface AllergyFacts {
  name: string | null;
  isCurrent: boolean;
  saysNoneKnown: boolean;
}

/**
 * A recorded allergy beats a "none known" beside it. One without a name is still an allergy.
 * @param read the allergies of the record, or why there are none to read
 */
export function decideAllergyState(
  read: readonly AllergyFacts[] | 'not-permitted' | 'could-not-be-read',
): AllergyState {
  if (read === 'not-permitted' || read === 'could-not-be-read') return { state: read };
  const current = read.filter(({ isCurrent }) => isCurrent);
  const names = current.filter(({ saysNoneKnown }) => !saysNoneKnown).map(({ name }) => name ?? '?');
  if (names.length > 0) return { state: 'recorded', names: [...new Set(names)] };
  return current.length > 0 ? { state: 'none-known' } : { state: 'not-recorded' };
}
