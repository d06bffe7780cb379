// What is told from area to area through the database, and the loop that works off what lies there.
export { createLoop, type Loop, type LoopNeeds } from './loop.ts';
export { appendToOutbox, type NewFact } from './outbox.ts';
export {
  createFactTeller,
  type Fact,
  type FactNeeds,
  findUntold,
  isUntold,
  type Listener,
} from './tell-facts.ts';
