// The visit on the server: its verbs behind routes, its clock, and who is a member of one.
export { createVisits, type Visits, type VisitsNeeds } from './visits.ts';
