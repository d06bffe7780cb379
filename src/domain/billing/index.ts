// What may be billed for a service: codes, modifiers, place of service, and why; and what a person enters and
// confirms as the charge of a visit.
export type {
  ChargeAlternative,
  ChargeAnswer,
  ChargeLine,
  WouldChange,
} from './charge-answer.ts';
export { CHARGE_FIELDS, ChargeAnswers, type ChargeField, VISIT_SERVICES } from './charge-answers.ts';
export * from './charge-entry.ts';
export { type ChargeFacts, ChargeQuestion } from './charge-question.ts';
export * from './confirmed-charge.ts';
export { decideCharge } from './decide-charge.ts';
export { decideChargeEntry, type EntryAnswer, type EntryFacts } from './decide-charge-entry.ts';
export * from './decision-making.ts';
export * from './decision-making-wire.ts';
export { labelCodes } from './label-code.ts';
export { listUncovered } from './list-uncovered.ts';
export { type Prefilled, prefillAnswers } from './prefill-answers.ts';
export { type Collected, collectAnswers, fieldOf, proposeCharge } from './propose-charge.ts';
export { type MdmFacts, proposeDecisionMaking } from './propose-decision-making.ts';
export { traceOrigins } from './trace-origins.ts';
export * from './wire.ts';
