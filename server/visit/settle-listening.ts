// Writes down when recording or listening might be on and when it had to be off again, and tells everybody in the visit.
// The answer itself is worked out anew whenever it is asked; this is its record.
import { LISTENING_PURPOSES, type ListeningPurpose } from '#domain/consent';
import { keyOfReason } from '#domain/visit';
import type { Db } from '#server/db';
import { judgeListening, type ListeningNeeds } from './judge-listening.ts';
import { standByClock } from './stand-by-clock.ts';
import { listStatements, type Said } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit } from './visit-store.ts';

interface OfVisit {
  id: string;
  tenantId: string;
}

/** Where nobody was asked there is nothing to settle. */
async function settleListening(needs: VisitNeeds, of: OfVisit): Promise<void> {
  const { database } = needs;
  if ((await listStatements(needs, database.db, of.id, ['listening-asked'])).length === 0) return;
  if ((await listChanges(needs, database.db, of)).length === 0) return;
  await database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, of, 'lock');
    if (!visit) return;
    const at = standByClock(needs, tx, visit);
    // Once more under the lock: another instance may have written it meanwhile.
    const changes = await listChanges(needs, tx, of);
    for (const { purpose, now, facts } of changes)
      await at.say({
        ...{ kind: 'listening', purpose, outcome: now.outcome, reasons: now.reasons.map(keyOfReason) },
        ...{ missing: now.missing, question: { ...facts.question }, packs: now.packs },
      });
    if (changes.length > 0) await at.tellChanged('consent');
  });
}

async function listChanges(needs: ListeningNeeds, db: Db, of: OfVisit) {
  const visit = await findVisit(needs, db, of);
  if (!visit) return [];
  const before = lastOutcomes(await listStatements(needs, db, of.id, ['listening']));
  const judged = await judgeListening(needs, db, visit);
  return judged.filter(({ purpose, now }) => now.outcome !== before.get(purpose)?.outcome);
}

/** Off until something else is written. */
export function lastOutcomes(said: readonly Said[]) {
  const none = { outcome: 'must-be-off' as 'must-be-off' | 'may-be-on', since: null as Date | null };
  const last = new Map<ListeningPurpose, typeof none>(LISTENING_PURPOSES.map((one) => [one, none]));
  for (const one of said)
    if (one.kind === 'listening') last.set(one.purpose, { outcome: one.outcome, since: one.saidAt });
  return last;
}

/** Never rejects: what was done is done; the clock settles again in seconds. */
export async function settleListeningSoon(needs: VisitNeeds, of: OfVisit): Promise<void> {
  if (needs.listeningOf(of.tenantId).length === 0) return;
  try {
    await settleListening(needs, of);
  } catch (cause) {
    const code = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code }, 'when a visit might be listened to was not written; it will be tried again');
  }
}
