// What is told from area to area through the database.
export { appendToOutbox, type NewFact } from './outbox.ts';
