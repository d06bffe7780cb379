// What a page with a session may ask about the session itself.
import { z } from 'zod';
import type { Database } from '#server/db';
import { AppError } from '#server/errors';
import {
  EVERYONE_SIGNED_IN,
  type HttpRow,
  type RecordAccess,
  route,
  type Session,
  type SessionDoor,
} from '#server/http';
import {
  dropCookie,
  endEverywhere,
  endLaunch,
  findLaunch,
  HANDOFF_SECONDS,
  makeHandoff,
  type OpenNeeds,
  sessionCookie,
} from '#server/smart/sessions';
import type { Tenant } from '#server/smart/tenants';
import { readStyle, type StyleNeeds } from './read-style.ts';
import type { Refuse } from './smart-needs.ts';
import { type StartNeeds, startFlow } from './start-flow.ts';
import { takeHandoff } from './take-handoff.ts';
import { type ViewNeeds, viewDeadlines, viewSession } from './view-session.ts';

export interface SessionRouteNeeds extends OpenNeeds, StartNeeds, StyleNeeds, ViewNeeds {
  database: Database;
  tenants: ReadonlyMap<string, Tenant>;
  sessions: SessionDoor;
  refuse: Refuse;
  recordAccess: RecordAccess;
  /** Forgets the launches here and sets their revocation going. */
  afterEnd(launchIds: readonly string[]): void;
  now: () => Date;
}

const Nothing = z.strictObject({});
const everyone = { who: EVERYONE_SIGNED_IN } as const;

export function sessionRoutes(needs: SessionRouteNeeds): HttpRow[] {
  return [
    route(
      'GET',
      '/l/:launchId/api/session',
      {
        ...everyone,
        input: Nothing,
        audit: { none: 'facts of the session itself, asked every few seconds; the launch is on record' },
        whenLocked: 'answers',
      },
      async ({ session }) => ({ json: await viewSession(needs, session) }),
    ),
    route(
      'GET',
      '/l/:launchId/api/style',
      { ...everyone, input: Nothing, audit: { none: 'colours of the EHR; nothing of anybody' } },
      async ({ session }) => ({ json: await readStyle(needs, session) }),
    ),
    route(
      'POST',
      '/l/:launchId/api/activity',
      { ...everyone, input: Nothing, audit: { none: 'a key was pressed; no data is touched' } },
      async ({ session }) => {
        await needs.sessions.touch(session);
        const { warnAt, lockAt } = await viewDeadlines(needs, session);
        return { json: { warnAt, lockAt } };
      },
    ),
    route(
      'POST',
      '/l/:launchId/api/logout',
      {
        ...everyone,
        input: z.strictObject({ everywhere: z.boolean().optional() }),
        audit: 'session.logout',
        whenLocked: 'answers',
      },
      ({ session, input }) => logOut(needs, session, input.everywhere === true),
    ),
    route(
      'POST',
      '/l/:launchId/api/handoff',
      { ...everyone, input: Nothing, audit: 'session.handoff' },
      async ({ session }) => ({
        json: { code: await makeHandoff(needs, session), expiresInSeconds: HANDOFF_SECONDS },
      }),
    ),
    route(
      'POST',
      '/l/:launchId/handoff',
      {
        who: 'anyone',
        input: z.strictObject({ code: z.string().max(100) }),
        audit: { none: 'recorded by the handler, which alone knows whose launch it is' },
        csrf: 'form',
      },
      ({ input, req, requestId }) =>
        takeHandoff(needs, { launchId: String(req.params.launchId), code: input.code, req, requestId }),
    ),
    route(
      'POST',
      '/l/:launchId/api/unlock',
      {
        // A guest is nobody to the EHR; they ask to be let in again.
        who: EVERYONE_SIGNED_IN.filter((one) => one !== 'guest'),
        ...{ input: Nothing, audit: 'session.unlock-start', whenLocked: 'answers' },
      },
      async ({ session, req }) => startUnlock(needs, session, req.headers.cookie),
    ),
  ];
}

async function logOut(needs: SessionRouteNeeds, session: Session, everywhere: boolean) {
  const others = everywhere ? await endEverywhere(needs, session.personKey, 'logged-out-everywhere') : [];
  if (!others.includes(session.launchId)) await endLaunch(needs, session.launchId, 'logged-out');
  needs.afterEnd([session.launchId, ...others]);
  const hasDoor = session.door !== 'ehr' && session.role !== 'guest';
  const next = !hasDoor ? null : `/launch/${session.door}.html?tenant=${session.tenantId}`;
  return {
    json: { next },
    cookies: [dropCookie(sessionCookie(session.launchId))],
    headers: { 'clear-site-data': '"cache"' },
  };
}

async function startUnlock(needs: SessionRouteNeeds, session: Session, cookieHeader: string | undefined) {
  const tenant = needs.tenants.get(session.tenantId);
  const launch = await findLaunch(needs.database, session.launchId);
  if (!tenant || !launch) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const { launchId, keyId } = session;
  const started = await startFlow(needs, {
    tenant,
    app: launch.app,
    door: launch.door,
    cookieHeader,
    unlocks: { launchId, keyId },
  });
  return { json: { redirect: started.redirect }, cookies: started.cookies };
}
