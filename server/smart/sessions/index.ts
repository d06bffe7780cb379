// Sessions: one per launch and browser.
export { dropCookie, loginCookie, readCookie, sessionCookie } from './cookies.ts';
export { endEverywhere, endKeyless, endLaunch, endOverdue, SESSION_CHANNEL } from './end-session.ts';
export { deleteOldHandoffs, HANDOFF_SECONDS, makeHandoff, spendHandoff } from './hand-off.ts';
export { findKey, replaceId, type SessionKey, updateHold } from './key-store.ts';
export { findLaunch, type Launch, type LaunchFacts, openFacts } from './launch-store.ts';
export {
  type NewSession,
  type OpenedSession,
  type OpenNeeds,
  openSecondKey,
  openSession,
} from './open-session.ts';
export { createSessionCache, type SessionCache } from './session-cache.ts';
export { createSessionDoor, keySessionCookie, timesOf } from './session-door.ts';
