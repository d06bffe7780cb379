// Webside as an OAuth client: its keys and how it authenticates.
export { buildClientAuth, type ClientAuthNeeds, readKeyFile } from './client-auth.ts';
export { listPublicKeys, openClientKeys, type SigningKey } from './client-keys.ts';
