// What the verbs of people need beside the worker's.
import type { Session } from '#server/http';
import type { WriteBackNeeds } from './write-back-needs.ts';

export interface VerbNeeds extends WriteBackNeeds {
  /** As the EHR names the person of a session. */
  nameOf(session: Session): Promise<string | null>;
  /** Clinicians who have come in here, by name; each once. */
  listClinicians(tenantId: string): Promise<{ personKey: string; name: string }[]>;
}
