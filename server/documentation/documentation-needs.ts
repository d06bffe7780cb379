// What the verbs of the note need of the outside, by name.
import type { Charts } from '#server/chart';
import type { Database, Db } from '#server/db';
import type { Session } from '#server/http';
import type { Visits } from '#server/visit';

/** What a site says of its notes. */
export interface NoteSite {
  /** LOINC of the note type its EHR files visits under; null: ours. */
  noteType: string | null;
  /** IANA name of the zone its times are written in; null: UTC. */
  timeZone: string | null;
}

/** Who a person is to their EHR, and when their launch began. */
export interface Person {
  name: string | null;
  subject: { iss: string; sub: string } | null;
  launchStartedAt: string;
}

export interface DocumentationNeeds {
  database: Database;
  visits: Pick<Visits, 'findVisitRecord' | 'findVisitOwner' | 'document'>;
  charts: Charts;
  findPerson(session: Session): Promise<Person>;
  /** What was signed under a launch is delivered by its grant, also when its session is over by then. */
  keepGrant(launchId: string, tx: Db): Promise<void>;
  /** Ended by its person, not by time. */
  hasLoggedOut(launchId: string): Promise<boolean>;
  siteOf(tenantId: string): NoteSite;
  /** Name of the hospital, for people. */
  hospitalOf(tenantId: string): string;
  /** Texts of `door.summary.…`. */
  say(language: 'en' | 'es'): Promise<(key: string, values?: Record<string, string>) => string>;
  now: () => Date;
}
