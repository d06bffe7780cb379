// The one question a recorder or a scribe has to ask, before it begins and at every moment while it goes on: may this
// visit be recorded, may software listen to it, now? There is no answer that stays good.
import type { ListeningAnswerNow, ListeningPurpose } from '#domain/consent';
import { buildFactReason } from '#domain/rules';
import { judgeListening, type ListeningNeeds } from './judge-listening.ts';
import { findVisit } from './visit-store.ts';

/** Never rejects: what cannot be decided must be off. Not inside a transaction. */
export async function mayListen(
  needs: ListeningNeeds,
  { tenantId, visitId }: { tenantId: string; visitId: string },
  purpose: ListeningPurpose,
): Promise<ListeningAnswerNow> {
  try {
    const { db } = needs.database;
    const visit = await findVisit(needs, db, { id: visitId, tenantId });
    if (!visit) return off('no-such-visit', 'visit');
    const judged = (await judgeListening(needs, db, visit)).find((one) => one.purpose === purpose);
    return judged?.now ?? off('listening-not-offered', 'site.listening');
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error(
      { code: 'listening.failed', kind },
      'whether a visit may be listened to is not known: off',
    );
    return off('listening-undecided', 'visit');
  }
}

function off(code: string, rule: string): ListeningAnswerNow {
  const reasons = [buildFactReason(code, rule)];
  return { outcome: 'must-be-off', isBarred: false, reasons, missing: [], packs: [] };
}
