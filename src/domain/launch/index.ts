// The launch: roles, scopes, context, what the browser is told of a session, and what this EHR allows.
export { type CapabilityFacts, decideCapabilities, type StatementSummary } from './decide-capabilities.ts';
export { type Arrival, decideDoor } from './decide-door.ts';
export { decideRole, needsPractitionerRole, type RoleFacts, type RoleRule } from './decide-role.ts';
export {
  DOOR_FAILURES,
  DOORS,
  type Door,
  type DoorFailure,
  decideNextStep,
  type NextStep,
} from './door-failure.ts';
export { type FhirUser, isFhirId, readFhirUser, USER_TYPES } from './fhir-id.ts';
export { type ContextRead, type LaunchContext, readLaunchContext } from './launch-context.ts';
export { ROLES, type Role, type SessionRole } from './role.ts';
export {
  decideAllowed,
  type Interaction,
  printScope,
  printScopes,
  type ResourceScope,
  readScopes,
  type Scopes,
} from './scope.ts';
export { isLocked, isOver, LIFETIME, listDeadlines, type SessionTimes } from './session-lifetime.ts';
export { decideWhichEnd, LIMITS, type OpenSession } from './session-limits.ts';
export { BannerView, CapabilityLine, PatientFact, Reason, SessionView } from './session-view.ts';
export { VENDOR_WRITES, type Vendor, type VendorWrite, type WriteKind } from './vendor-table.ts';
