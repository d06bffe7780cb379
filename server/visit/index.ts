// The visit on the server: its verbs behind routes, its clock, and who is a member of one.

export type { VisitOwner } from './read-record.ts';
export { createVisits, type Visits, type VisitsNeeds } from './visits.ts';
