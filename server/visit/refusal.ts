// A refusal that arises while care is being given: newcomers, recording and listening stop at once, the clinician
// is told why and what is offered. The call itself is never ended here.
import { type GateView, isOpening, isRunning, keyOfReason } from '#domain/visit';
import { markForBilling } from './billing-review.ts';
import { judgeGate } from './gate.ts';
import { recordEvidence } from './record-evidence.ts';
import { standByClock } from './stand-by-clock.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, updateVisit, type Visit } from './visit-store.ts';

interface OfVisit {
  id: string;
  tenantId: string;
}

const MARK = 'refused-during-visit';

/** Asks the gate of a running visit anew; writes the moment when its answer changes, and nothing otherwise. */
export async function settleRefusal(needs: VisitNeeds, of: OfVisit): Promise<void> {
  const { database } = needs;
  const seen = await findVisit(needs, database.db, of);
  if (!seen || !mayRefuse(seen)) return;
  // Outside the transaction: a gate that fails in the database must still be written down as closed.
  const judged = await judgeGate(needs, database.db, seen);
  const { gate } = judged;
  const isRefused = !isOpening(gate.verdict);
  const mustMark = isRefused && !isNewWayAlone(gate);
  const isWritten = ({ refusedSince, billingReview }: Visit) =>
    isRefused === (refusedSince !== null) && (!mustMark || billingReview.includes(MARK));
  if (isWritten(seen)) return;
  const reasons = gate.parts
    .filter(({ verdict }) => !isOpening(verdict))
    .flatMap((part) => part.reasons.map(keyOfReason));
  await database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, of, 'lock');
    if (!visit || !mayRefuse(visit) || isWritten(visit)) return;
    const at = standByClock(needs, tx, visit);
    await at.say({ kind: 'gate', verdict: gate.verdict, reasons, isRefusal: isRefused });
    await recordEvidence(at, isRefused ? 'refused' : 'open-again', judged);
    const changes = { refusedSince: isRefused ? (visit.refusedSince ?? at.now) : null };
    if (await updateVisit(tx, visit, changes)) Object.assign(visit, changes, { version: visit.version + 1 });
    if (mustMark) await markForBilling(at, MARK);
    await at.tellChanged('notice');
  });
}

/**
 * They meet another way, and nothing else stands against it: the answer may follow in seconds. Whether care went on by
 * that way without one, the charge reads out of the visit's record.
 */
function isNewWayAlone({ parts }: GateView): boolean {
  const closed = parts.filter(({ verdict }) => !isOpening(verdict));
  return closed.every(
    ({ part, verdict, reasons }) =>
      part === 'consent' &&
      verdict === 'needs-review' &&
      reasons.some(({ code }) => code === 'consent-other-modality') &&
      reasons.every(({ code }) => !code.startsWith('consent-') || code === 'consent-other-modality'),
  );
}

/** An emergency was opened past the gate on purpose; it is reviewed afterwards, not refused now. */
function mayRefuse(visit: Visit): boolean {
  return isRunning(visit.state) && visit.emergencyAt === null;
}

/** Never rejects: whoever has just said something is not told that it failed; the clock asks again in seconds. */
export async function settleRefusalSoon(needs: VisitNeeds, of: OfVisit): Promise<void> {
  try {
    await settleRefusal(needs, of);
  } catch (cause) {
    const code = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code }, 'the gate of a running visit could not be settled; it will be tried again');
  }
}
