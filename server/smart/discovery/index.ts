// Discovery of a registered EHR's authorization server.
export { createDiscovery, type Discovery, type FindServer, type FoundServer } from './find-server.ts';
export { type ConfigurationRead, readSmartConfiguration, type ServerFacts } from './smart-configuration.ts';
