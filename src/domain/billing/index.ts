// What may be billed for a service: codes, modifiers, place of service, and why.
export type {
  ChargeAlternative,
  ChargeAnswer,
  ChargeLine,
  WouldChange,
} from './charge-answer.ts';
export { type ChargeFacts, ChargeQuestion } from './charge-question.ts';
export { decideCharge } from './decide-charge.ts';
