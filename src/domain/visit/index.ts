// The visit: its states and their one table, its gate, and everything that crosses the wire.
export { ConsentTextView } from '#domain/consent';
export { CredentialsView, CredentialView, EnterCredential, VerifyCredential } from '#domain/licensure';
export * from './check-in.ts';
export * from './commands.ts';
export * from './decide-gate.ts';
export * from './decide-invitation.ts';
export * from './decide-move.ts';
export * from './decide-override.ts';
export * from './decide-wait.ts';
export * from './gate-view.ts';
export * from './guest-view.ts';
export * from './journal.ts';
export * from './participant-table.ts';
export * from './places.ts';
export * from './visit-parts.ts';
export * from './visit-state.ts';
export * from './visit-table.ts';
export * from './wire.ts';
