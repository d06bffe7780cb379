// Reading the EHR for a session: with that launch's token, from that launch's base, and never about
// another patient. A 401 is answered by one refresh.
import type { Resource } from '@medplum/fhirtypes';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import type { LaunchTokens } from '#server/smart';
import { appOf, registrationOf, type Tenant } from '#server/smart/tenants';
import { TokenRejected } from './answer-of-ehr.ts';
import type { EhrChannel, Line } from './ehr-channel.ts';

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
    readResource: (session, type, id) => withToken(session, (line) => channel.read(line, type, id)),
    searchResources: (session, type, params, limit) =>
      withToken(session, (line) => channel.search(line, type, params, limit)),
  };
}

function tokenGone(): AppError {
  return new AppError(
    'ehr-refused',
    'ehr.relaunch-needed',
    'The hospital’s system has ended this connection. What you typed is kept. Open Webside again from the chart.',
  );
}

/**
 * Refuses a resource that is not about the launch's patient (the wrong-patient lock): a Patient by its id,
 * anything else by its `patient` or `subject`. The page that asked shows nothing of it.
 */
export function demandSamePatient(session: Session, resource: Resource): void {
  if (session.patientId !== null && patientOf(resource) === session.patientId) return;
  throw new AppError(
    'conflict',
    'wrong-patient',
    'The hospital’s system answered with another patient than the one this window was opened for. Nothing is shown. Close this window and open Webside again from the chart.',
  );
}

function patientOf(resource: Resource): string | null {
  if (resource.resourceType === 'Patient') return resource.id ?? null;
  const about = resource as { patient?: { reference?: string }; subject?: { reference?: string } };
  const reference = about.patient?.reference ?? about.subject?.reference ?? '';
  return /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference)?.[1] ?? null;
}
