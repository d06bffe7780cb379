// One access, said as a FHIR AuditEvent in the minimal form of IHE's Basic Audit Log Patterns.
export { AUDIT_EVENT_PROFILE, type AuditedAccess, buildAuditEvent } from './audit-event.ts';
