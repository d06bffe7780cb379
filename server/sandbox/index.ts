// The sandbox EHR: three personalities with their own authorization and FHIR servers, a launch pad, and an
// admin door, on an origin of its own. The outside world as far as Webside is concerned.
import { buildSandboxSeed, readBundlesFolder } from '#server/sandbox/patients';
import { composeSandbox, type Sandbox, type SandboxOptions } from './compose.ts';

export type { Sandbox, SandboxOptions };

/**
 * Starts the sandbox and answers when it can be used. Throws when a port is taken or the data folder is held by
 * another process.
 */
export function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { bundlesFolder } = options;
  return composeSandbox(options, async (today) =>
    bundlesFolder === undefined ? buildSandboxSeed(today) : readBundlesFolder(bundlesFolder),
  );
}
