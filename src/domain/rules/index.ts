// What every dated rule shares: rows and packs, which row speaks on a day, days of a state, reasons, and
// how a question is read. Knows no area.
export { covers, type Days, type Doubt, type Found, findRow, listRows, onDay } from './find-row.ts';
export { addDays, addMonths, dayIn, endOfDay, listDays } from './local-day.ts';
export {
  Day,
  Instant,
  type Question,
  type QuestionFault,
  QuestionId,
  readQuestion,
  State,
} from './question.ts';
export { buildFactReason, buildMissingFact, buildReason, type PackRead, type RuleReason } from './reason.ts';
export { ROW_KINDS, type RowKind, type RowValue } from './row-kinds.ts';
export {
  CERTAINTIES,
  type Certainty,
  type RulePacks,
  type RuleRow,
  TOPICS,
  type Topic,
  type Verified,
} from './rule-row.ts';
export {
  isTerritory,
  MDM_LEVELS,
  type MdmLevel,
  MODALITIES,
  PAYER_KINDS,
  SERVICES,
  STATE_CODES,
  type StateCode,
} from './vocabulary.ts';
export { RulesView } from './wire.ts';
