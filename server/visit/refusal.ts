// A refusal that arises while care is being given: newcomers, recording and listening stop at once, the clinician
// is told why and what is offered. The call itself is never ended here.
import { isRunning, keyOfReason } from '#domain/visit';
import type { StandingAt } from './at-visit.ts';
import { markForBilling } from './billing-review.ts';
import { askGate } from './gate.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { updateVisit } from './visit-store.ts';

/** Asks the gate of a running visit anew; writes the moment when its answer changes, and nothing otherwise. */
export async function settleRefusal(needs: VisitNeeds, at: StandingAt): Promise<void> {
  const { visit, tx } = at;
  // An emergency was opened past the gate on purpose; it is reviewed afterwards, not refused now.
  if (!isRunning(visit.state) || visit.emergencyAt !== null) return;
  const gate = await askGate(needs, tx, visit);
  const isRefused = gate.verdict !== 'allow';
  if (isRefused === (visit.refusedSince !== null)) return;
  const reasons = gate.parts
    .filter(({ verdict }) => verdict !== 'allow')
    .flatMap((part) => part.reasons.map(keyOfReason));
  await at.say({ kind: 'gate', verdict: gate.verdict, reasons, isRefusal: isRefused });
  const changes = { refusedSince: isRefused ? at.now : null };
  if (await updateVisit(tx, visit, changes)) Object.assign(visit, changes, { version: visit.version + 1 });
  if (isRefused) await markForBilling(at, 'refused-during-visit');
  await at.tellChanged('notice');
}
