// What the write-back needs of the outside, by name.
import type { StatementSummary } from '#domain/launch';
import type { VisitRecord } from '#domain/visit';
import type { Database } from '#server/db';
import type { EhrWriter } from '#server/ehr';
import type { Log, RecordAccess } from '#server/http';
import type { Tenant } from '#server/smart/tenants';

/** A note as it was signed; nothing in it changes afterwards. */
export interface SignedNote {
  id: string;
  noteId: string;
  visitId: string;
  tenantId: string;
  kind: 'note' | 'addendum' | 'replacement' | 'entered-in-error';
  /** The signed note it adds to, replaces or withdraws. */
  of: string | null;
  title: string;
  typeCode: string;
  text: string;
  digest: string;
  reference: string;
  signedAt: Date | string;
  author: { reference: string; name: string; iss: string; sub: string };
  launchId: string;
  patient: string;
  encounter: string | null;
}

/** A charge as a person confirmed it. */
export interface ConfirmedCharge {
  id: string;
  visitId: string;
  tenantId: string;
  patient: string;
  encounter: string | null;
  lines: readonly {
    code: string;
    system: string;
    modifiers: readonly string[];
    units: number;
    diagnoses: readonly { code: string; display: string | null }[];
  }[];
  placeOfService: string | null;
  performer: { reference: string; name: string };
  occurrence: { start: string; end: string };
  confirmedAt: string;
  confirmedBy: { reference: string; name: string; iss: string; sub: string; role: string };
  launchId: string;
  holds: readonly string[];
  reference: string;
}

export interface Subject {
  iss: string;
  sub: string;
}

export interface WriteBackNeeds {
  database: Database;
  /** Where the epoch's file lies; must not be part of what a backup brings back with the database. */
  dataFolder: string;
  tenants: readonly Tenant[];
  ehr: EhrWriter;
  readStatement(tenant: Tenant, fhirBase: string): Promise<StatementSummary | 'unreadable'>;
  findVisitRecord(tenantId: string, visitId: string): Promise<VisitRecord | null>;
  findSignedNote(tenantId: string, signedNoteId: string): Promise<SignedNote | null>;
  findConfirmedCharge(tenantId: string, chargeId: string): Promise<ConfirmedCharge | null>;
  /** Who somebody is at their issuer, by any of their own launches; null: no launch of theirs says so. */
  findSubject(personKey: string): Promise<Subject | null>;
  /** The person behind a launch, also after its end. */
  findPersonKey(launchId: string): Promise<string | null>;
  /** Clinicians who have come in here, by name. */
  listClinicians(tenantId: string): Promise<{ personKey: string; name: string }[]>;
  /** The grant of a launch outlives its session while something is under way that rests on it. */
  keepGrant(launchId: string, isNeeded: boolean): Promise<void>;
  recordAccess: RecordAccess;
  log: Log;
  now: () => Date;
}
