// Audit: records every access before its answer leaves, proves that nobody changed the record, lists it.
export { type Audit, createAudit } from './audit.ts';
export { listAuditEvents } from './list-audit-events.ts';
export { type AuditFault, type AuditVerdict, verifyAuditChain } from './verify.ts';
