// What the visit's verbs need of the outside, by name.
import type { ListeningPurpose } from '#domain/consent';
import type { RulePacks } from '#domain/rules';
import type { Charts } from '#server/chart';
import type { ConsentRegister } from '#server/consent';
import type { Database } from '#server/db';
import type { Ehr } from '#server/ehr';
import type { Log, RecordAccess, Session, SetCookie } from '#server/http';
import type { LicenceRegister } from '#server/licensure';
import type { Mail } from '#server/mail';
import type { Journal } from '#server/realtime';
import type { RedFlagRegister } from '#server/red-flags';

/** A session for one visit, without the EHR: a guest's, or a clinician's opened from Today. */
export type OpenVisitSession = (
  input: {
    tenantId: string;
    door: 'patient' | 'staff';
    role: 'guest' | 'clinician' | 'nurse';
    personKey: string;
    personName: string | null;
    fhirUser: string | null;
    /** Null for a guest: no part of the record is theirs. */
    patientId: string | null;
    visitId: string;
  },
  cookieHeader: string | undefined,
) => Promise<{ launchId: string; cookies: SetCookie[] }>;

export interface VisitNeeds {
  database: Database;
  ehr: Ehr;
  charts: Charts;
  licences: LicenceRegister;
  consents: ConsentRegister;
  redFlags: RedFlagRegister;
  packs: RulePacks;
  /** What this site records or listens with, and what it calls it; nothing unless it says so. */
  listeningOf(tenantId: string): readonly { purpose: ListeningPurpose; label: string }[];
  journal: Journal;
  mail: Mail;
  openVisitSession: OpenVisitSession;
  /** The session of this person that this browser holds already; null: none. */
  findHeld(
    personKey: string,
    cookieHeader: string | undefined,
  ): Promise<{ launchId: string; cookies: SetCookie[] } | null>;
  /** Opens a guest's locked session. */
  openAgain(session: Session): Promise<{ cookies: SetCookie[] }>;
  recordAccess: RecordAccess;
  /** Name of the hospital, for people. */
  hospitalOf(tenantId: string): string;
  publicUrl: string;
  log: Log;
  now: () => Date;
}
