// When recording or listening might be on in a visit, out of what was written down as it changed.
import type { VisitRecord } from '#domain/visit';
import { listAsked } from './judge-listening.ts';
import type { Said } from './statement-store.ts';

/** Of what was asked; one that might be on to the end ends with the visit. */
export function listSpans(said: readonly Said[], endedAt: Date | null): VisitRecord['listening'] {
  return [...listAsked(said).keys()].map((purpose) => {
    const changes = said.flatMap((one) => (one.kind === 'listening' && one.purpose === purpose ? [one] : []));
    const spans = changes.flatMap(({ outcome, saidAt }, at) => {
      if (outcome !== 'may-be-on') return [];
      const until = changes[at + 1]?.saidAt ?? endedAt;
      return [{ from: saidAt.toISOString(), until: until?.toISOString() ?? null }];
    });
    return { purpose, spans };
  });
}
