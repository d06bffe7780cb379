// Reading the EHR for a session: with that launch's token, from that launch's base, and never about
// another patient. A 401 is answered by one refresh.
import type { Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { LaunchTokens } from '#server/smart';
import { appOf, registrationOf, type Tenant } from '#server/smart/tenants';
import { isAboutPatient, wrongPatient } from './about-patient.ts';
import { TokenRejected } from './answer-of-ehr.ts';
import type { EhrChannel, Line } from './ehr-channel.ts';

/** Reads throw `wrong-patient` (409) when the EHR answers with a record of anybody else. */
export interface Ehr {
  readResource(session: Session, type: string, id: string): Promise<Resource>;
  searchResources(
    session: Session,
    type: string,
    params: Record<string, string>,
    limit?: number,
  ): Promise<Resource[]>;
}

export interface EhrNeeds {
  channel: EhrChannel;
  tenants: readonly Tenant[];
  tokens: LaunchTokens;
}

export function createEhr({ channel, tenants, tokens }: EhrNeeds): Ehr {
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]));

  async function withToken<Result>(session: Session, call: (line: Line) => Promise<Result>): Promise<Result> {
    const tenant = byId.get(session.tenantId);
    if (!tenant) throw new AppError('gone', 'tenant.unknown', 'This hospital is not set up here any more.');
    const { iss } = registrationOf(tenant, appOf(session.door), '');
    const lineWith = (accessToken: string): Line => ({ tenant, fhirBase: iss, accessToken });
    const first = await tokens.accessToken(session.launchId);
    try {
      return await call(lineWith(first));
    } catch (thrown) {
      if (!(thrown instanceof TokenRejected)) throw thrown;
    }
    try {
      return await call(lineWith(await tokens.accessToken(session.launchId, { rejected: first })));
    } catch (thrown) {
      if (thrown instanceof TokenRejected) throw tokenGone();
      throw thrown;
    }
  }

  return {
    readResource: (session, type, id) =>
      withToken(session, async (line) => demandOwn(session, line, await channel.read(line, type, id))),
    searchResources: (session, type, params, limit) =>
      withToken(session, async (line) => {
        const found = await channel.search(line, type, params, limit);
        return found.map((resource) => demandOwn(session, line, resource));
      }),
  };
}

function tokenGone(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.relaunch-needed',
    'The hospital’s system has ended this connection. What you typed is kept. Open Webside again from the chart.',
  );
}

/** Types that are about no patient; everything else must name this launch's (R4 resource definitions). */
const ABOUT_NOBODY = ['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Medication'];

/** The wrong-patient lock: nothing leaves this folder that is about anybody but the launch's patient. */
function demandOwn(session: Session, line: Line, resource: Resource): Resource {
  const isOwn = session.patientId !== null && isAboutPatient(resource, session.patientId, line.fhirBase);
  if (isOwn || ABOUT_NOBODY.includes(resource.resourceType)) return resource;
  throw wrongPatient();
}
