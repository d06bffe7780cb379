// Faults on demand, the ground-truth request log, and the admin door to both.
export { type AdminNeeds, createAdminDoor, type LaunchInput } from './admin-door.ts';
export { isTokenExpired, lostScopes, noteClient, noteGrantType, searchLag } from './current-request.ts';
export type { Fault } from './fault.ts';
export { holdAnswer } from './hold-answer.ts';
export { createFaults, type Faults, type Handler } from './lay-faults.ts';
export type { Counters, LoggedRequest } from './request-log.ts';
