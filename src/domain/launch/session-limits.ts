// Which open sessions give way when a person or a browser has too many. Pure; who ends them is not its business.

/** At most 3 browsers a person and 12 open launches a browser (security-rules 6 m, issue "launch"). */
export const LIMITS = { browsersPerPerson: 3, launchesPerBrowser: 12 } as const;

export interface OpenSession {
  keyId: string;
  browser: string;
  person: string;
  /** Milliseconds since the epoch. */
  lastActivityAt: number;
  inCall: boolean;
  hasUnsavedText: boolean;
}

/**
 * Keys to end before `incoming` opens. The browser (or launch) idle longest gives way; one in a call or
 * with unsaved text never does, so the limit yields before a person loses a call or a sentence.
 */
export function decideWhichEnd(
  open: readonly OpenSession[],
  incoming: { browser: string; person: string },
): string[] {
  const ofPerson = open.filter((session) => session.person === incoming.person);
  const ending = new Set(endWholeBrowsers(ofPerson, incoming.browser));
  const here = open.filter((session) => session.browser === incoming.browser && !ending.has(session.keyId));
  const surplus = here.length + 1 - LIMITS.launchesPerBrowser;
  for (const session of idleFirst(here.filter(mayEnd)).slice(0, Math.max(0, surplus)))
    ending.add(session.keyId);
  return [...ending];
}

function endWholeBrowsers(ofPerson: readonly OpenSession[], incomingBrowser: string): string[] {
  const byBrowser = Map.groupBy(ofPerson, (session) => session.browser);
  byBrowser.delete(incomingBrowser);
  const surplus = byBrowser.size + 1 - LIMITS.browsersPerPerson;
  return [...byBrowser.values()]
    .filter((sessions) => sessions.every(mayEnd))
    .sort((one, other) => lastActivity(one) - lastActivity(other))
    .slice(0, Math.max(0, surplus))
    .flatMap((sessions) => sessions.map((session) => session.keyId));
}

function mayEnd(session: OpenSession): boolean {
  return !session.inCall && !session.hasUnsavedText;
}

function idleFirst(sessions: OpenSession[]): OpenSession[] {
  return sessions.sort((one, other) => one.lastActivityAt - other.lastActivityAt);
}

function lastActivity(sessions: readonly OpenSession[]): number {
  return Math.max(...sessions.map((session) => session.lastActivityAt));
}
