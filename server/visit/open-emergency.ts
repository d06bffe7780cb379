// Emergency: the visit's clinician opens audio or video at once, with a reason. This file asks no gate and imports
// none, so that it works when the gate refuses, fails, or is broken. On record, and not billable until reviewed.

import type { z } from 'zod';
import type { OpenEmergency } from '#domain/visit';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { atVisit } from './at-visit.ts';
import { moveVisit } from './move-visit.ts';
import type { VisitNeeds } from './visit-needs.ts';

export function openEmergency(
  needs: VisitNeeds,
  session: Session,
  { visitId, modality, reason }: z.infer<typeof OpenEmergency>,
): Promise<void> {
  return atVisit(needs, session, visitId, async (at) => {
    const { tx, visit, me } = at;
    if (at.actor !== 'host' || me === null)
      throw new AppError('forbidden', 'visit.not-yours', 'Only the visit’s own clinician can do this.');
    const billingReview = [...new Set([...visit.billingReview, 'emergency'])];
    await moveVisit(
      needs,
      tx,
      visit,
      { event: 'open-emergency', actor: 'host', person: me.id },
      { emergencyAt: visit.emergencyAt ?? at.now, billingReview },
    );
    await at.say({ kind: 'emergency', reason, by: me.known.name ?? session.fhirUser ?? session.personKey });
    await at.say({ kind: 'modality', modality, reason: 'emergency' });
    await at.tellChanged('notice');
  });
}
