// The credential register's doors.
import { z } from 'zod';
import { EnterCredential, ListCredentials, LookUpCredential, VerifyCredential } from '#domain/licensure';
import { type HttpRow, route, type Session } from '#server/http';
import type { LicenceRegister } from './register.ts';
import { sheetRoutes } from './sheet-routes.ts';
import type { SheetNeeds } from './sheet-verbs.ts';

export interface LicenceRouteNeeds extends SheetNeeds {
  licences: LicenceRegister;
  nameOf(session: Session): Promise<string | null>;
}

const Nothing = z.strictObject({});
const FIRST = ListCredentials.parse({});

export function licenceRoutes({ licences, nameOf, ...needs }: LicenceRouteNeeds): HttpRow[] {
  /** A clinician sees their own lines; who keeps the register sees all. */
  const show = async (session: Session, { practitioner, ...part }: ListCredentials = FIRST) => ({
    json: await licences.list(
      session.tenantId,
      session.role === 'clinician' ? (session.fhirUser ?? '-') : (practitioner ?? null),
      part,
    ),
  });
  return [
    ...sheetRoutes(needs),
    route(
      'GET',
      '/l/:launchId/api/credentials',
      { who: ['clinician', 'supervisor', 'tech-admin'], input: ListCredentials, audit: 'credential.search' },
      ({ session, input }) => show(session, input),
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials',
      { who: ['supervisor', 'tech-admin'], input: EnterCredential, audit: 'credential.create' },
      async ({ session, input }) => {
        await licences.enter(session, input);
        return show(session);
      },
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials/import',
      { who: ['clinician', 'supervisor'], input: Nothing, audit: 'credential.import' },
      async ({ session, requestId }) => {
        await licences.importOwn(session, requestId);
        return show(session);
      },
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials/:credentialId/verify',
      { who: ['supervisor'], input: VerifyCredential, audit: 'credential.verify' },
      async ({ session, input }) => {
        await licences.verify(session, (await nameOf(session)) ?? session.fhirUser ?? '', input);
        return show(session);
      },
    ),
    route(
      'POST',
      '/l/:launchId/api/credentials/:credentialId/look-up',
      { who: ['supervisor'], input: LookUpCredential, audit: 'credential.look-up' },
      async ({ session, input }) => ({ json: await licences.lookUp(session, input) }),
    ),
  ];
}
