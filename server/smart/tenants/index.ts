// Tenants: the EHRs this installation works with, read once at start.
export { listBackendScopes, listDefaultScopes } from './default-scopes.ts';
export { listeningOf } from './listening-of.ts';
export { type NoteSite, noteSiteOf } from './note-site.ts';
export {
  type AroundTenants,
  type JudgedTenants,
  judgeTenants,
  readTenants,
  tenantsFaults,
} from './read-tenants.ts';
export {
  type AppName,
  appOf,
  listRegistrationFacts,
  originsOf,
  type Registration,
  reachOf,
  registrationOf,
  scopesOf,
} from './registration.ts';
export { sandboxTenants } from './sandbox-tenants.ts';
export type { ClientAuth, Tenant, VideoSettings } from './tenant-schema.ts';
