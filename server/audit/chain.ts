// The hash chain's arithmetic: each row's code covers the code before it and the whole row, and one of its
// fields covers the sealed content. Pure; knows no database.
//   mac_n = HMAC(k, mac_{n-1} ‖ canonical(row_n))
// The content enters by its own code, so that the chain still proves itself when content is erased later.
import { createHmac, type KeyObject } from 'node:crypto';
import type { AuditRow } from './audit-tables.ts';

/** Identifies the trail and the chain; the code "before the first row". */
export function genesisOf(key: KeyObject, ledger: string, chain: number): string {
  return macOf(key, ['genesis', ledger, chain]);
}

export function contentMacOf(key: KeyObject, eventId: string, content: string): string {
  return macOf(key, ['content', eventId, content]);
}

export function rowMacOf(key: KeyObject, before: string, row: Omit<AuditRow, 'mac'>): string {
  return macOf(key, [
    'row',
    before,
    row.id,
    row.tenantId,
    row.chain,
    row.seq,
    row.recordedAt,
    row.event,
    row.outcome,
    row.personIndex,
    row.patientIndex,
    row.batchId,
    row.position,
    row.contentMac,
  ]);
}

/** Binds a signing key to this installation: a stranger's key pair cannot sign our heads. */
export function signingKeyMacOf(key: KeyObject, publicKey: string): string {
  return macOf(key, ['signing-key', publicKey]);
}

/** A JSON array has one spelling for one list of texts, numbers and nulls. */
function macOf(key: KeyObject, parts: readonly (string | number | null)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}
