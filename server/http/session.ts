// What the plumbing knows of a session: enough to let a request in or refuse it. How one is made, kept
// and ended is the business of server/smart.
import type { SessionRole } from '#domain/launch';

/** Who sits behind one launch in one browser. Ids only; names and tokens stay sealed in the store. */
export interface Session {
  launchId: string;
  /** Row id of this browser's key to the launch (never the secret itself). */
  keyId: string;
  tenantId: string;
  door: 'ehr' | 'patient' | 'staff';
  role: SessionRole;
  /** Stable per issuer and subject: HMAC, not the subject itself. */
  personKey: string;
  fhirUser: string | null;
  patientId: string | null;
  encounterId: string | null;
  locked: boolean;
  /** The visit the way in named. `only`: made for that visit alone (a guest's, one opened from Today). */
  visit?: { id: string; only: boolean };
}

/** `mismatch`: the cookie belongs to another launch. `ended`: it was a session once. */
export type SessionFound =
  | { session: Session; cookies: { name: string; value: string; maxAge: number }[] }
  | 'none'
  | 'mismatch'
  | 'ended';

export interface SessionDoor {
  /** Looks up the session of this launch by this browser's cookies. Cheap: called on every request. */
  find(launchId: string, cookieHeader: string | undefined): Promise<SessionFound>;
  /** A person did something in this session; polling and media never call this. */
  touch(session: Session): Promise<void>;
}

/** One access, as the table and the answer tell it. Never payloads, never names. */
export interface Access {
  /** e.g. `patient.read`, `launch.start` */
  event: string;
  outcome: 'success' | 'refused' | 'failed';
  requestId: string;
  /** Absent before anyone is known. */
  session?: Session;
  tenantId?: string;
  /** The FHIR id of the patient concerned; sealed in the store. */
  patientId?: string;
  detail?: Record<string, string>;
  /** Network address of the caller. */
  address?: string;
}

/** Resolves when the row is committed; a rejection means nothing may leave (503). */
export type RecordAccess = (access: Access) => Promise<void>;
