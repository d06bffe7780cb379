// What may be asked of an EHR beyond reading, and everything that may come of it. Types only: what is sent, when,
// and what follows an answer is decided by the area that writes back.
import type { Resource } from '@medplum/fhirtypes';

/** Whose token may be used: one of this very person at this very issuer, and never for another patient. */
export interface TokenOwner {
  /** The FHIR base of the launch under which the thing was signed or confirmed. */
  iss: string;
  /** As the id_token named them there. */
  sub: string;
  /** `Patient/…` (or the bare id): a token with patient context serves this patient alone. */
  patient: string;
}

export interface WriteOrder {
  tenantId: string;
  owner: TokenOwner;
  /** `Patient/…`: whom what is sent is about. It must agree with `body` and `owner`. */
  patient: string;
  method: 'create' | 'update' | 'patch' | 'operation';
  /** Relative to the FHIR base: `DocumentReference`, `Encounter/123`, `ChargeItem/$create`. */
  path: string;
  /** A resource; for a patch a JSON Patch (RFC 6902); for an operation a Parameters resource. */
  body: object;
  /** The version last seen, as the EHR gave it (`W/"3"`, `"3"` or `3`). */
  ifMatch?: string;
  /** Search parameters of a conditional create; only where the EHR declares it. */
  ifNoneExist?: string;
  /** Asked right before each attempt; false: it is too late, and nothing is sent. */
  mayBegin?: () => boolean;
}

/** What a person can do about a refusal: one step, the best there is. The words for it belong to a screen. */
export type WriteNextStep =
  /** Something in what was sent is wrong or missing: change it, then try again. */
  | 'change-and-retry'
  /** The right or the API is missing: the EHR's analyst switches it on. */
  | 'ask-analyst'
  /** It was changed at the EHR meanwhile: look at both first. */
  | 'compare'
  /** The EHR does not take it this way: put it in by hand. */
  | 'file-by-hand';

export type WriteAnswer =
  | {
      kind: 'confirmed';
      /** 200, 201, 202 or 204. */
      status: number;
      /** The EHR's id; null where the answer names none (`ChargeItem/$create`). */
      id: string | null;
      version: string | null;
      /** Relative to the FHIR base (`DocumentReference/7`); null: the answer names none. */
      location: string | null;
      /** When the answer was read. */
      at: Date;
    }
  | {
      kind: 'refused';
      status: number;
      /** The EHR's own number or word (`59108`, `business-rule`). */
      code: string | null;
      /** The EHR's own words, for the person who sent it: may hold health data, never to be logged. */
      words: string;
      next: WriteNextStep;
    }
  | {
      /** Certain to have changed nothing: it may be sent again later. */
      kind: 'no-effect';
      /** `not-begun`: it was too late, or not its turn, here with us; the EHR was not asked. */
      why: 'no-connection' | 'unauthorized' | 'throttled' | 'not-begun';
      retryAfterSeconds: number | null;
    }
  /** The EHR says that it has this (or something in its place) already: look it up. */
  | { kind: 'duplicate'; status: number; code: string | null }
  /** It may or may not have been saved: only a search can tell. */
  | { kind: 'unknown'; why: 'lost-answer' | 'server-error' | 'timeout' }
  /** Nobody's token may be used for this just now. Nothing was sent. */
  | { kind: 'no-token' };

export interface SearchOrder {
  tenantId: string;
  owner: TokenOwner;
  patient: string;
  type: string;
  /** Beside `patient`, which is always asked for; a list where one stands twice. */
  params: Record<string, string | readonly string[]>;
}

export type SearchAnswer =
  /**
   * `isComplete`: every page was read and the EHR held nothing back; only then does absence mean anything, and
   * only once the tenant's search lag has passed.
   */
  | { kind: 'found'; resources: Resource[]; isComplete: boolean }
  | { kind: 'no-token' }
  /** `why`: a code of the EHR's failures (`ehr.busy`, `wrong-patient`), fit for a log. */
  | { kind: 'failed'; why: string };

export interface ReadOrder {
  tenantId: string;
  owner: TokenOwner;
  patient: string;
  type: string;
  id: string;
}

export type ReadAnswer =
  | { kind: 'found'; resource: Resource; version: string | null }
  /** The EHR says that there is no such thing, or none any more. */
  | { kind: 'absent' }
  | { kind: 'no-token' }
  | { kind: 'failed'; why: string };

/** An order whose token is found. */
export interface ReadyOrder {
  /** Once. Never rejects for what an EHR or the network does. */
  send(): Promise<WriteAnswer>;
}

/** The writing hand of one EHR client. It repeats nothing by itself but once after a 401. */
export interface EhrWriter {
  /**
   * Finds the token, and gives the EHR nothing of the order yet. Never rejects for what an EHR or the network does; throws
   * only on an order that contradicts itself.
   */
  prepare(order: WriteOrder): Promise<ReadyOrder>;
  /** Both in one. */
  send(order: WriteOrder): Promise<WriteAnswer>;
  search(order: SearchOrder): Promise<SearchAnswer>;
  read(order: ReadOrder): Promise<ReadAnswer>;
}
