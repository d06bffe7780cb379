// A line of the register as people see it.
import type { CredentialView } from '#domain/licensure';
import type { KnownRow } from './credential-store.ts';

export function viewCredential({ known, verifiedOn, ...row }: KnownRow): CredentialView {
  return {
    credentialId: row.id,
    practitioner: known.practitioner,
    kind: row.kind,
    profession: row.profession,
    state: row.state,
    compact: row.compact,
    number: known.number,
    status: row.status,
    from: row.validFrom,
    to: row.validTo,
    origin: row.origin,
    verified:
      verifiedOn === null ? null : { by: known.verifiedBy ?? '', on: verifiedOn, source: known.source ?? '' },
  };
}
