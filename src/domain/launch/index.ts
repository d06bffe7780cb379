// The launch: roles, what the browser is told of a session, and what this EHR allows.
export { ROLES, type Role, type SessionRole } from './role.ts';
export { BannerView, CapabilityLine, Reason, SessionView } from './session-view.ts';
