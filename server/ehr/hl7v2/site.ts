// One hospital's HL7 v2 endpoint, as its tenant entry says it, and what its site's own choices add.
import type { Tenant } from '#server/smart/tenants';

export interface Hl7Site {
  host: string;
  port: number;
  tls: boolean;
  sendingApplication: string;
  sendingFacility: string;
  receivingApplication: string;
  receivingFacility: string;
  /** TXA-2, the site's own code for a note of a visit; PN (progress note, table 0270) where it names none. */
  documentType: string;
  /** PID-3.4, who gives out the record numbers; null: the site has but one. */
  assigningAuthority: string | null;
  /**
   * FT1-6 of a credit, table 0017. The table is each site's own: charge interfaces say `CR`, the specification suggests
   * `CD`.
   */
  creditType: string;
  /** MSH-11 `T`: nothing of it is about a real person. */
  isTest: boolean;
}

/**
 * Null: this hospital has no HL7 v2 endpoint. Its own are `site.hl7DocumentType`,
 * `hl7AssigningAuthority` and `hl7CreditType`.
 */
export function readHl7Site(tenant: Tenant): Hl7Site | null {
  if (!tenant.hl7v2) return null;
  return {
    ...tenant.hl7v2,
    documentType: textOf(tenant.site?.hl7DocumentType) ?? 'PN',
    assigningAuthority: textOf(tenant.site?.hl7AssigningAuthority),
    creditType: textOf(tenant.site?.hl7CreditType) ?? 'CR',
    isTest: tenant.sandbox,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
