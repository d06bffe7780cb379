// From an access, as the HTTP layer tells it, to what the trail keeps: the AuditEvent as text, and the few
// columns that may stand in clear.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { decideEventKind } from '#domain/audit';
import { buildAuditEvent } from '#profiles/audit-event';
import type { Vault } from '#server/db';
import type { Access } from '#server/http';

const SERVER = hostname();
/** The tenant of accesses by nobody yet known. */
export const NO_TENANT = '-';

export interface PreparedEvent {
  id: string;
  tenantId: string;
  recordedAt: string;
  event: string;
  outcome: string;
  personIndex: string | null;
  patientIndex: string | null;
  /** The AuditEvent as JSON: one line. */
  content: string;
}

export const patientIndexOf = (vault: Vault, tenantId: string, patientId: string) =>
  vault.blindIndex(tenantId, 'audit.patient', patientId);

export function prepareEvent(needs: { vault: Vault; now: () => Date }, access: Access): PreparedEvent {
  const { session } = access;
  const id = randomUUID();
  const recordedAt = needs.now().toISOString();
  const tenantId = session?.tenantId ?? access.tenantId ?? NO_TENANT;
  const patientId = access.patientId ?? session?.patientId ?? null;
  const content = JSON.stringify(
    buildAuditEvent({
      id,
      recorded: recordedAt,
      event: access.event,
      kind: decideEventKind(access.event),
      outcome: access.outcome,
      requestId: access.requestId,
      tenantId: tenantId === NO_TENANT ? null : tenantId,
      server: SERVER,
      address: access.address ?? null,
      person: session ? { key: session.personKey, fhirUser: session.fhirUser, role: session.role } : null,
      patientId,
      launchId: session?.launchId ?? null,
      detail: access.detail ?? {},
    }),
  );
  return {
    id,
    tenantId,
    recordedAt,
    event: access.event,
    outcome: access.outcome,
    personIndex: session ? needs.vault.blindIndex(tenantId, 'audit.person', session.personKey) : null,
    patientIndex: patientId === null ? null : patientIndexOf(needs.vault, tenantId, patientId),
    content,
  };
}
