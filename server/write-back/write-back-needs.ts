// What the write-back needs of the outside, by name.
import type { ConfirmedCharge } from '#domain/billing';
import type { SignedNote } from '#domain/documentation';
import type { StatementSummary } from '#domain/launch';
import type { VisitOutline } from '#domain/visit';
import type { Database, Db } from '#server/db';
import type { EhrWriter } from '#server/ehr';
import type { Hl7Gateway } from '#server/ehr/hl7v2';
import type { Log, RecordAccess } from '#server/http';
import type { IsNeeded } from '#server/smart';
import type { Tenant } from '#server/smart/tenants';

export type { EhrWriter, ReadAnswer, ReadyOrder, TokenOwner, WriteAnswer, WriteOrder } from '#server/ehr';

export interface WriteBackNeeds {
  database: Database;
  /** Where the epoch's file lies; must not be part of what a backup brings back with the database. */
  dataFolder: string;
  tenants: readonly Tenant[];
  ehr: EhrWriter;
  messages: Pick<Hl7Gateway, 'send'>;
  /** Kept for hours; never rejects. */
  readStatement(tenant: Tenant, fhirBase: string): Promise<StatementSummary | 'unreadable'>;
  findVisitOutline(tenantId: string, visitId: string): Promise<VisitOutline | null>;
  findSignedNote(tenantId: string, signedNoteId: string): Promise<SignedNote | null>;
  findConfirmedCharge(tenantId: string, chargeId: string): Promise<ConfirmedCharge | null>;
  /** The grant of a launch outlives its session while something is under way that rests on it. */
  keepGrant(launchId: string, tx?: Db): Promise<void>;
  letGrantGo(launchId: string, isNeeded: IsNeeded): Promise<void>;
  sweepGrants(isNeeded: IsNeeded): Promise<ReadonlyMap<string, number>>;
  recordAccess: RecordAccess;
  log: Log;
  now: () => Date;
}
