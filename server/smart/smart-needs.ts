// What the steps of the way in need of the outside, by name.
import type { Request } from 'express';
import type { FhirUser, StatementSummary } from '#domain/launch';
import type { Answer } from '#server/http';
import type { Refusal } from '#server/smart/doors';
import type { Tenant } from '#server/smart/tenants';

/** Records the failure and answers with the way to its page. */
export type Refuse = (req: Request, refusal: Omit<Refusal, 'address'>) => Promise<Answer>;

/** Who somebody is, as the EHR's own records say; read with the launch's token. */
export interface PersonFacts {
  /** For the screen's "you are". */
  name: string | null;
  /** Codes of the active PractitionerRoles. */
  roleCodes: string[];
}

/** Never rejects: what cannot be read is absent. `wantsRole`: are PractitionerRoles needed at all? */
export type ReadPerson = (input: {
  tenant: Tenant;
  fhirBase: string;
  accessToken: string;
  fhirUser: FhirUser;
  wantsRole: boolean;
}) => Promise<PersonFacts>;

/** Cached per tenant; never rejects. */
export type ReadStatement = (tenant: Tenant, fhirBase: string) => Promise<StatementSummary | 'unreadable'>;
