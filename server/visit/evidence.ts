// The evidence of a visit's gate: written down in the transaction that acted on it, with the digest of what was
// written; read and checked whole. It decides nothing.
import { createHash } from 'node:crypto';
import type { EvidenceRecord, EvidenceView } from '#domain/visit';
import type { Session } from '#server/http';
import { lookAtVisit, type StandingAt } from './at-visit.ts';
import type { Judged } from './gate.ts';
import { listStatements } from './statement-store.ts';
import type { VisitNeeds } from './visit-needs.ts';

export async function recordEvidence(
  at: StandingAt,
  event: EvidenceRecord['event'],
  { gate, grounds }: Judged,
): Promise<void> {
  const { verdict, parts, decidedAt } = gate;
  const record: EvidenceRecord = { event, visitId: at.visit.id, decidedAt, verdict, parts, ...grounds };
  await at.say({ kind: 'evidence', record, digest: digestOf(record) });
}

export async function readEvidence(
  needs: VisitNeeds,
  session: Session,
  visitId: string,
): Promise<EvidenceView> {
  const { visit, tx, now } = await lookAtVisit(needs, session, visitId);
  const said = await listStatements(needs, tx, visit.id, ['evidence']);
  return {
    visitId,
    hospital: needs.hospitalOf(visit.tenantId),
    at: now.toISOString(),
    records: said.flatMap((one) =>
      one.kind === 'evidence'
        ? [{ record: one.record, digest: one.digest, isIntact: digestOf(one.record) === one.digest }]
        : [],
    ),
  };
}

function digestOf(record: EvidenceRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}
