// The evidence of a visit's gate: written down in the transaction that acted on it, with the digest of what was written.
// It decides nothing.
import { createHash } from 'node:crypto';
import { closedGate, type EvidenceRecord, isRunning, STATE_ROWS } from '#domain/visit';
import type { StandingAt } from './at-visit.ts';
import { type GateNeeds, type Judged, judgeGate, NO_GROUNDS } from './gate.ts';
import type { Visit } from './visit-store.ts';

export async function recordEvidence(
  at: Pick<StandingAt, 'visit' | 'say'>,
  event: EvidenceRecord['event'],
  { gate, grounds }: Judged,
): Promise<void> {
  const { verdict, parts, decidedAt } = gate;
  const record: EvidenceRecord = { event, visitId: at.visit.id, decidedAt, verdict, parts, ...grounds };
  await at.say({ kind: 'evidence', record, digest: digestOf(record) });
}

/**
 * Where care has just ended, in the transaction that ended it: keeps the gate as it stood. `before`: the state until
 * then. A gate that fails keeps no visit from ending.
 */
export async function recordEnd(
  needs: GateNeeds,
  at: Pick<StandingAt, 'tx' | 'visit' | 'say'>,
  before: Visit['state'],
): Promise<void> {
  if (!isRunning(before) || STATE_ROWS[at.visit.state].phase !== 'after') return;
  await recordEvidence(at, 'ended', await judgeApart(needs, at, { ...at.visit, state: before }));
}

/** Behind a savepoint: a question that fails in the database takes nothing of the caller's transaction with it. */
async function judgeApart(needs: GateNeeds, { tx }: Pick<StandingAt, 'tx'>, visit: Visit): Promise<Judged> {
  try {
    return await tx.transaction((inner) => judgeGate(needs, inner, visit));
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'unknown';
    needs.log.error({ code: 'gate.failed', kind }, 'the gate at the end of a visit could not be asked');
    return { gate: closedGate(needs.now()), grounds: NO_GROUNDS };
  }
}

/** SHA-256 (hex) of the record's JSON without white space. */
export function digestOf(record: EvidenceRecord): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}
