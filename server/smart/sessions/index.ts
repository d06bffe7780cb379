// Sessions: one per launch and browser.
export {
  dropCookie,
  listLoginFlows,
  loginCookie,
  REFUSED_COOKIE,
  readCookie,
  sessionCookie,
} from './cookies.ts';
export {
  endEverywhere,
  endKey,
  endKeyless,
  endLaunch,
  endOverdue,
  SESSION_CHANNEL,
} from './end-session.ts';
export { deleteOldHandoffs, HANDOFF_SECONDS, makeHandoff, spendHandoff } from './hand-off.ts';
export { findKey, putBackId, replaceId, type SessionKey, updateHold } from './key-store.ts';
export {
  deleteOldFacts,
  findLaunch,
  findSubject,
  type Launch,
  type LaunchFacts,
  listClinicians,
  listGrantedLaunches,
  openFacts,
  type Subject,
  updatePerson,
} from './launch-store.ts';
export { findHeld, openAgain } from './open-again.ts';
export {
  type NewSession,
  type NewVisitSession,
  type OpenedSession,
  type OpenNeeds,
  openSecondKey,
  openSession,
  openVisitSession,
} from './open-session.ts';
export { createSessionCache, type SessionCache } from './session-cache.ts';
export { createSessionDoor, describeSession, keySessionCookie, timesOf } from './session-door.ts';
export { findSessionState, type SessionState } from './session-state.ts';
export { hasLoggedOut, type Known, whoIs } from './who-is.ts';
