// Where this page stands: the launch id is the one thing taken from the address, and every call goes
// below it. Must not know what a launch is.

const LAUNCH_PATH = /^\/l\/([A-Za-z0-9_-]+)(?:\/|$)/;

/** The launch id of a path such as `/l/<launchId>/capabilities`; `null` outside a launch. */
export function launchIdOf(pathname: string): string | null {
  return LAUNCH_PATH.exec(pathname)?.[1] ?? null;
}

/** Base of the screens of one launch, without a trailing slash. */
export function launchBase(launchId: string): string {
  return `/l/${launchId}`;
}

/** Address of one API call of a launch: `apiPath('k3', 'session')` is `/l/k3/api/session`. */
export function apiPath(launchId: string, call: string): string {
  return `${launchBase(launchId)}/api/${call}`;
}
