// The wire of the evidence: on which facts, by which rows and packs, the gate was opened, refused or passed by a named
// person; written down at that moment, never worked out afterwards.
//
// who                          method path                        input     answer
// clinician nurse supervisor   GET    visits/:visitId/evidence    OfVisit   EvidenceView
import { z } from 'zod';
import { ConsentTextView, LISTENING_PURPOSES, TEXT_STANDINGS } from '#domain/consent';
import { GO_ON_WORDS, SIGN_WAYS, SignAnswer, TOLD_BY, URGENCIES } from '#domain/red-flags';
import { GATE_VERDICTS, GatePartView } from './gate-view.ts';

export const EVIDENCE_EVENTS = [
  /** The door was opened: admission, or care moved to another way that needs the gate. */
  'opened',
  /** A named person went on after "needs review". */
  'override',
  /** The visit's clinician attested an exception to the licence rule, or took it back. */
  'exception',
  'exception-taken-back',
  /** The gate closed while care was being given, and opened again. */
  'refused',
  'open-again',
  /** Care ended: the gate as it stood then. */
  'ended',
] as const;
export type EvidenceEvent = (typeof EVIDENCE_EVENTS)[number];

/** Codes, ids and what was said; a fact is null where it was not known. */
export const EvidenceRecord = z.object({
  event: z.enum(EVIDENCE_EVENTS),
  visitId: z.string(),
  /** ISO instant, by the server's clock. */
  decidedAt: z.string(),
  verdict: z.enum(GATE_VERDICTS),
  parts: z.array(GatePartView),
  /** What the rules were asked, as `npm run rules` takes it; null: they could not be asked. */
  questions: z.object({
    licensure: z.record(z.string(), z.unknown()).nullable(),
    consent: z.record(z.string(), z.unknown()).nullable(),
  }),
  /** The patient's own words and when: identity, location, call-back number. */
  said: z.object({
    identity: z.object({ isRight: z.boolean(), at: z.string() }).nullable(),
    location: z.object({ state: z.string().nullable(), country: z.string(), at: z.string() }).nullable(),
    callBack: z.object({ at: z.string() }).nullable(),
  }),
  /** The packs that were read, with their versions. */
  packs: z.array(z.object({ pack: z.string(), version: z.string(), asOf: z.string() })),
});
export type EvidenceRecord = z.infer<typeof EvidenceRecord>;

/** When recording or listening by software might be on, or had to be off again, and what that rested on. */
export const ListeningEvidence = z.object({
  at: z.string(),
  purpose: z.enum(LISTENING_PURPOSES),
  outcome: z.enum(['may-be-on', 'must-be-off']),
  /** Code and rule of each reason. */
  reasons: z.array(z.string()),
  /** Whose consent did not hold, by participant. */
  missing: z.array(z.object({ participant: z.string(), why: z.string() })),
  /** What the consent rule was asked: everybody who was heard, where they were, what they had agreed to. */
  question: z.record(z.string(), z.unknown()),
  packs: z.array(z.object({ pack: z.string(), version: z.string(), asOf: z.string() })),
});

/** What was said of signs that cannot wait, as it was written down then; what does not belong to its kind is absent. */
export const SignEvidence = z.object({
  at: z.string(),
  saidBy: z.enum(['patient', 'proxy', 'staff', 'guest']),
  name: z.string().nullable(),
  kind: z.enum(['told', 'went-on', 'acknowledged']),
  told: z
    .object({
      way: z.enum(SIGN_WAYS),
      /** Whose word staff wrote down. */
      toldBy: z.enum(TOLD_BY).optional(),
      answers: z.array(SignAnswer).readonly(),
      words: z.string().nullable(),
      language: z.enum(['en', 'es']).nullable(),
      /** Where they said they were. */
      place: z.object({ state: z.string().nullable(), country: z.string().nullable() }),
      ageYears: z.number().nullable(),
      outcome: z.enum(URGENCIES),
      /** Code, row, source and days of each. */
      reasons: z.array(z.record(z.string(), z.unknown())),
      packs: z.array(z.object({ pack: z.string(), version: z.string(), asOf: z.string() })),
    })
    .optional(),
  wentOn: z.enum(GO_ON_WORDS).optional(),
});
export type SignEvidence = z.infer<typeof SignEvidence>;

/** What one consent was given to. `standing`: `changed` has other words today, under the same version. */
export const ConsentTextEvidence = z.object({
  kind: ConsentTextView.shape.kind,
  givenFor: z.enum(['patient', 'guest', 'proxy', 'staff']),
  givenAt: z.string(),
  version: z.string(),
  language: ConsentTextView.shape.language,
  /** SHA-256 (hex) of the words that were shown; null: not kept. */
  digest: z.string().nullable(),
  standing: z.enum(TEXT_STANDINGS),
});

export const EvidenceView = z.object({
  visitId: z.string(),
  hospital: z.string(),
  at: z.string(),
  /** Oldest first. */
  records: z.array(
    z.object({
      record: EvidenceRecord,
      /** SHA-256 (hex) of the record's JSON without white space, its members in the order in which they stand. */
      digest: z.string(),
      /** The record still has the digest that was written down with it. */
      isIntact: z.boolean(),
    }),
  ),
  /** Every consent that was given, refused or taken back in this visit, oldest first: FHIR R4 Consent. */
  consents: z.array(z.record(z.string(), z.unknown())),
  /** For each of them, in the same order: which text it was given to, and whether its words are still the same. */
  consentTexts: z.array(ConsentTextEvidence),
  /** The words of each text that those were given to, as they were read; words that were not kept are absent. */
  texts: z.array(ConsentTextView.extend({ digest: z.string() })),
  /** Oldest first. */
  listening: z.array(ListeningEvidence),
  /** Oldest first. */
  signs: z.array(SignEvidence),
});
export type EvidenceView = z.infer<typeof EvidenceView>;
