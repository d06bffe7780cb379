// What the verbs of charges need of the outside, by name.
import type { RulePacks } from '#domain/rules';
import type { Charts } from '#server/chart';
import type { Database, Db } from '#server/db';
import type { RecordAccess, Session } from '#server/http';
import type { RedFlagRegister } from '#server/red-flags';
import type { Visits } from '#server/visit';

export interface BillingNeeds {
  database: Database;
  visits: Pick<Visits, 'findVisitRecord' | 'listOver' | 'readOver'>;
  charts: Pick<Charts, 'readAgain'>;
  redFlags: Pick<RedFlagRegister, 'read'>;
  packs: RulePacks;
  recordAccess: RecordAccess;
  /** What was confirmed or taken back under a launch is delivered by its grant, also when its session is over by then. */
  keepGrant(launchId: string, tx: Db): Promise<void>;
  /** The site's own words for codes, by code. */
  labelsOf(tenantId: string): Readonly<Record<string, string>>;
  /** Who the session's person is: their name, and issuer and subject where an id_token ever named them. */
  findPerson(session: Session): Promise<{
    name: string | null;
    subject: { iss: string; sub: string } | null;
    /** ISO instant at which the session's launch began. */
    launchStartedAt: string;
  }>;
  now: () => Date;
}
