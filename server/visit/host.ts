// Who is responsible for a visit: one clinician at any time.

import { AppError } from '#server/errors';
import { type AtVisit, demandMe } from './at-visit.ts';
import { moveVisit } from './move-visit.ts';
import type { VisitNeeds } from './visit-needs.ts';
import { updatePerson, updateVisit } from './visit-store.ts';

/** The caller becomes the host; who was it before stays, as a colleague. */
export async function becomeHost(needs: VisitNeeds, at: AtVisit): Promise<void> {
  const { tx, visit, session } = at;
  const me = await demandMe(needs, at);
  const before = visit.people.find(({ role }) => role === 'host');
  // Two rows may not say "host" at once, not even for a moment.
  if (before) {
    await updatePerson({ database: needs.database, tx }, before, { role: 'clinician' });
    before.role = 'clinician';
  }
  if (before) await moveVisit(needs, tx, visit, { event: 'hand-over', actor: 'clinician', person: me.id });
  else {
    await updatePerson({ database: needs.database, tx }, me, { role: 'host' });
    me.role = 'host';
  }
  const changes = { hostKey: session.personKey, handOverAt: null };
  if (!(await updateVisit(tx, visit, changes)))
    throw new AppError('conflict', 'visit.state', 'The visit has moved on meanwhile.');
  Object.assign(visit, changes, { version: visit.version + 1 });
  at.actor = 'host';
}
