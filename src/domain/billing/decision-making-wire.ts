// The wire of the decision-making helper: what is proposed and from what, and where a person's answers come from.
import { z } from 'zod';
import { SECTIONS } from '#domain/documentation';
import { DataSeen, DecisionMaking } from './decision-making.ts';

export const MDM_QUESTIONS = ['problem', 'seen', 'risk'] as const;
export type MdmQuestion = (typeof MDM_QUESTIONS)[number];

/** Something on record. Words for the kind at `staff.charge.mdm.evidence.<kind>`. */
export const MdmEvidence = z.object({
  kind: z.enum([
    ...(['problem', 'test', 'order', 'document', 'circumstances'] as const),
    ...(['representative', 'caregiver', 'clinician', 'sign'] as const),
  ]),
  /** In the chart: `Condition/…`; null: the visit's own record says it. */
  reference: z.string().nullable(),
  /** Where it stands in the note. */
  section: z.enum(SECTIONS).nullable(),
  /** The entry as the note has it, with its source; a person's name. Null: none, or for who reads no note. */
  text: z.string().nullable(),
});
export type MdmEvidence = z.infer<typeof MdmEvidence>;

const proposed = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, evidence: z.array(MdmEvidence) }).nullable();

/** Null: the records bear no answer out. It is no answer before a person gives it as theirs. */
export const MdmProposal = z.object({
  problem: proposed(DecisionMaking.shape.problem.unwrap()),
  seen: proposed(DataSeen),
  risk: proposed(DecisionMaking.shape.risk.unwrap()),
  /** On record too, and no answer by itself. */
  also: z.array(MdmEvidence),
});
export type MdmProposal = z.infer<typeof MdmProposal>;

/** Where an answer comes from that a person gave. */
export const MdmOrigin = z.object({
  /** `as-proposed`: what the records bore out then · `otherwise`: something else was proposed · `own`: nothing was. */
  is: z.enum(['as-proposed', 'otherwise', 'own']),
  /** What the proposal rested on; empty with `own`. */
  evidence: z.array(MdmEvidence),
  by: z.string().nullable(),
  at: z.string(),
});
export type MdmOrigin = z.infer<typeof MdmOrigin>;

export const MdmOrigins = z.partialRecord(z.enum(MDM_QUESTIONS), MdmOrigin);
export type MdmOrigins = z.infer<typeof MdmOrigins>;
