// Stands at a visit as the clock does: nobody's session, nobody's act.
import type { Db } from '#server/db';
import type { StandingAt } from './at-visit.ts';
import { insertStatement } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';
import type { Visit } from './visit-store.ts';

export function standByClock(needs: VisitNeeds, tx: Db, visit: Visit): StandingAt {
  const now = needs.now();
  const of = { visitId: visit.id, tenantId: visit.tenantId };
  const speaker = { saidBy: 'system', personKey: null } as const;
  return {
    ...{ tx, visit, now },
    say: (statement) =>
      insertStatement({ database: needs.database, tx }, { ...of, ...speaker }, statement, now),
    async tellChanged(part) {
      await needs.journal.append(tx, { ...of, kind: 'visit.changed', body: { kind: 'visit.changed', part } });
    },
  };
}
