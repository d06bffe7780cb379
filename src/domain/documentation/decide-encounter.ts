// Under which of the EHR's encounters a visit's note belongs. A note under a wrong encounter is a note in a wrong
// place: what is not certain is nobody's, and a person chooses at delivery.
import type { VisitRecord } from '#domain/visit';

export interface EncounterFacts {
  readonly record: Pick<VisitRecord, 'source' | 'admittedAt' | 'endedAt'>;
  /** The session's launch; null: it named no encounter. */
  readonly launch: { readonly encounterId: string; readonly startedAt: string } | null;
}

/** No launch lives longer than this (LIFETIME.absolute): the visit was held in it or right before. */
const LONGEST_LAUNCH_MS = 12 * 3600_000;

/** FHIR id; null: not certain. */
export function decideEncounter({ record, launch }: EncounterFacts): string | null {
  const { source, admittedAt, endedAt } = record;
  if (source.kind === 'encounter') return source.id;
  if (launch === null || admittedAt === null) return null;
  const started = Date.parse(launch.startedAt);
  // A launch of another day is about another encounter, even if it is the same patient's.
  const isOfThisVisit =
    started >= Date.parse(admittedAt) - LONGEST_LAUNCH_MS &&
    (endedAt === null || started <= Date.parse(endedAt));
  return isOfThisVisit ? launch.encounterId : null;
}
