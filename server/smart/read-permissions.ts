// What this launch may read, by its granted scopes and by what the EHR says of itself: asked before a read
// goes out, so that what is withheld is never even tried.
import {
  decideAllowed,
  type Interaction,
  type Reason,
  readScopes,
  type StatementSummary,
} from '#domain/launch';
import { AppError } from '#server/errors';
import type { Session } from '#server/http';
import { findLaunch } from '#server/smart/sessions';
import { registrationOf } from '#server/smart/tenants';
import type { ViewNeeds } from './view-session.ts';

export type ReadPermission =
  | { state: 'permitted' }
  | { state: 'not-permitted' | 'not-supported'; reason: Reason };

/** Decides about one type; asked for many types after one look-up. */
export type DecideRead = (resource: string, interaction: Extract<Interaction, 'r' | 's'>) => ReadPermission;

const NAMES = { r: 'read', s: 'search-type' } as const;

/** Never waits for the EHR: a CapabilityStatement that is not here yet forbids nothing. */
export async function readPermissions(needs: ViewNeeds, session: Session): Promise<DecideRead> {
  const tenant = needs.tenants.get(session.tenantId);
  const launch = await findLaunch(needs.database, session.launchId);
  if (!tenant || !launch) throw new AppError('gone', 'session.ended', 'This session has ended.');
  const granted = readScopes(launch.scopesGranted);
  const requested = readScopes(launch.scopesRequested);
  const { iss } = registrationOf(tenant, launch.app, needs.publicUrl);
  const statement = await Promise.race([needs.readStatement(tenant, iss), notYet()]);
  return (resource, interaction) => {
    if (decideAllowed(granted, resource, interaction) === 'off') {
      const asked = decideAllowed(requested, resource, interaction) !== 'off';
      const code = asked ? 'scope-not-granted' : 'not-asked-for';
      return { state: 'not-permitted', reason: { code, data: { resource } } };
    }
    const can = saysIt(statement, resource, NAMES[interaction]);
    const data = { resource, interaction: NAMES[interaction] };
    return can
      ? { state: 'permitted' }
      : { state: 'not-supported', reason: { code: 'not-in-capability-statement', data } };
  };
}

function saysIt(statement: StatementSummary | 'unreadable', resource: string, interaction: string): boolean {
  if (statement === 'unreadable') return true;
  return (
    Object.hasOwn(statement, resource) && statement[resource]?.interactions.includes(interaction) === true
  );
}

/** One turn of the event loop: what is known already comes first. */
function notYet(): Promise<'unreadable'> {
  return new Promise((resolve) => setImmediate(() => resolve('unreadable')));
}
