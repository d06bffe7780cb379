// HTTP plumbing: the route table, what stands before a handler, and the one way out to other hosts.
export { isAddressAllowed, isLoopbackHost, type Reach } from './addresses.ts';
export { demandRecord } from './demand-record.ts';
export {
  createEgress,
  EGRESS_LIMITS,
  type Egress,
  type EgressAnswer,
  type EgressInit,
  type EgressPeer,
  type PeerEgress,
} from './egress.ts';
export { type EgressEndpoint, openSocket } from './egress-socket.ts';
export { answerFailure, answerNotFound } from './failure.ts';
export { findForgery } from './forgery.ts';
export { demandDiskSpace, type HealthNeeds, healthRoutes } from './health.ts';
export { homeRoutes } from './home.ts';
export { lawOver, type MountNeeds, mountRoutes } from './mount.ts';
export {
  contentSecurityPolicy,
  listStrictHeaders,
  strictHeaders,
  type VideoVendor,
} from './page-headers.ts';
export { giveRequestId, requestIdOf } from './request-id.ts';
export { openRoad } from './road.ts';
export * from './route.ts';
export * from './session.ts';
export { type ShellNeeds, shellRoutes } from './shell.ts';
export { bodyBytesOf } from './signed-body.ts';
export { createLog, createWatch, type Log, type Watch } from './watch.ts';
export { type StreamWatch, watchStream } from './watch-stream.ts';
