// What time does to visits: limits that run out, licences that end while care is being given. Runs on every instance;
// the lock on the visit's row and the second look under it keep one from doing what another has done.

import { inArray } from 'drizzle-orm';
import { PARTICIPANT_ROWS, STATE_ROWS } from '#domain/visit';
import { limitOfPerson, limitOfVisit, movePerson, moveVisit, setLimit } from './move-visit.ts';
import { recordEnd } from './record-evidence.ts';
import { settleRefusalSoon } from './refusal.ts';
import { settleListeningSoon } from './settle-listening.ts';
import { standByClock } from './stand-by-clock.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { findVisit, listDue } from './visit-store.ts';
import { visits } from './visit-tables.ts';

const AT_ONCE = 50;

/** Does what is due; one visit that fails keeps no other waiting. */
export async function runClock(needs: VisitNeeds): Promise<void> {
  const now = needs.now();
  const due = await listDue(needs.database.db, now, AT_ONCE);
  for (const of of due) await quietly(needs, () => runLimits(needs, of));
  const running = await needs.database.db
    .select({ id: visits.id, tenantId: visits.tenantId })
    .from(visits)
    .where(inArray(visits.state, ['in-visit', 'dropped', 'moved-to-phone']))
    .limit(500);
  // A licence or a rule that ends in the middle of a visit is a refusal that nobody's act brings about.
  for (const of of running) {
    await settleRefusalSoon(needs, of);
    await settleListeningSoon(needs, of);
  }
}

async function quietly(needs: VisitNeeds, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (cause) {
    const code = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code }, 'the clock could not move a visit; it will be tried again');
  }
}

async function runLimits(needs: VisitNeeds, of: { id: string; tenantId: string }): Promise<void> {
  await needs.database.transaction(async (tx) => {
    const visit = await findVisit(needs, tx, of, 'lock');
    if (!visit) return;
    const now = needs.now();
    const isDue = (limit: Date | null) => limit !== null && limit <= now;
    for (const { id, state } of visit.people) {
      const person = visit.people.find((one) => one.id === id);
      if (
        person &&
        person.state === state &&
        PARTICIPANT_ROWS[state].limitMinutes &&
        isDue(limitOfPerson(person))
      )
        await movePerson(needs, tx, visit, { event: 'expire', by: 'system', person: id });
    }
    const before = visit.state;
    const { limit } = STATE_ROWS[before];
    if (limit && isDue(limitOfVisit(visit)))
      await moveVisit(needs, tx, visit, { event: limit.does, actor: 'system', person: null });
    await recordEnd(needs, standByClock(needs, tx, visit), before);
    await setLimit(tx, visit);
  });
}
