// The wire of the charge: what staff see of one, and the addresses they ask. All below /l/<launchId>/api/. Answers of
// commands are the ChargeView afterwards. `revision` counts changes of the draft: a command that has not seen the last
// one is a 409 `charge.revision`; an entry that may not be confirmed is a 409 `charge.refused`, and the view says why.
//
// who                         method path                                          input            answer
// ── in the patient's chart (that patient's visits), or at the staff door (a biller's and a supervisor's) ──────────
// clinician biller supervisor GET    visits/:visitId/charge                        –                ChargeView
// clinician biller            POST   visits/:visitId/charge/answers                AnswerCharge     ChargeView
// clinician biller            POST   visits/:visitId/charge/entry                  EnterCharge      ChargeView
// clinician biller            POST   visits/:visitId/charge/confirm                ConfirmCharge    ChargeView
// clinician biller            POST   visits/:visitId/charge/:chargeId/withdraw     WithdrawCharge   ChargeView
// biller supervisor           POST   visits/:visitId/charge/:chargeId/release      ReleaseCharge    ChargeView
// biller                      GET    visits/:visitId/charge/:chargeId/claim        –                a FHIR R4 Claim, as a file
// ── the staff door, no patient open: every visit; in a chart: that patient's ────────────────────────────────────────
// biller supervisor           GET    charges                                       –                ChargesView
//
// No answer here carries a word that somebody wrote in a note. Which entries of the chart stand in it, a clinician reads
// by name in the decision-making helper; everybody else learns that there are some. A clinician comes by the chart of the visit's own patient; whoever keeps
// the books comes by the staff door and sees name, birth date, codes and diagnoses of charges, nothing else clinical.
import { z } from 'zod';
import { MDM_LEVELS } from '#domain/rules';
import { LocationLine, ModalityLine } from '#domain/visit';
import { CHARGE_FIELDS, ChargeAnswers } from './charge-answers.ts';
import { ChargeDiagnosis, ChargeEntry, ChargeHold, EntryReason } from './charge-entry.ts';
import { DecisionMaking } from './decision-making.ts';
import { MdmOrigins, MdmProposal } from './decision-making-wire.ts';

/** 128 bit and more, base64url. */
const Id = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const Sentence = z.string().trim().min(1).max(1000);
const Revision = z.int().min(0);
const Field = z.enum(CHARGE_FIELDS);

export const OfCharge = z.strictObject({ visitId: Id });
/** Says what is right, whether it was prefilled or not; what stands in `takeBack` is open again. */
export const AnswerCharge = z.strictObject({
  visitId: Id,
  revision: Revision,
  answers: ChargeAnswers,
  takeBack: z.array(Field).default([]),
});
export const OfConfirmed = z.strictObject({ visitId: Id, chargeId: Id });
export const EnterCharge = z.strictObject({ visitId: Id, revision: Revision, entry: ChargeEntry });
/** `requestKey` is made by the page once for each press: the same press sent again is one confirmation. */
export const ConfirmCharge = z.strictObject({ visitId: Id, revision: Revision, requestKey: Id });
/** `checked`: what was looked at, and where. Never by the person who confirmed it. */
export const ReleaseCharge = z.strictObject({ visitId: Id, chargeId: Id, checked: Sentence });
export const WithdrawCharge = z.strictObject({ visitId: Id, chargeId: Id, reason: Sentence });

const Reason = z.object({
  code: z.string(),
  /** The row that speaks; the field's name where `code` is `missing-fact`. */
  rule: z.string(),
  source: z.string(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  certainty: z.string().optional(),
  carc: z.string().optional(),
  verified: z.object({ by: z.string(), on: z.string(), what: z.string() }).optional(),
});

const Line = z.object({
  code: z.string(),
  modifiers: z.array(z.string()),
  pos: z.string().nullable(),
  units: z.number().int(),
});

/** What the rules propose, from what is known so far; see ChargeAnswer. A proposal, never a claim. */
export const ChargeProposal = z.object({
  outcome: z.enum(['propose', 'propose-with-review', 'refuse', 'needs-review']),
  reasons: z.array(Reason),
  packs: z.array(z.object({ pack: z.string(), version: z.string(), asOf: z.string() })),
  lines: z.array(Line),
  alternatives: z.array(z.object({ lines: z.array(Line), separatedBy: z.string() })),
  wouldChange: z.array(
    z.object({ fact: z.string(), to: z.union([z.string(), z.number(), z.boolean()]), gives: z.string() }),
  ),
  hold: z.boolean(),
  avoids: z.array(z.object({ carc: z.string(), rule: z.string(), label: z.string() })),
  nationalRates: z.array(z.object({ code: z.string(), usd: z.number() })),
});
export type ChargeProposal = z.infer<typeof ChargeProposal>;

/** One field and where its value comes from. */
export const ChargeFieldView = z.object({
  field: Field,
  /**
   * `visit`: the visit's records · `chart`: the record's coverage · `note`: the clinician's own
   * entry in the note · `usual`: what visits mostly are, nobody said it ·
   * `person`: said here · `none`: open.
   */
  from: z.enum(['visit', 'chart', 'note', 'usual', 'person', 'none']),
  /** A person said that it is right. What is prefilled and not confirmed keeps a charge from being confirmed. */
  isConfirmed: z.boolean(),
  /** It differs from what the record says. */
  isChanged: z.boolean(),
  /** The rules would need it for a proposal. */
  isAsked: z.boolean(),
  by: z.string().nullable(),
  at: z.string().nullable(),
});
export type ChargeFieldView = z.infer<typeof ChargeFieldView>;

/** What the facts rest on, as recorded. */
export const ChargeEvidence = z.object({
  modalities: z.array(ModalityLine),
  locations: z.array(LocationLine),
  admittedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** From the first admission to the end: evidence, never what a level is chosen by. */
  callMinutes: z.number().nullable(),
  people: z.array(z.object({ name: z.string().nullable(), role: z.string() })),
  /** Who pays, as the chart says; null: not read, see `coverageMissing`. */
  coverage: z.array(z.string()).nullable(),
  /** `not-at-this-door`, or the code of the failure. */
  coverageMissing: z.string().nullable(),
});

const Person = z.object({ name: z.string().nullable(), role: z.string() });
const Signed = z.object({ by: Person, at: z.string() });

/** Confirmed: it never changes. What came after stands beside it. */
export const ConfirmedChargeView = z.object({
  chargeId: z.string(),
  /** `WS-…`, the line by which the EHR's and our record are found to be one. */
  reference: z.string(),
  lines: z.array(
    z.object({
      code: z.string(),
      modifiers: z.array(z.string()),
      units: z.number().int(),
      diagnoses: z.array(ChargeDiagnosis),
    }),
  ),
  placeOfService: z.string().nullable(),
  serviceDate: z.string(),
  confirmed: Signed,
  /** Why it waits for a second person, as it was confirmed; empty: it did not. */
  holds: z.array(ChargeHold),
  released: Signed.extend({ checked: z.string() }).nullable(),
  withdrawn: Signed.extend({ reason: z.string() }).nullable(),
  /** What was said of it, and where each answer comes from; null: nothing, or it was not kept then. */
  decisionMaking: z
    .object({ level: z.enum(MDM_LEVELS).nullable(), said: DecisionMaking, origins: MdmOrigins })
    .nullable(),
  state: z.enum(['held', 'confirmed', 'released', 'withdrawn']),
  /** `export`: as a claim, for a clearing house. */
  may: z.array(z.enum(['release', 'withdraw', 'export'])),
});
export type ConfirmedChargeView = z.infer<typeof ConfirmedChargeView>;

const Subject = z.object({
  visitId: z.string(),
  patient: z.object({ name: z.string().nullable(), birthDate: z.string().nullable() }),
  clinician: z.string().nullable(),
});

export const ChargeView = Subject.extend({
  /** 0: nothing has been said yet. */
  revision: z.number().int(),
  /** What is said or prefilled so far. */
  answers: ChargeAnswers,
  fields: z.array(ChargeFieldView),
  decisionMaking: z.object({
    level: z.enum(MDM_LEVELS).nullable(),
    columns: z.record(z.enum(['problem', 'seen', 'risk']), z.enum(MDM_LEVELS).nullable()),
    /** Null: to whoever reads no note nothing is proposed. */
    proposed: MdmProposal.nullable(),
    /** Of the answers that were given. */
    origins: MdmOrigins,
  }),
  proposal: ChargeProposal,
  evidence: ChargeEvidence,
  /** What is entered and not confirmed; null: nothing. */
  entry: ChargeEntry.nullable(),
  /** What keeps the entry from being confirmed, and what it would be held for. */
  reasons: z.array(EntryReason),
  holds: z.array(ChargeHold),
  /** Our own words for codes, modifiers, places of service. The site's come first. */
  labels: z.record(z.string(), z.string()),
  /** Oldest first; at most one of them stands. */
  charges: z.array(ConfirmedChargeView),
  may: z.array(z.enum(['answer', 'enter', 'confirm'])),
});
export type ChargeView = z.infer<typeof ChargeView>;

export const ChargesView = z.object({
  /** ISO instant of this answer. */
  at: z.string(),
  /** Visits that are over and have no charge that stands, longest ago first. */
  open: z.array(Subject.extend({ endedAt: z.string() })),
  /** The youngest first, held ones before all. */
  charges: z.array(Subject.extend({ charge: ConfirmedChargeView })),
  /** More than this answer holds. */
  hasMore: z.boolean(),
});
export type ChargesView = z.infer<typeof ChargesView>;
