// Where a credential could be looked up, beside the person who looks. No source verifies a line by itself: what it says
// is evidence for the supervisor who signs. No board's or compact's interface is spoken here, because none publishes a
// form of it that could be read; those are looked at by hand, and their name is written down with the verification.
import type { LookedUp } from '#domain/licensure';

/** What is asked of a source: never more than public registers know. */
export interface AskedCredential {
  /** National Provider Identifier, as the supervisor typed it. */
  npi: string;
  state: string | null;
  number: string | null;
}

/** Not `ok`: the source says nothing, and nothing follows from it. */
export interface CredentialSource {
  verifyAtSource(asked: AskedCredential): Promise<LookedUp>;
}
